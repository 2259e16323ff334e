import type { MasterOptions } from '#shared/mix/master.ts';
import { linearToDb } from '#shared/units.ts';
import { excessOver, type PeakLimits } from '../peak-limits.ts';
import type { SegmentPeaks } from './segment-work.ts';

/** How the segments of a part are to sound. */
export interface Rendering {
  /** null: the mix as it is. */
  readonly chain: MasterOptions | null;
  /** After the limiter: what the encoder takes away it is given beforehand. */
  readonly amplifyDb: number;
  /** A segment whose peaks come out above these gets a lower ceiling of its own; absent: they are as they are. */
  readonly peakLimits?: PeakLimits;
}

/** Taken off beyond the excess, for the next encoding is not the last one made quieter. */
export const LOWERING_MARGIN_DB = 0.1;

/** For a segment that came out so: the rendering with a lower ceiling where a peak is above its limit, else null. */
export function lowered(rendering: Rendering, heard: SegmentPeaks): Rendering | null {
  const { chain, peakLimits } = rendering;
  if (!chain || !peakLimits) return null;
  const excess = excessOver(peakLimits, linearToDb(heard.truePeak), linearToDb(heard.samplePeak));
  if (excess <= 0) return null;
  return { ...rendering, chain: { ...chain, ceilingDbtp: chain.ceilingDbtp - excess - LOWERING_MARGIN_DB } };
}
