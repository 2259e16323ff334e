import { DeliveryMeter } from '#shared/loudness/delivery-meter.ts';
import { LoudnessMeter } from '#shared/loudness/loudness-meter.ts';
import { Master, type MasterOptions, type ProgrammeSource } from '#shared/mix/master.ts';
import { PROJECT_RATE_HZ, type Samples } from '#shared/units.ts';
import type { LevelTarget } from './presets.ts';
import { programmeBlocks } from './programme-blocks.ts';

export interface GainSearch {
  readonly source: ProgrammeSource;
  readonly durationSamples: Samples;
  readonly target: LevelTarget;
  readonly chain: Omit<MasterOptions, 'gainDb'>;
  readonly signal?: AbortSignal;
  readonly onProgress?: (doneSamples: number) => void;
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
  const { isMono } = search.chain;
  return levelOf(search, { gainDb: 0, ceilingDbtp: Number.POSITIVE_INFINITY, ...(isMono !== undefined && { isMono }) });
}

/**
 * The gain at which the programme, limited, is at the target: measured after the limiter, for it takes loudness away. Each
 * correction counts on what the last one brought a decibel (the secant method), since the limiter takes its part of every
 * one. A target that the peaks do not allow is not forced: the file is then quieter, and its checks say so.
 */
export async function settleGain(search: GainSearch, firstGainDb: number): Promise<number> {
  const wanted = search.target.kind === 'lufs' ? search.target.targetLufs : search.target.targetDb;
  let gainDb = firstGainDb;
  let last: { readonly gainDb: number; readonly level: number } | undefined;
  for (let correction = 0; correction < MOST_CORRECTIONS; correction++) {
    const level = await levelOf(search, { ...search.chain, gainDb });
    if (level === null || Math.abs(wanted - level) <= NEAR_ENOUGH_DB) break;
    const brought = last ? (level - last.level) / (gainDb - last.gainDb) : 1;
    if (brought < LEAST_YIELD) break;
    last = { gainDb, level };
    gainDb += Math.min(LARGEST_STEP_DB, (wanted - level) / Math.min(1, brought));
  }
  return gainDb;
}

async function levelOf(search: GainSearch, options: MasterOptions): Promise<number | null> {
  const channels = options.isMono ? 1 : 2;
  const rate = { sampleRateHz: PROJECT_RATE_HZ, channels };
  const loudness = search.target.kind === 'lufs' ? new LoudnessMeter(rate) : null;
  const delivery = search.target.kind === 'rms' ? new DeliveryMeter(rate) : null;
  const blocks = programmeBlocks(new Master(search.source, options), search.durationSamples, {
    channels,
    ...(search.signal && { signal: search.signal }),
    ...(search.onProgress && { onBlock: search.onProgress }),
  });
  for await (const block of blocks) (loudness ?? delivery)?.push(block);
  const level = loudness ? loudness.integratedLufs() : (delivery?.rmsDb() ?? null);
  return level !== null && Number.isFinite(level) ? level : null;
}
