import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planRuns } from '#core/export/segments/plan-runs.ts';
import { samples, secondsToSamples } from '#shared/units.ts';

const HOUR = secondsToSamples(3600);

function segmentsOf(lengths: readonly number[]) {
  let at = 0;
  return lengths.map((length) => {
    const startSample = samples(at);
    at += length;
    return { startSample, endSample: samples(at) };
  });
}

describe('runs of segments', () => {
  it('[XS16] hold every wanted segment once, in order, and only neighbours', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 1, max: 3_000_000 }), fc.boolean()), { maxLength: 80 }),
        fc.integer({ min: 1, max: 16 }),
        (all, workers) => {
          const wanted = all.flatMap(([, isWanted], index) => (isWanted ? [index] : []));
          const runs = planRuns(segmentsOf(all.map(([length]) => length)), wanted, workers);
          expect(runs.flat()).toEqual(wanted);
          for (const run of runs) expect(run).toEqual(run.map((_, index) => run[0]! + index));
        },
      ),
    );
  });

  it('[XS16] get shorter towards the end, so that all workers are done together', () => {
    const length = secondsToSamples(30);
    const segments = segmentsOf(Array.from({ length: 120 }, () => length));
    const wanted = segments.map((_, index) => index);
    const lengths = planRuns(segments, wanted, 2).map((run) => run.length * length);
    expect(lengths[0]).toBeLessThanOrEqual(HOUR / 4 + length);
    expect(lengths.at(-1)).toBeLessThanOrEqual(length);
    for (const [index, each] of lengths.entries()) if (index > 0) expect(each).toBeLessThanOrEqual(lengths[index - 1]!);
    expect(lengths.length).toBeLessThan(20);
    const wide = planRuns(segments, wanted, 16);
    expect(wide[0]!.length * length).toBeLessThanOrEqual(HOUR / 32 + length);
  });

  it('[XS16] are half an hour long at most', () => {
    const length = secondsToSamples(60);
    const segments = segmentsOf(Array.from({ length: 600 }, () => length));
    const runs = planRuns(
      segments,
      segments.map((_, index) => index),
      2,
    );
    expect(runs[0]).toHaveLength(30);
  });

  it('[XS16] are one where it is too little to be worth a second worker', () => {
    const segments = segmentsOf(Array.from({ length: 12 }, () => secondsToSamples(30)));
    expect(planRuns(segments, [4, 5, 6], 2)).toEqual([[4, 5, 6]]);
    expect(planRuns(segments, [4, 5, 8], 2)).toEqual([[4, 5], [8]]);
    expect(planRuns(segments, [4, 5, 6, 7], 2).length).toBeGreaterThan(1);
  });
});
