import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Resampler } from '#shared/mix/resampler.ts';
import { noise, signal, toneLevelDb } from './signals.ts';

function resample(input: Float32Array, fromHz: number, toHz: number, blockFrames = 4_096): Float32Array {
  const resampler = new Resampler(fromHz, toHz);
  const blocks: Float32Array[] = [];
  for (let at = 0; at < input.length; at += blockFrames)
    blocks.push(resampler.push(input.subarray(at, at + blockFrames)));
  blocks.push(resampler.flush());
  return Float32Array.from(blocks.flatMap((block) => Array.from(block)));
}

const sine = (hz: number, rateHz: number, seconds: number) =>
  signal(Math.round(seconds * rateHz), (n) => 0.5 * Math.sin((2 * Math.PI * hz * n) / rateHz));

/** Signal to error in dB against the sine that should have come out, away from the ends. */
function sineSnrDb(output: Float32Array, hz: number, rateHz: number): number {
  let signalPower = 0;
  let errorPower = 0;
  for (let n = 300; n < output.length - 300; n++) {
    const expected = 0.5 * Math.sin((2 * Math.PI * hz * n) / rateHz);
    signalPower += expected ** 2;
    errorPower += (output[n]! - expected) ** 2;
  }
  return 10 * Math.log10(signalPower / errorPower);
}

const RATES = [8_000, 11_025, 12_000, 16_000, 22_050, 24_000, 32_000, 44_100, 88_200, 96_000, 176_400, 192_000];

describe('Resampler', () => {
  it('[MIX21] n frames give exactly round(n · to / from), in blocks of any size the same bits', () => {
    const rate = fc.constantFrom(...RATES, 48_000);
    fc.assert(
      fc.property(
        rate,
        fc.boolean(),
        fc.integer({ min: 0, max: 3_000 }),
        fc.integer({ min: 1, max: 900 }),
        (other, isUp, n, block) => {
          const [from, to] = isUp ? [other, 48_000] : [48_000, other];
          const input = noise(n, 1);
          const output = resample(input, from, to, block);
          expect(output).toHaveLength(Math.round((n * to) / from));
          expect(output).toEqual(resample(input, from, to, 3_000));
        },
      ),
      { numRuns: 60 },
    );
  });

  it('[MIX21] a sine comes out as that sine, more than 90 dB above any error, at any rate', () => {
    for (const rate of RATES) {
      for (const [from, to] of [
        [rate, 48_000],
        [48_000, rate],
      ] as const) {
        for (const hz of [997, 0.44 * Math.min(from, to)]) {
          const output = resample(sine(hz, from, 0.25), from, to);
          expect(sineSnrDb(output, hz, to), `${hz} Hz from ${from} to ${to}`).toBeGreaterThan(90);
        }
      }
    }
  });

  it('[MIX21] rates without a small ratio work as well', () => {
    for (const from of [8_001, 44_056, 47_999]) {
      expect(sineSnrDb(resample(sine(997, from, 0.25), from, 48_000), 997, 48_000)).toBeGreaterThan(90);
    }
  });

  it('[MIX21] what the lower rate cannot hold is gone: aliases and images 95 dB down', () => {
    const alias = resample(sine(23_000, 48_000, 0.5), 48_000, 44_100);
    expect(toneLevelDb(alias.subarray(2_000, -2_000), (44_100 - 23_000) / 44_100)).toBeLessThan(-95);
    const deep = resample(sine(20_000, 48_000, 0.5), 48_000, 16_000);
    expect(toneLevelDb(deep.subarray(2_000, -2_000), 4_000 / 16_000)).toBeLessThan(-95);
    const image = resample(sine(10_000, 24_000, 0.5), 24_000, 48_000);
    expect(toneLevelDb(image.subarray(2_000, -2_000), 14_000 / 48_000)).toBeLessThan(-95);
    expect(toneLevelDb(image.subarray(2_000, -2_000), 10_000 / 48_000)).toBeCloseTo(20 * Math.log10(0.5), 3);
  });

  it('[MIX21] sound stays where it was', () => {
    for (const from of RATES) {
      const input = new Float32Array(from / 10);
      input[from / 25] = 1;
      const output = resample(input, from, 48_000);
      const largest = output.reduce((best, value, n) => (value > output[best]! ? n : best), 0);
      expect(largest).toBe(1_920);
      // Symmetric about it: no phase is favoured.
      for (let k = 1; k < 50; k++) expect(output[1_920 + k]!).toBeCloseTo(output[1_920 - k]!, 6);
    }
  });

  it('[MIX21] a constant stays constant; equal rates pass the samples through', () => {
    const output = resample(new Float32Array(4_000).fill(0.7), 22_050, 48_000).subarray(500, 8_000);
    for (const value of output) expect(value).toBeCloseTo(0.7, 7);
    const input = noise(5_000, 2);
    expect(resample(input, 48_000, 48_000)).toEqual(input);
  });

  it('[MIX21] an impossible rate and a use after the end are refused', () => {
    expect(() => new Resampler(0, 48_000)).toThrow(RangeError);
    expect(() => new Resampler(44_100.5, 48_000)).toThrow(RangeError);
    const done = new Resampler(24_000, 48_000);
    done.flush();
    expect(() => done.push(new Float32Array(1))).toThrow(/flushed/);
  });
});
