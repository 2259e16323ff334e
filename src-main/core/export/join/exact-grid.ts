import type { FrameGrid } from '#shared/frame-grid.ts';
import { rateRatio } from '#shared/units.ts';

/**
 * The finest grid of at least so many samples a frame that is whole in the project's samples too: with it resampling in
 * pieces is resampling in one. For formats that are free to choose.
 */
export function exactGrid(rateHz: number, leastFrame: number): FrameGrid {
  const step = rateRatio(rateHz).frames;
  return { frameSamples: Math.ceil(leastFrame / step) * step, rateHz };
}
