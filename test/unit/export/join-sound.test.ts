import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { resamplingRoom } from '#core/export/join/anchored-resampler.ts';
import { exactGrid } from '#core/export/join/exact-grid.ts';
import { segmentSound } from '#core/export/join/segment-sound.ts';
import { spanOf } from '#core/export/join/segment-span.ts';
import { type FrameGrid, gridLength, isOnGrid, nearestFrames, SAMPLE_GRID } from '#shared/frame-grid.ts';
import type { ProgrammeSource } from '#shared/mix/master.ts';
import { Resampler } from '#shared/mix/resampler.ts';
import { PROJECT_RATE_HZ, type Samples, samples } from '#shared/units.ts';
import { programmeLike, source } from '../../helpers/export-programme.ts';
import { rendered, watched } from '../../helpers/join-files.ts';

const RATES = [44_100, 24_000, 22_050, 48_000];
const MP3_44: FrameGrid = { frameSamples: 1152, rateHz: 44_100 };
const VOICE = programmeLike();

interface Piece {
  readonly start: number;
  readonly end: number;
  readonly duration: number;
  readonly grid: FrameGrid;
  readonly framesBefore?: number;
  readonly framesAfter?: number;
  readonly from?: ProgrammeSource;
}

async function soundOf(piece: Piece): Promise<Float32Array> {
  const { start, end, duration, grid, framesBefore = 0, framesAfter = 0, from = VOICE } = piece;
  const job = {
    source: from,
    startSample: samples(start),
    endSample: samples(end),
    durationSamples: samples(duration),
  };
  const shape = { ...grid, channels: 1 as const, framesBefore, framesAfter };
  const blocks: Float32Array[] = [];
  for await (const [block] of segmentSound(job, spanOf(job, grid, shape), shape)) blocks.push(block!.slice());
  return Float32Array.from(blocks.flatMap((block) => [...block]));
}

function inOnePiece(duration: number, rateHz: number): Float32Array {
  const whole = rendered(VOICE, samples(duration), 1);
  const resampler = new Resampler(PROJECT_RATE_HZ, rateHz);
  return Float32Array.from([...resampler.push(whole), ...resampler.flush()]);
}

function shifted(by: number, from = VOICE): ProgrammeSource {
  return { render: (at, left, right) => from.render(at - by, left, right) };
}

describe('places to cut', () => {
  it('[XJ2] are whole frames after the cut before; at the project’s rate nothing is rounded', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...RATES),
        fc.constantFrom(1152, 1024, 960),
        fc.integer({ min: 1, max: 200_000 }),
        (rateHz, frameSamples, frames) => {
          const grid = { frameSamples, rateHz };
          const length = gridLength(grid, frames);
          expect(Math.abs(length - (frames * frameSamples * PROJECT_RATE_HZ) / rateHz)).toBeLessThanOrEqual(0.5);
          expect(nearestFrames(grid, length)).toBe(frames);
          expect(isOnGrid(grid, length)).toBe(true);
          expect(isOnGrid(grid, samples(length + 2))).toBe(false);
        },
      ),
    );
    expect(gridLength({ frameSamples: 1152, rateHz: 48_000 }, 3)).toBe(3456);
    expect(isOnGrid(SAMPLE_GRID, samples(12_345))).toBe(true);
  });

  it('[XJ2] formats that are free to choose get frames that are whole at both rates', () => {
    expect(exactGrid(48_000, 1)).toEqual({ frameSamples: 1, rateHz: 48_000 });
    expect(exactGrid(44_100, 1)).toEqual({ frameSamples: 147, rateHz: 44_100 });
    expect(exactGrid(44_100, 1152)).toEqual({ frameSamples: 1176, rateHz: 44_100 });
    expect(gridLength(exactGrid(44_100, 1152), 1)).toBe(1280);
  });

  it('[XJ2] a segment with an end that is none, or without length, or outside of its part, is refused', () => {
    const job = (start: number, end: number) => ({
      source: VOICE,
      startSample: samples(start),
      endSample: samples(end),
      durationSamples: samples(100_000),
    });
    const rolls = { framesBefore: 8, framesAfter: 4 };
    for (const [start, end] of [
      [0, 1255],
      [0, 0],
      [1254, 100_001],
      [-1254, 0],
    ] as const) {
      expect(() => spanOf(job(start, end), MP3_44, rolls)).toThrow(RangeError);
    }
    expect(spanOf(job(1254, 2508), MP3_44, rolls)).toMatchObject({ framesBefore: 1, frames: 1, isLast: false });
    expect(spanOf(job(98_000, 100_000), MP3_44, rolls)).toMatchObject({ framesBefore: 8, frames: 2, isLast: true });
  });
});

