/** Which segments are encoded by one process. */
import { secondsToSamples } from '#shared/units.ts';
import type { SampleRange } from '../sampled-programme.ts';

/** Starting an encoder, and what it is given before the first segment, costs nothing beside this. */
const LONGEST_RUN = secondsToSamples(1800);
/** A thread and its programs take as long to start as others take to encode this. */
const LEAST_SHARE = secondsToSamples(60);

/**
 * Puts neighbours together into runs. The first are long; each is at most an equal share of half of what is left, so that all
 * workers are done at the same time (guided self-scheduling: C. Polychronopoulos, D. Kuck, 1987). What is too little to be
 * worth a second worker is one run.
 *
 * @param wanted indexes of segments, ascending.
 */
export function planRuns(
  segments: readonly SampleRange[],
  wanted: readonly number[],
  workers: number,
): readonly (readonly number[])[] {
  const lengthOf = (index: number): number => segments[index]!.endSample - segments[index]!.startSample;
  let left = wanted.reduce((sum, index) => sum + lengthOf(index), 0);
  const shares = Math.min(workers, Math.floor(left / LEAST_SHARE));
  const runs: number[][] = [];
  let room = 0;
  for (const index of wanted) {
    const run = runs.at(-1);
    if (run && run.at(-1) === index - 1 && room > 0) {
      run.push(index);
    } else {
      runs.push([index]);
      room = shares < 2 ? left : Math.min(LONGEST_RUN, left / (2 * shares));
    }
    room -= lengthOf(index);
    left -= lengthOf(index);
  }
  return runs;
}
