import type { MasterOptions } from '#shared/mix/master.ts';
import type { Samples } from '#shared/units.ts';
import { type SampleRange, sampledProgramme } from './sampled-programme.ts';

/**
 * Renders stretches of the programme through a master and measures them together, in LUFS or dB. null: nothing but silence.
 * Without ranges, the whole.
 */
export type MeasureLevel = (options: MasterOptions, ranges: readonly SampleRange[] | null) => Promise<number | null>;

export interface GainSearch {
  readonly measure: MeasureLevel;
  readonly durationSamples: Samples;
  readonly wantedLevel: number;
  readonly chain: Omit<MasterOptions, 'gainDb'>;
}

export interface SettledGain {
  readonly gainDb: number;
  /** False: the peaks do not allow the target, or there is only silence. */
  readonly isReached: boolean;
}

/** Closer to the target is not heard, and the encoder moves the level as much. */
const NEAR_ENOUGH_DB = 0.1;
const MOST_CORRECTIONS = 4;
/** A limiter that takes more than this part of a decibel is not driven further: the peaks do not allow the target. */
const LEAST_YIELD = 0.3;
/** The most that is tried at once, for then it is known what a decibel brings. */
const LARGEST_STEP_DB = 3;

/** Mixed and downmixed, and nothing else: no gain, no limiter, no room tone. */
export function withoutChain({ isMono }: Pick<MasterOptions, 'isMono'>): MasterOptions {
  return { gainDb: 0, ceilingDbtp: Number.POSITIVE_INFINITY, ...(isMono !== undefined && { isMono }) };
}

/**
 * The gain at which the programme, limited, is at the target: measured after the limiter, for it takes loudness away. Each
 * correction counts on what the last one brought a decibel (the secant method), since the limiter takes its part of every
 * one. A target that the peaks do not allow is not forced: the file is then quieter, and its checks say so.
 *
 * Of a long programme only a sample is limited, to learn the loss; the level of the whole mix is known.
 *
 * @param mixLevel of the whole, as measured {@link withoutChain}.
 * @param firstGainDb where the search starts.
 */
export async function settleGain(search: GainSearch, mixLevel: number, firstGainDb: number): Promise<SettledGain> {
  const { measure, chain } = search;
  const sample = sampledProgramme(search.durationSamples);
  const unlimited = sample === null ? mixLevel : await measure(withoutChain(chain), sample);
  let gainDb = firstGainDb;
  let last: { readonly gainDb: number; readonly level: number } | undefined;
  for (let correction = 0; correction < MOST_CORRECTIONS; correction++) {
    const inSample = await measure({ ...chain, gainDb }, sample);
    if (inSample === null || unlimited === null) return { gainDb, isReached: false };
    const level = inSample + mixLevel - unlimited;
    if (Math.abs(search.wantedLevel - level) <= NEAR_ENOUGH_DB) return { gainDb, isReached: true };
    const brought = last ? (level - last.level) / (gainDb - last.gainDb) : 1;
    if (brought < LEAST_YIELD) return { gainDb, isReached: false };
    last = { gainDb, level };
    gainDb += Math.min(LARGEST_STEP_DB, (search.wantedLevel - level) / Math.min(1, brought));
  }
  return { gainDb, isReached: true };
}
