import { framesToSamples, PROJECT_RATE_HZ, type Samples, samplesToSeconds } from './units.ts';

/** The frames in which an encoder counts: so many samples each, at the rate it works at. */
export interface FrameGrid {
  readonly frameSamples: number;
  readonly rateHz: number;
}

/** No grid: any sample of the project is a place to cut. Of the player. */
export const SAMPLE_GRID: FrameGrid = { frameSamples: 1, rateHz: PROJECT_RATE_HZ };

/**
 * The length of whole frames, rounded to a sample of the project. At the project's own rate nothing is rounded. At others
 * (1,152 samples at 44.1 kHz are 1,253.88 of the project's) grids of whole samples would be seconds wide; so a place
 * on the grid is counted from the cut before it, never from the start: a stretch keeps its length wherever it moves to, and
 * the most that is rounded away is half a sample for each cut.
 */
export function gridLength({ frameSamples, rateHz }: FrameGrid, frames: number): Samples {
  return framesToSamples(frames * frameSamples, rateHz);
}

/** The count of frames whose length is nearest. */
export function nearestFrames({ frameSamples, rateHz }: FrameGrid, length: Samples): number {
  return Math.round((samplesToSeconds(length) * rateHz) / frameSamples);
}

/** Whether a cut may follow another at this distance. */
export function isOnGrid(grid: FrameGrid, length: Samples): boolean {
  return gridLength(grid, nearestFrames(grid, length)) === length;
}
