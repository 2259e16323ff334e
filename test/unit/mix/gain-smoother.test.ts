import { describe, expect, it } from 'vitest';
import { FULL_GAIN, GainSmoother } from '#shared/mix/gain-smoother.ts';

const OPTIONS = { halfAttack: 20, hold: 24, release: 1_000 };

/** Outputs at the place of the inputs: the delay taken out. */
function smooth(needed: readonly number[]): number[] {
  const smoother = new GainSmoother(OPTIONS);
  const all = [...needed, ...Array<number>(smoother.latency).fill(FULL_GAIN)];
  return all.map((value) => smoother.next(value)).slice(smoother.latency);
}

describe('GainSmoother', () => {
  const needed = Array<number>(4_000).fill(FULL_GAIN);
  needed[1_000] = FULL_GAIN / 4;
  needed[1_500] = FULL_GAIN / 2;
  const gains = smooth(needed);

  it('[MIX16] the gain is flat at what a peak needs across the reach of the kernel that found it', () => {
    for (let n = 1_000 - 24; n <= 1_000 + 24; n++) expect(gains[n]).toBe(0.25);
    expect(gains[1_000 - 25]).toBeGreaterThan(0.25);
    for (let n = 0; n < needed.length; n++) expect(gains[n]! * FULL_GAIN).toBeLessThanOrEqual(needed[n]!);
  });

  it('[MIX16] a second peak on the way up is met as well', () => {
    for (let n = 1_500 - 24; n <= 1_500 + 24; n++) expect(gains[n]).toBeLessThanOrEqual(0.5);
    expect(gains[1_400]).toBeLessThan(gains[1_200]! + 0.3);
    expect(gains[1_300]).toBeGreaterThan(gains[1_100]!);
  });

  it('[MIX17] is exactly full before, and after its memory', () => {
    const { latency, memory } = new GainSmoother(OPTIONS);
    expect(gains.slice(0, 1_000 - latency).every((gain) => gain === 1)).toBe(true);
    expect(gains.slice(1_501 + memory - latency).every((gain) => gain === 1)).toBe(true);
  });
});
