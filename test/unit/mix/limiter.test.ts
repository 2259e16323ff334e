import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TruePeakLimiter } from '#shared/mix/limiter.ts';
import { independentTruePeakDb, noise, noiseSource, signal } from './signals.ts';

const CEILING = -1;

/** Limits a whole sound, delay taken out. */
function limit(left: Float32Array, right = left, blockFrames = 4_096, options = {}) {
  const limiter = new TruePeakLimiter({ ceilingDbtp: CEILING, ...options });
  const padded = [left, right].map((channel) => {
    const copy = new Float32Array(channel.length + limiter.latency);
    copy.set(channel);
    return copy;
  }) as [Float32Array, Float32Array];
  for (let at = 0; at < padded[0].length; at += blockFrames) {
    limiter.process(padded[0].subarray(at, at + blockFrames), padded[1].subarray(at, at + blockFrames));
  }
  return { left: padded[0].subarray(limiter.latency), right: padded[1].subarray(limiter.latency) };
}

const LENGTH = 9_600;
const random = noiseSource(5);
const hostile: Record<string, Float32Array> = {
  'a quarter of the rate at 45°, 6 dB over between the samples': signal(
    LENGTH,
    (n) => 2 * Math.sin((Math.PI / 2) * n + Math.PI / 4),
  ),
  'the same, in bursts out of a level just below': signal(
    LENGTH,
    (n) => (n % 3_000 < 500 ? 4 : 0.62) * Math.sin((Math.PI / 2) * n + Math.PI / 4),
  ),
  clicks: signal(LENGTH, () => (random() > 0.995 ? 5 * random() : 0)),
  'clicks upon a tone': signal(LENGTH, (n) => 0.8 * Math.sin(0.3 * n) + (random() > 0.998 ? 3 * random() : 0)),
  'full-scale noise': noise(LENGTH, 6),
  'noise 12 dB over': noise(LENGTH, 7, 4),
  'noise in bursts': signal(LENGTH, (n) => (Math.floor(n / 700) % 3 ? 0.8 : 3) * random()),
  'random ±1': signal(LENGTH, () => (random() < 0 ? -1 : 1)),
  'a bass note 10 dB over': signal(LENGTH, (n) => 3 * Math.sin(0.005 * n)),
  'a whistle at 20.6 kHz': signal(LENGTH, (n) => 2 * Math.sin(2.7 * n)),
  'a sweep': signal(LENGTH, (n) => 2 * Math.sin((n * n * Math.PI) / 2 / LENGTH)),
  'silence, then square waves': signal(LENGTH, (n) => (n < 4_000 ? 0 : n % 97 < 50 ? 1 : -1)),
};