describe('the sound of a segment', () => {
  it('[XJ3] at the project’s rate is the programme’s own samples, with what is wanted around it', async () => {
    const grid = { frameSamples: 1152, rateHz: 48_000 };
    const whole = rendered(VOICE, samples(60_000), 1);
    const piece = { start: 11_520, end: 34_560, duration: 60_000, grid, framesBefore: 4, framesAfter: 2 };
    expect(await soundOf(piece)).toEqual(whole.subarray(11_520 - 4 * 1152, 34_560 + 2 * 1152));
    // Fewer frames before where the part begins, less after where it ends.
    expect(await soundOf({ ...piece, start: 2304, end: 3456 })).toEqual(whole.subarray(0, 5760));
    expect(await soundOf({ ...piece, end: 58_752 + 1152 })).toEqual(whole.subarray(11_520 - 4 * 1152, 60_000));
  });

  it.each(RATES)('[XJ3] cut on exact places at %i Hz, pieces are the bits of the whole resampled', async (rateHz) => {
    const grid = exactGrid(rateHz, 1000);
    const duration = 70_001;
    const whole = inOnePiece(duration, rateHz);
    const edges = [0, gridLength(grid, 7), gridLength(grid, 8), gridLength(grid, 30), duration];
    const pieces: number[] = [];
    for (const [index, start] of edges.slice(0, -1).entries()) {
      pieces.push(...(await soundOf({ start, end: edges[index + 1]!, duration, grid })));
    }
    expect(pieces).toHaveLength(whole.length);
    expect(Float32Array.from(pieces)).toEqual(whole);
  });

  it('[EXP15] in one piece is exactly the rounded number of samples', async () => {
    for (const duration of [1, 2, 21_385]) {
      expect(await soundOf({ start: 0, end: duration, duration, grid: MP3_44 })).toHaveLength(
        Math.round((duration * 44_100) / 48_000),
      );
    }
  });

  it('[XJ3] has the same bits wherever an edit has moved it, at any rate', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...RATES),
        fc.integer({ min: 2, max: 9 }),
        fc.integer({ min: 1, max: 99_999 }),
        async (rateHz, frames, by) => {
          const grid = { frameSamples: 1024, rateHz };
          const start = 40_000;
          const end = start + gridLength(grid, frames);
          const piece = { start, end, duration: 130_000, grid, framesBefore: 3, framesAfter: 2 };
          const there = { ...piece, start: start + by, end: end + by, duration: 130_000 + by, from: shifted(by) };
          expect(await soundOf(there)).toEqual(await soundOf(piece));
        },
      ),
      { numRuns: 12 },
    );
  });

  it('[XJ3] stands exactly on its own cut and goes over to the next within 26 ms: nothing jumps', async () => {
    const tone = source((at) => {
      const value = Math.sin((2 * Math.PI * 3000 * at) / PROJECT_RATE_HZ);
      return [value, value];
    });
    // Ends 0.49 of a sample off its own resampling.
    const frames = 48;
    const start = gridLength(MP3_44, 31);
    const end = start + gridLength(MP3_44, frames);
    const duration = 400_000;
    const off = end - start - (frames * 1152 * PROJECT_RATE_HZ) / 44_100;
    expect(Math.abs(off)).toBeGreaterThan(0.1);
    const got = await soundOf({ start, end, duration, grid: MP3_44, framesBefore: 1, framesAfter: 1, from: tone });
    const ideal = (index: number, anchor: number, output: number): number =>
      Math.sin((2 * Math.PI * 3000 * (anchor + ((index - output) * PROJECT_RATE_HZ) / 44_100)) / PROJECT_RATE_HZ);
    const body = 1152 * frames;
    for (let i = 0; i < 1152 + body - 1152; i++) expect(Math.abs(got[i]! - ideal(i, start, 1152))).toBeLessThan(1e-4);
    for (let i = 1152 + body; i < got.length; i++) {
      expect(Math.abs(got[i]! - ideal(i, end, 1152 + body))).toBeLessThan(1e-4);
    }
    let steepest = 0;
    for (let i = 2; i < got.length; i++) {
      steepest = Math.max(steepest, Math.abs(got[i]! - 2 * got[i - 1]! + got[i - 2]!));
    }
    // What a pure tone of that height does between samples, and a hundredth more.
    expect(steepest).toBeLessThan(4 * Math.sin((Math.PI * 3000) / 44_100) ** 2 * 1.01);
  });

  it('[XJ4] is made of nothing outside the part and the rolls that are declared', async () => {
    for (const rateHz of RATES) {
      const grid = { frameSamples: 1152, rateHz };
      const room = resamplingRoom(rateHz);
      const duration = 200_000 as Samples;
      for (const [first, last] of [
        [0, 3],
        [5, 9],
        [60, null],
      ] as const) {
        const from = watched(VOICE);
        const start = gridLength(grid, first);
        const end = last === null ? duration : start + gridLength(grid, last - first);
        await soundOf({ start, end, duration, grid, framesBefore: 8, framesAfter: 4, from });
        expect(from.asked.from).toBeGreaterThanOrEqual(Math.max(0, start - gridLength(grid, 8) - room));
        expect(from.asked.to).toBeLessThanOrEqual(Math.min(duration, end + gridLength(grid, 4) + room));
      }
    }
  });
});
