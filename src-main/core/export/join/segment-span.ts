import { type FrameGrid, isOnGrid, nearestFrames } from '#shared/frame-grid.ts';
import { samples, samplesToFrames, subtractSamples } from '#shared/units.ts';
import type { SegmentJob } from './segment-coder.ts';

/** What a coder wants around a segment: so many of its frames, encoded and dropped. */
export interface Rolls {
  readonly framesBefore: number;
  readonly framesAfter: number;
}

/** A segment in the encoder's terms. */
export interface SegmentSpan {
  readonly isFirst: boolean;
  readonly isLast: boolean;
  /** Frames to be encoded and dropped before it; fewer where the part begins. */
  readonly framesBefore: number;
  /** Samples at the encoder's rate that belong to it. */
  readonly sampleCount: number;
  /** `sampleCount` in frames; of the last segment rounded up. */
  readonly frames: number;
}

/** Throws RangeError for a segment without length, outside of its part, or with an end off the grid. */
export function spanOf(job: SegmentJob, grid: FrameGrid, rolls: Rolls): SegmentSpan {
  const { startSample, endSample, durationSamples } = job;
  const length = subtractSamples(endSample, startSample);
  if (length <= 0 || startSample < 0 || endSample > durationSamples) {
    throw new RangeError(`No segment from ${startSample} to ${endSample} in a part of ${durationSamples} samples`);
  }
  const isLast = endSample === durationSamples;
  if (!isLast && !isOnGrid(grid, length)) {
    throw new RangeError(`A segment of ${length} samples does not end on the grid of ${grid.frameSamples}`);
  }
  const sampleCount = isLast ? samplesToFrames(length, grid.rateHz) : nearestFrames(grid, length) * grid.frameSamples;
  return {
    isFirst: startSample === 0,
    isLast,
    framesBefore: Math.min(rolls.framesBefore, nearestFrames(grid, samples(startSample))),
    sampleCount,
    frames: Math.ceil(sampleCount / grid.frameSamples),
  };
}
