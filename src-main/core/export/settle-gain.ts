import { DeliveryMeter } from '#shared/loudness/delivery-meter.ts';
import { LoudnessMeter } from '#shared/loudness/loudness-meter.ts';
import { Master, type MasterOptions, type ProgrammeSource } from '#shared/mix/master.ts';
import { PROJECT_RATE_HZ, type Samples } from '#shared/units.ts';
import type { LevelTarget } from './presets.ts';
import { programmeBlocks } from './programme-blocks.ts';
import { sampledProgramme } from './sampled-programme.ts';

export interface GainSearch {
  readonly source: ProgrammeSource;
  readonly durationSamples: Samples;
  /** What is measured. */
  readonly kind: LevelTarget['kind'];
  /** In LUFS or dB. */
  readonly wantedLevel: number;
  readonly chain: Omit<MasterOptions, 'gainDb'>;
  readonly signal?: AbortSignal;
  readonly onProgress?: (doneSamples: number) => void;
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

/** The level of the mix before the chain: no gain, no limiter, no room tone. null: nothing but silence. */
export function levelOfMix(search: GainSearch): Promise<number | null> {
  return levelOf({ ...search, source: new Master(search.source, withoutChain(search)) }, search.durationSamples);
}

/**
 * The gain at which the programme, limited, is at the target: measured after the limiter, for it takes loudness away. Each
 * correction counts on what the last one brought a decibel (the secant method), since the limiter takes its part of every
 * one. A target that the peaks do not allow is not forced: the file is then quieter, and its checks say so.
 *
 * Of a long programme only a sample is limited, to learn the loss; the level of the whole mix is known.
 *
 * @param mixLevel as measured by {@link levelOfMix}.
 * @param firstGainDb where the search starts.
 */
export async function settleGain(search: GainSearch, mixLevel: number, firstGainDb: number): Promise<SettledGain> {
  const sample = sampledProgramme(search.durationSamples);
  const isWhole = sample.durationSamples === search.durationSamples;
  const { onProgress } = search;
  const scale = search.durationSamples / sample.durationSamples;
  const steps = onProgress && { onProgress: (done: number) => onProgress(Math.round(done * scale)) };
  const levelInSample = (source: ProgrammeSource): Promise<number | null> =>
    levelOf({ ...search, ...steps, source: sample.from(source) }, sample.durationSamples);
  const unlimited = isWhole ? mixLevel : await levelInSample(new Master(search.source, withoutChain(search)));
  let gainDb = firstGainDb;
  let last: { readonly gainDb: number; readonly level: number } | undefined;
  for (let correction = 0; correction < MOST_CORRECTIONS; correction++) {
    const inSample = await levelInSample(new Master(search.source, { ...search.chain, gainDb }));
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

function withoutChain({ chain: { isMono } }: GainSearch): MasterOptions {
  return { gainDb: 0, ceilingDbtp: Number.POSITIVE_INFINITY, ...(isMono !== undefined && { isMono }) };
}

/** Of finished sound. */
async function levelOf(search: GainSearch, durationSamples: Samples): Promise<number | null> {
  const channels = search.chain.isMono ? 1 : 2;
  const rate = { sampleRateHz: PROJECT_RATE_HZ, channels };
  const loudness = search.kind === 'lufs' ? new LoudnessMeter(rate) : null;
  const delivery = search.kind === 'rms' ? new DeliveryMeter(rate) : null;
  const blocks = programmeBlocks(search.source, durationSamples, {
    channels,
    ...(search.signal && { signal: search.signal }),
    ...(search.onProgress && { onBlock: search.onProgress }),
  });
  for await (const block of blocks) (loudness ?? delivery)?.push(block);
  const level = loudness ? loudness.integratedLufs() : (delivery?.rmsDb() ?? null);
  return level !== null && Number.isFinite(level) ? level : null;
}
