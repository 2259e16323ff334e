import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PeakPyramidBuilder, readPeaks } from '#shared/mix/peak-pyramid.ts';
import { noise } from './signals.ts';

function build(interleaved: Float32Array, channels: number, blockFrames = 1_000): Uint8Array {
  const builder = new PeakPyramidBuilder();
  const step = blockFrames * channels;
  for (let at = 0; at < interleaved.length; at += step) builder.push(interleaved.subarray(at, at + step), channels);
  return builder.finish();
}

/** Extremes of one channel over a range of frames; 0 outside the sound. */
function extremes(sound: Float32Array, channels: number, channel: number, from: number, to: number) {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let frame = Math.max(0, from); frame < Math.min(to, sound.length / channels); frame++) {
    low = Math.min(low, sound[frame * channels + channel]!);
    high = Math.max(high, sound[frame * channels + channel]!);
  }
  return low > high ? { low: 0, high: 0 } : { low, high };
}

const STEP = 1 / 32_767;

describe('peak pyramid', () => {
  it('[MIX22] at a zoom of one of its levels a column is the exact minimum and maximum, rounded outwards', () => {
    for (const channels of [1, 2]) {
      const sound = noise(100_001 * channels, channels);
      const bytes = build(sound, channels);
      for (const framesPerColumn of [256, 1_024, 4_096, 16_384]) {
        const columns = readPeaks(bytes, 0, framesPerColumn, Math.ceil(100_001 / framesPerColumn));
        expect(columns).toHaveLength(channels);
        columns.forEach(({ minimums, maximums }, channel) => {
          minimums.forEach((minimum, x) => {
            const { low, high } = extremes(sound, channels, channel, x * framesPerColumn, (x + 1) * framesPerColumn);
            expect(low - minimum).toBeGreaterThanOrEqual(-1e-7);
            expect(low - minimum).toBeLessThan(STEP * 1.01);
            expect(maximums[x]! - high).toBeGreaterThanOrEqual(-1e-7);
            expect(maximums[x]! - high).toBeLessThan(STEP * 1.01);
          });
        });
      }
    }
  });

  it('[MIX22] at any zoom and place a column encloses its sound, and nothing further than a cell away', () => {
    const sound = noise(60_000, 3).map((value, n) => value * (Math.floor(n / 3_000) % 2));
    const bytes = build(sound, 1);
    fc.assert(
      fc.property(
        fc.integer({ min: -5_000, max: 62_000 }),
        fc.double({ min: 0.5, max: 9_000, noNaN: true }),
        (start, zoom) => {
          const [{ minimums, maximums }] = readPeaks(bytes, start, zoom, 20) as [ReturnType<typeof readPeaks>[0]];
          const cell = zoom < 1_024 ? 256 : zoom < 4_096 ? 1_024 : 4_096;
          for (let x = 0; x < 20; x++) {
            const from = start + Math.floor(x * zoom);
            const to = Math.max(from + 1, start + Math.floor((x + 1) * zoom));
            const inner = extremes(sound, 1, 0, from, to);
            const isOutside = to <= 0 || from >= 60_000;
            const outer = isOutside ? inner : extremes(sound, 1, 0, from - cell, to + cell);
            expect(minimums[x]!).toBeLessThanOrEqual(inner.low + 1e-7);
            expect(maximums[x]!).toBeGreaterThanOrEqual(inner.high - 1e-7);
            expect(minimums[x]!).toBeGreaterThanOrEqual(outer.low - STEP * 1.01);
            expect(maximums[x]!).toBeLessThanOrEqual(outer.high + STEP * 1.01);
          }
        },
      ),
    );
  });

  it('[MIX22] the bytes do not depend on the blocks; small; overloads are held at full scale', () => {
    const sound = noise(48_000 * 2, 4, 1.5);
    const bytes = build(sound, 2);
    expect(build(sound, 2, 77)).toEqual(bytes);
    // 4 bytes for 256 frames and channel, and a third more for the levels above.
    expect(bytes.length).toBeLessThan((48_000 / 256) * 8 * 1.34 + 100);
    const [left] = readPeaks(bytes, 0, 48_000, 1);
    expect(left!.minimums[0]).toBe(-1);
    expect(left!.maximums[0]).toBe(1);
  });

  it('[MIX22] a sound of nothing, of one frame, and bytes at an odd address', () => {
    expect(readPeaks(build(new Float32Array(0), 1), 0, 100, 3)[0]!.maximums).toEqual(new Float32Array(3));
    const one = build(Float32Array.of(0.5), 1);
    const shifted = new Uint8Array(one.length + 1);
    shifted.set(one, 1);
    const [columns] = readPeaks(shifted.subarray(1), 0, 1, 2);
    expect(columns!.maximums[0]).toBeCloseTo(0.5, 4);
    expect(columns!.minimums[0]).toBeCloseTo(0.5, 4);
    expect(columns!.maximums[1]).toBe(0);
  });

  it('[MIX22] other bytes, a cut pyramid and a change of channels are refused', () => {
    const bytes = build(noise(10_000, 5), 1);
    expect(() => readPeaks(bytes.subarray(0, 100), 0, 256, 1)).toThrow(/damaged/);
    expect(() => readPeaks(new Uint8Array(100), 0, 256, 1)).toThrow(/not a peak pyramid/);
    expect(() => readPeaks(new Uint8Array(3), 0, 256, 1)).toThrow(RangeError);
    const builder = new PeakPyramidBuilder();
    builder.push(new Float32Array(4), 1);
    expect(() => builder.push(new Float32Array(4), 2)).toThrow(RangeError);
    expect(() => new PeakPyramidBuilder().push(new Float32Array(3), 2)).toThrow(RangeError);
  });
});
