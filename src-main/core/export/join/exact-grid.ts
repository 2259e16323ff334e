import type { FrameGrid } from '#shared/frame-grid.ts';
import { PROJECT_RATE_HZ } from '#shared/units.ts';

/**
 * The finest grid of at least so many samples a frame that is whole in the project's samples too: with it resampling in
 * pieces is resampling in one. For formats that are free to choose.
 */
export function exactGrid(rateHz: number, leastFrame: number): FrameGrid {
  const step = rateHz / greatestCommonDivisor(PROJECT_RATE_HZ, rateHz);
  return { frameSamples: Math.ceil(leastFrame / step) * step, rateHz };
}

export function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
