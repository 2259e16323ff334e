import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { kernels } from '#shared/kernels/kernels.ts';
import { designKWeighting, StereoKWeighting } from '#shared/loudness/k-weighting.ts';
import { LoudnessMeter } from '#shared/loudness/loudness-meter.ts';
import { TRUE_PEAK_REACH, truePeakTables } from '#shared/loudness/true-peak-filter.ts';
import { TruePeakMeter } from '#shared/loudness/true-peak-meter.ts';
import { TruePeakLimiter } from '#shared/mix/limiter.ts';
import { PeakPyramidBuilder } from '#shared/mix/peak-pyramid.ts';
import { noise, noiseSource, signal } from '../mix/signals.ts';
import { expectSameBits } from './both-kernels.ts';

/** Loud and soft, tones near half the rate, clicks, silence: what finds a kernel's corners. */
const sound = fc
  .record({
    frames: fc.integer({ min: 0, max: 5_000 }),
    seed: fc.integer(),
    level: fc.constantFrom(1e-44, 1e-9, 0.05, 0.5, 1, 4),
    kind: fc.constantFrom('noise', 'tone', 'clicks', 'square', 'silence, then noise'),
  })
  .map(({ frames, seed, level, kind }) => {
    const next = noiseSource(seed);
    const omega = 3.1 * Math.abs(next());
    return signal(frames, (n) => {
      if (kind === 'tone') return level * Math.sin(omega * n);
      if (kind === 'clicks') return Math.abs(next()) > 0.98 ? level * next() : 0;
      if (kind === 'square') return n % 97 < 50 ? level : -level;
      if (kind === 'noise' || n > frames / 2) return level * next();
      return 0;
    });
  });
const sizes = fc.array(fc.integer({ min: 1, max: 3_000 }), { minLength: 1, maxLength: 4 });

/** Calls `take` with a sound in blocks of the given sizes, over and over. */
function inBlocks(frames: number, blocks: readonly number[], take: (from: number, to: number) => void): void {
  for (let at = 0, block = 0; at < frames; block++) {
    const stop = Math.min(frames, at + blocks[block % blocks.length]!);
    take(at, stop);
    at = stop;
  }
}

describe('measuring in WebAssembly', () => {
  it('[KRN2] K-weights two channels with the bits of the TypeScript one', () => {
    fc.assert(
      fc.property(sound, sound, sizes, fc.constantFrom(48_000, 44_100, 8_000), (a, b, blocks, rate) => {
        const frames = Math.min(a.length, b.length);
        expectSameBits(() => {
          const filter = new StereoKWeighting(designKWeighting(rate));
          const energies: number[] = [];
          inBlocks(frames, blocks, (from, to) => {
            filter.weigh(a, b, from, to);
            energies.push(...filter.energies);
          });
          return [energies];
        });
      }),
      { numRuns: 60 },
    );
  });

  it('[KRN2] loudness is the same number', () => {
    const channels = [noise(200_000, 1, 0.3), noise(200_000, 2, 0.1)];
    expectSameBits(() => {
      const meter = new LoudnessMeter({ sampleRateHz: 48_000, channels: 2 });
      inBlocks(200_000, [4_096, 333], (from, to) => meter.push(channels.map((channel) => channel.subarray(from, to))));
      const { stepPowers, momentaryMaxPower, shortTermMaxPower } = meter.state();
      const values = [meter.integratedLufs()!, meter.loudnessRangeLu()!, momentaryMaxPower!, shortTermMaxPower!];
      return [values, stepPowers];
    });
  });

  it('[KRN3] finds the true peaks of the TypeScript one, bit for bit, above any threshold', () => {
    const threshold = fc.constantFrom(0, 1e-44, 1e-12, 0.3, 0.891, 1.3, 10);
    fc.assert(
      fc.property(sound, threshold, fc.boolean(), (inner, above, isRaised) => {
        const input = new Float32Array(inner.length + 2 * TRUE_PEAK_REACH);
        input.set(inner, TRUE_PEAK_REACH);
        expectSameBits(() => {
          // What is there already stays where it is larger.
          const peaks = new Float64Array(inner.length).fill(isRaised ? 0.5 : 0);
          return [[kernels.findTruePeaks(input, TRUE_PEAK_REACH, inner.length, above, peaks)], peaks];
        });
      }),
      { numRuns: 200 },
    );
  });

  it('[KRN3] also where every sample within reach adds to a peak, the farthest that a peak can rise', () => {
    const half = truePeakTables.phases[16]!;
    const input = new Float32Array(3 * half.length);
    half.forEach((tap, k) => {
      input[half.length + k] = Math.sign(tap) * 0.1;
    });
    const threshold = 0.099 * half.reduce((sum, tap) => sum + Math.abs(tap), 0);
    expectSameBits(() => {
      const peaks = new Float64Array(half.length + 1);
      const largest = kernels.findTruePeaks(input, half.length - 1, half.length + 1, threshold, peaks);
      expect(largest).toBeGreaterThan(threshold);
      return [[largest], peaks];
    });
  });

  it('[KRN3] the meter and the limiter give the same bits, in blocks of any sizes', () => {
    fc.assert(
      fc.property(sound, sizes, (input, blocks) => {
        expectSameBits(() => {
          const meter = new TruePeakMeter(1);
          const limiter = new TruePeakLimiter({ ceilingDbtp: -1 });
          const [left, right] = [input.slice(), input.map((value) => -0.7 * value)];
          inBlocks(input.length, blocks, (from, to) => {
            meter.push([input.subarray(from, to)]);
            limiter.process(left.subarray(from, to), right.subarray(from, to));
          });
          return [[meter.truePeakDbtp(), meter.samplePeakDbfs()], left, right];
        });
      }),
      { numRuns: 60 },
    );
  });

  it('[KRN4] waveforms have the same bytes, of one channel, of two, and of more', () => {
    fc.assert(
      fc.property(sound, fc.integer({ min: 1, max: 3 }), sizes, (input, channels, blocks) => {
        const frames = Math.floor(input.length / channels);
        const magnitudes = input.subarray(0, frames * channels).map(Math.abs);
        expectSameBits(() => {
          const builder = new PeakPyramidBuilder();
          inBlocks(frames, blocks, (from, to) =>
            builder.push(input.subarray(from * channels, to * channels), channels),
          );
          const bytes = builder.finish();
          expect(builder.largest).toBe(magnitudes.reduce((most, value) => Math.max(most, value), 0));
          return [bytes];
        });
      }),
      { numRuns: 60 },
    );
  });
});
