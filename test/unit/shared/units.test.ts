import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  dbToLinear,
  framesToSamples,
  linearToDb,
  msToSamples,
  PROJECT_RATE_HZ,
  samples,
  samplesToMs,
  samplesToSeconds,
  secondsToSamples,
} from '#shared/units.ts';

describe('units', () => {
  it('[UNITS1] a sample position is a safe integer, and never −0', () => {
    expect(() => samples(0.5)).toThrow(RangeError);
    expect(() => samples(Number.NaN)).toThrow(RangeError);
    expect(() => samples(2 ** 53)).toThrow(RangeError);
    expect(Object.is(samples(-0), 0)).toBe(true);
  });

  it('[UNITS2] seconds and milliseconds go to the nearest sample and back', () => {
    expect(secondsToSamples(0.8)).toBe(38_400);
    expect(msToSamples(0.8)).toBe(38);
    expect(samplesToSeconds(samples(PROJECT_RATE_HZ))).toBe(1);
    fc.assert(
      fc.property(fc.integer({ min: -(2 ** 40), max: 2 ** 40 }), (count) => {
        expect(secondsToSamples(samplesToSeconds(samples(count)))).toBe(count);
        expect(msToSamples(samplesToMs(samples(count)))).toBe(count);
      }),
    );
  });

  it('[UNITS3] frames of another rate become the nearest count at the project rate', () => {
    expect(framesToSamples(44_100, 44_100)).toBe(48_000);
    expect(framesToSamples(1, 44_100)).toBe(1);
    expect(framesToSamples(8_001, 16_000)).toBe(24_003);
  });

  it('[UNITS4] decibels: −6.02 dB halves, 0 is −Infinity dB', () => {
    expect(dbToLinear(-20)).toBeCloseTo(0.1, 12);
    expect(linearToDb(0.5)).toBeCloseTo(-6.0206, 4);
    expect(linearToDb(0)).toBe(Number.NEGATIVE_INFINITY);
    expect(dbToLinear(Number.NEGATIVE_INFINITY)).toBe(0);
  });
});