describe('TruePeakLimiter', () => {
  for (const [name, sound] of Object.entries(hostile)) {
    it(`[MIX16] no true peak passes the ceiling: ${name}`, () => {
      expect(independentTruePeakDb(sound)).toBeGreaterThan(CEILING);
      const peak = independentTruePeakDb(limit(sound).left);
      expect(peak).toBeLessThanOrEqual(CEILING);
      // Nor is it pushed down for nothing.
      expect(peak).toBeGreaterThan(CEILING - 0.2);
    });
  }

  it('[MIX16] nor of any mixture of tones, noise and clicks', () => {
    const part = fc.record({
      omega: fc.double({ min: 0.01, max: 2.7, noNaN: true }),
      level: fc.double({ min: 0, max: 2, noNaN: true }),
      from: fc.integer({ min: 0, max: 2_400 }),
      length: fc.integer({ min: 1, max: 2_400 }),
      isNoise: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 5 }), fc.integer(), (parts, seed) => {
        const next = noiseSource(seed);
        const sound = signal(2_400, (n) =>
          parts.reduce((sum, { omega, level, from, length, isNoise }) => {
            const isOn = n >= from && n < from + length;
            return isOn ? sum + level * (isNoise ? next() : Math.sin(omega * n)) : sum;
          }, 0),
        );
        return independentTruePeakDb(limit(sound).left) <= CEILING;
      }),
      { numRuns: 40 },
    );
  });

  it('[MIX17] is not there when nothing passes the ceiling: the same bits, delayed', () => {
    const quiet = noise(20_000, 8, 0.4);
    expect(independentTruePeakDb(quiet)).toBeLessThan(CEILING);
    expect(limit(quiet).left).toEqual(quiet);
    // A tone whose samples are far below the ceiling but whose peaks are at it, less a hair.
    const tone = signal(20_000, (n) => 10 ** ((CEILING - 0.02) / 20) * Math.sin(0.05 * n));
    expect(limit(tone).left).toEqual(tone);
  });

  it('[MIX17] lets go: some time after a peak the bits are those of the input again', () => {
    const sound = noise(48_000, 9, 0.4);
    sound[10_000] = 4;
    const { left } = limit(sound);
    const limiter = new TruePeakLimiter({ ceilingDbtp: CEILING });
    expect(left.subarray(0, 10_000 - limiter.latency)).toEqual(sound.subarray(0, 10_000 - limiter.latency));
    expect(left.subarray(10_000 + limiter.lookBehind)).toEqual(sound.subarray(10_000 + limiter.lookBehind));
    expect(Math.abs(left[11_000]! / sound[11_000]!)).toBeLessThan(0.9);
  });

  it('[MIX18] both channels are turned by one gain', () => {
    const [loud, soft] = [noise(9_600, 10, 3), noise(9_600, 11, 0.1)];
    const { left, right } = limit(loud, soft);
    for (let n = 0; n < 9_600; n++) {
      if (Math.abs(loud[n]!) > 0.01 && Math.abs(soft[n]!) > 0.01) {
        expect(right[n]! / soft[n]! / (left[n]! / loud[n]!)).toBeCloseTo(1, 4);
      }
    }
    expect(limit(soft, loud).right).toEqual(left);
  });

  it('[MIX18] depends on a bounded window: begun look-behind earlier it gives the same bits, in blocks of any size', () => {
    const sound = signal(40_000, (n) => (Math.floor(n / 5_000) % 2 ? 3 : 0.3) * random());
    const whole = limit(sound).left;
    const { lookBehind } = new TruePeakLimiter({ ceilingDbtp: CEILING });
    for (const [start, blockFrames] of [
      [9_000, 4_096],
      [14_900, 100],
      [21_234, 1],
      [30_001, 1_500],
    ] as const) {
      const part = limit(sound.subarray(start - lookBehind), undefined, blockFrames).left.subarray(lookBehind);
      expect(part).toEqual(whole.subarray(start));
    }
  });

  it('[MIX18] starts afresh after a reset', () => {
    const limiter = new TruePeakLimiter({ ceilingDbtp: CEILING });
    const loud = noise(3_000, 12, 4);
    limiter.process(loud.slice(), loud.slice());
    limiter.reset();
    const [left, right] = [noise(3_000, 13, 0.3), noise(3_000, 13, 0.3)];
    limiter.process(left, right);
    expect(left.subarray(limiter.latency)).toEqual(noise(3_000, 13, 0.3).subarray(0, 3_000 - limiter.latency));
  });

  it('[MIX16] the gain moves without a step: attack over 5 ms, release along its time', () => {
    const sound = new Float32Array(30_000).fill(0.5);
    for (let n = 10_000; n < 10_040; n++) sound[n] = 4 * (n % 2 ? 1 : -1);
    const { left } = limit(sound);
    const gains = Array.from(left, (value, n) => value / sound[n]!);
    for (let n = 1; n < gains.length; n++) expect(Math.abs(gains[n]! - gains[n - 1]!)).toBeLessThan(0.012);
    const lowest = Math.min(...gains);
    expect(lowest).toBeLessThan(0.25);
    expect(gains[10_000 - new TruePeakLimiter({ ceilingDbtp: CEILING }).latency]).toBe(1);
    // 150 ms from nothing to full: the missing 1 − lowest takes its share of it, and the smoothing.
    const full = 10_040 + Math.round((1 - lowest) * 7_200) + 300;
    expect(gains[full]).toBe(1);
    expect(gains[full - 1_000]).toBeLessThan(1);
  });
});
