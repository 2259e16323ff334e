import { describe, expect, it } from 'vitest';
import { TruePeakMeter } from '#shared/loudness/true-peak-meter.ts';
import { independentTruePeakDb, noise, signal } from '../mix/signals.ts';

function truePeak(...channels: Float32Array[]): number {
  const meter = new TruePeakMeter(channels.length);
  meter.push(channels);
  return meter.truePeakDbtp();
}

/** EBU Tech 3341: +0.2 / −0.4 dB. */
function expectTruePeak(channel: Float32Array, expected: number): void {
  const value = truePeak(channel, channel);
  expect(value, `${value} instead of ${expected}`).toBeLessThanOrEqual(expected + 0.2);
  expect(value, `${value} instead of ${expected}`).toBeGreaterThanOrEqual(expected - 0.4);
}

/** A sine of a fraction of the rate with fades of 10 ms. */
function fadedSine(rate: number, divisor: number, phaseDegrees: number, amplitude: number): Float32Array {
  const length = rate / 2;
  const fade = rate / 100;
  return signal(length, (n) => {
    const gain = Math.min(1, n / fade, (length - 1 - n) / fade);
    return gain * amplitude * Math.sin((2 * Math.PI * n) / divisor + (phaseDegrees * Math.PI) / 180);
  });
}

/**
 * Cases 20 to 23: a sine of a sixth of the rate with one period of a quarter of the rate, twice as large, in its place;
 * made at four times the rate, low-passed, and decimated from one of the four offsets.
 */
function transient(offset: number): Float32Array {
  const length = 4 * 4_800;
  const middle = length / 2;
  const fine = signal(length, (n) => {
    if (n < middle) return 0.5 * Math.sin((2 * Math.PI * (n - middle)) / 24);
    if (n < middle + 16) return Math.sin((2 * Math.PI * (n - middle)) / 16);
    return 0.5 * Math.sin((2 * Math.PI * (n - middle - 16)) / 24);
  });
  const reach = 256;
  const taps = Float64Array.from({ length: 2 * reach + 1 }, (_, k) => {
    const x = (k - reach) / 4;
    const window = 0.5 + 0.5 * Math.cos((Math.PI * (k - reach)) / (reach + 1));
    return (x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x)) * 0.25 * window;
  });
  // Begun and ended inside the filter's reach, so that its edges are no part of the signal.
  return signal(length / 4 - 2 * reach, (n) => {
    let sum = 0;
    for (let k = 0; k < taps.length; k++) sum += fine[4 * (n + reach) + offset + k - reach]! * taps[k]!;
    return sum * Math.min(1, n / 480, (length / 4 - 2 * reach - 1 - n) / 480);
  });
}

describe.each([48_000, 44_100])('true peak at %i Hz', (rate) => {
  it.each([
    [15, 4, 0, 0.5, -6],
    [16, 4, 45, 0.5, -6],
    [17, 6, 60, 0.5, -6],
    [18, 8, 67.5, 0.5, -6],
    [19, 4, 45, 1.41, 3],
  ])('[LOUD5] Tech 3341 case %i: rate / %i at %f°', (_, divisor, phase, amplitude, expected) => {
    expectTruePeak(fadedSine(rate, divisor, phase, amplitude), expected);
  });
});

describe('TruePeakMeter', () => {
  it.each([0, 1, 2, 3])('[LOUD5] Tech 3341 case 20 + %i: one louder period between the samples', (offset) => {
    expectTruePeak(transient(offset), 0);
  });

  it('[LOUD6] reads a sine of any phase up to 20 kHz at 44.1 kHz within 0.1 dB', () => {
    for (const frequency of [0.01, 0.13, 0.25, 1 / 3, 0.4, 0.4535]) {
      for (let phase = 0; phase < 1; phase += 0.17) {
        // Whole fractions of the rate meet the same phases for ever; faded, as an edge is a peak of its own.
        const sine = signal(2_000, (n) => {
          const gain = 0.5 - 0.5 * Math.cos((2 * Math.PI * n) / 2_000);
          return gain * Math.sin(2 * Math.PI * (frequency * (n - 1_000) + phase));
        });
        const expected = independentTruePeakDb(sine);
        expect(Math.abs(truePeak(sine) - expected), `${frequency} at ${phase}`).toBeLessThan(0.1);
        expect(truePeak(sine)).toBeGreaterThan(-0.1);
      }
    }
  });

  it('[LOUD6] agrees with an independent 16× meter on noise within 0.1 dB', () => {
    for (const seed of [1, 2, 3]) {
      // The mean of neighbours: noise without the last kilohertz, in which no two meters agree.
      const raw = noise(5_001, seed);
      const sound = signal(5_000, (n) => 0.5 * (raw[n]! + raw[n + 1]!));
      expect(Math.abs(truePeak(sound) - independentTruePeakDb(sound))).toBeLessThan(0.1);
    }
  });

  it('[LOUD6] blocks of any size and the end of the file make no difference', () => {
    const sound = noise(10_000, 4);
    const whole = truePeak(sound);
    for (const size of [1, 63, 1_000, 1_025]) {
      const meter = new TruePeakMeter(1);
      for (let at = 0; at < sound.length; at += size) meter.push([sound.subarray(at, at + size)]);
      expect(meter.truePeakDbtp()).toBe(whole);
    }
    // A peak between the last two samples.
    const ending = signal(1_000, (n) => (n < 998 ? 0 : 0.9));
    expect(truePeak(ending)).toBeGreaterThan(20 * Math.log10(0.9) + 1);
  });

  it('[LOUD7] the sample peak is the largest magnitude of any channel; silence is −Infinity', () => {
    const meter = new TruePeakMeter(2);
    expect([meter.samplePeakDbfs(), meter.truePeakDbtp()]).toEqual([
      Number.NEGATIVE_INFINITY,
      Number.NEGATIVE_INFINITY,
    ]);
    meter.push([new Float32Array(100), Float32Array.from({ length: 100 }, (_, n) => (n === 50 ? -0.5 : 0))]);
    expect(meter.samplePeakDbfs()).toBeCloseTo(-6.0206, 4);
    expect(meter.truePeakDbtp()).toBeCloseTo(-6.0206, 4);
  });
});
