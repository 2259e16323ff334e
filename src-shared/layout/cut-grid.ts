import { type FrameGrid, gridLength, nearestFrames } from '../frame-grid.ts';
import type { RecordId } from '../ids.ts';
import { msToSamples, samples } from '../units.ts';

/** A cut lies so long before the block it is named after: within the gap, and where encoders do not hear what is spoken next. */
export const CUT_LEAD_SAMPLES = msToSamples(125);

/**
 * Where an export is cut, for the layout to move cuts onto the frames of an encoder. A line that grows then moves all that
 * comes after the next cut by whole frames, and the frames stay the same.
 */
export interface CutGrid {
  readonly frames: FrameGrid;
  /** Blocks that segments begin with; see `cutBlocksOf`. */
  readonly cuts: ReadonlySet<RecordId>;
  /** Blocks that files of their own begin with, after a head. Empty: the programme is one file. */
  readonly partStarts: ReadonlySet<RecordId>;
}

/** Follows the blocks of an episode and moves those that follow a cut by half a frame at most. */
export class CutGridWalk {
  readonly #grid: CutGrid;
  readonly #headSamples: number;
  /** Of a part its beginning, which counts as one. */
  #lastCut = 0;

  constructor(grid: CutGrid, headSamples: number) {
    this.#grid = grid;
    this.#headSamples = headSamples;
  }

  /** Where a block starts. A gap that a person asked for is not touched. */
  place(blockId: RecordId, start: number, isAutomatic: boolean): number {
    const { frames, cuts, partStarts } = this.#grid;
    if (partStarts.has(blockId)) {
      this.#lastCut = start - this.#headSamples;
    } else if (isAutomatic && cuts.has(blockId)) {
      const distance = samples(start - CUT_LEAD_SAMPLES - this.#lastCut);
      this.#lastCut += gridLength(frames, nearestFrames(frames, distance));
      return this.#lastCut + CUT_LEAD_SAMPLES;
    }
    return start;
  }
}
