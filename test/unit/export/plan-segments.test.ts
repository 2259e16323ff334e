import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planSegments } from '#core/export/segments/plan-segments.ts';
import { type FrameGrid, gridLength, isOnGrid, SAMPLE_GRID } from '#shared/frame-grid.ts';
import { samples, secondsToSamples } from '#shared/units.ts';

const GRIDS: readonly FrameGrid[] = [
  SAMPLE_GRID,
  { frameSamples: 1152, rateHz: 48_000 },
  { frameSamples: 1024, rateHz: 44_100 },
  { frameSamples: 4096, rateHz: 48_000 },
];

const cutList = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 12_000_000 }), fc.nat(1_000_000)), { maxLength: 20 })
  .map((steps) => {
    let at = 0;
    return steps.map(([step, seed]) => {
      at += step;
      return { atSample: samples(at), seed };
    });
  });

describe('the segments of a part', () => {
  it('[XS7] lie side by side from its beginning to its end, on the grid, of a length that can be worked with', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...GRIDS),
        cutList,
        fc.integer({ min: 1, max: 80_000_000 }),
        (grid, cuts, duration) => {
          const segments = planSegments(samples(duration), cuts, grid);
          expect(segments[0]!.startSample).toBe(0);
          expect(segments.at(-1)!.endSample).toBe(duration);
          for (const [index, { startSample, endSample }] of segments.entries()) {
            if (index > 0) expect(startSample).toBe(segments[index - 1]!.endSample);
            if (index < segments.length - 1) expect(isOnGrid(grid, samples(endSample - startSample))).toBe(true);
            if (segments.length > 1) expect(endSample - startSample).toBeGreaterThan(secondsToSamples(4.7));
            expect(endSample - startSample).toBeLessThan(secondsToSamples(65));
          }
          expect(new Set(segments.map(({ seed }) => seed)).size).toBeGreaterThanOrEqual(Math.min(2, segments.length));
        },
      ),
      { numRuns: 300 },
    );
  });

  it('[XS7] a cut that is on the grid already stays where it is', () => {
    const grid = GRIDS[2]!;
    const first = gridLength(grid, 1_000);
    const second = samples(first + gridLength(grid, 777));
    const cuts = [
      { atSample: first, seed: 1 },
      { atSample: second, seed: 2 },
    ];
    const segments = planSegments(secondsToSamples(120), cuts, grid);
    expect(segments.map(({ startSample }) => startSample).slice(0, 3)).toEqual([0, first, second]);
  });

  it('[XS7] what is longer before a cut moves that cut and those after it, and their lengths stay', () => {
    const cuts = [20, 60, 300, 330].map((seconds, index) => ({ atSample: secondsToSamples(seconds), seed: index + 1 }));
    const grid = GRIDS[1]!;
    const later = gridLength(grid, 500);
    const moved = cuts.map((cut) => ({ ...cut, atSample: samples(cut.atSample + later) }));
    const lengths = (list: typeof cuts, duration: number) =>
      planSegments(samples(duration), list, grid).map((segment) => [
        segment.endSample - segment.startSample,
        segment.seed,
      ]);
    const duration = secondsToSamples(400);
    expect(lengths(moved, duration + later).slice(1)).toEqual(lengths(cuts, duration).slice(1));
  });
});
