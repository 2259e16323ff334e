import { type FrameGrid, gridLength, nearestFrames } from '#shared/frame-grid.ts';
import { type Samples, samples, secondsToSamples } from '#shared/units.ts';

/** A place where a part should be cut, in its own positions. */
export interface Cut {
  readonly atSample: Samples;
  /** Of what is heard from there on; see `cutBlocksOf`. */
  readonly seed: number;
}

/** A stretch of a part that is rendered, encoded and measured by itself. */
export interface Segment {
  readonly startSample: Samples;
  readonly endSample: Samples;
  /** Of its room tone. */
  readonly seed: number;
}

/** A segment leaves room for the tone to change before the next. */
const SHORTEST = secondsToSamples(5);
/** Where nothing says where to cut, a stretch longer than this is cut anyway, into pieces of half of it. */
const LONGEST = secondsToSamples(60);

/**
 * Cuts a part, which is longer than nothing, at the places given, each moved to the last whole frame after the cut before it
 * (which it already is where the layout knew the grid). A place too near to its neighbour or to an end is left out.
 */
export function planSegments(durationSamples: Samples, cuts: readonly Cut[], grid: FrameGrid): readonly Segment[] {
  const starts: { startSample: Samples; seed: number }[] = [{ startSample: samples(0), seed: 0 }];
  const cutAt = (target: number, seed: number): void => {
    const last = starts.at(-1)!;
    starts.push({ startSample: samples(last.startSample + wholeFrames(grid, target - last.startSample)), seed });
  };
  const cutLongStretch = (end: number): void => {
    for (let last = starts.at(-1)!; end - last.startSample > LONGEST; last = starts.at(-1)!) {
      cutAt(last.startSample + LONGEST / 2, nextSeed(last.seed));
    }
  };
  for (const { atSample, seed } of cuts) {
    if (atSample - starts.at(-1)!.startSample < SHORTEST || durationSamples - atSample < SHORTEST) continue;
    cutLongStretch(atSample);
    cutAt(atSample, seed);
  }
  cutLongStretch(durationSamples);
  return starts.map((start, index) => ({
    ...start,
    endSample: starts[index + 1]?.startSample ?? durationSamples,
  }));
}

/** The length of as many frames as fit. */
function wholeFrames(grid: FrameGrid, length: number): number {
  const frames = nearestFrames(grid, samples(length));
  const nearest = gridLength(grid, frames);
  return nearest <= length ? nearest : gridLength(grid, frames - 1);
}

/** Half the golden ratio of the range: neighbours in a row of forced cuts are far from one another in the noise. */
function nextSeed(seed: number): number {
  return (seed + 0x9e3779b9) >>> 0;
}
