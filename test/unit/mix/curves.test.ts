import { describe, expect, it } from 'vitest';
import { envelopeGain, fadeGain } from '#shared/mix/curves.ts';
import { Envelope } from '#shared/mix/envelope.ts';
import { samples } from '#shared/units.ts';

const positions = Array.from({ length: 101 }, (_, i) => i / 100);

describe('curves', () => {
  it('[MIX7] an equal-power pair adds up in power, an equal-gain pair in level', () => {
    for (const t of positions) {
      expect(fadeGain('equal-power', t) ** 2 + fadeGain('equal-power', 1 - t) ** 2).toBeCloseTo(1, 14);
      expect(fadeGain('equal-gain', t) + fadeGain('equal-gain', 1 - t)).toBeCloseTo(1, 14);
    }
    expect([fadeGain('equal-power', 0), fadeGain('equal-power', 1)]).toEqual([0, 1]);
  });

  it('[MIX9] an envelope moves evenly in decibels: through the geometric mean, never back', () => {
    for (const [from, to] of [
      [1, 0.25],
      [0.25, 1],
      [1, 0.001],
      [2, 2],
    ] as const) {
      expect(envelopeGain(from, to, 0)).toBeCloseTo(from, 14);
      expect(envelopeGain(from, to, 1)).toBeCloseTo(to, 14);
      expect(envelopeGain(from, to, 0.5)).toBeCloseTo(Math.sqrt(from * to), 14);
      const values = positions.map((t) => envelopeGain(from, to, t));
      for (let i = 1; i < values.length; i++) {
        expect((values[i]! - values[i - 1]!) * Math.sign(to - from)).toBeGreaterThanOrEqual(from === to ? 0 : 1e-9);
      }
    }
  });

  it('[MIX9] an envelope is constant outside its points and on its points what they say', () => {
    const envelope = new Envelope([
      { atSample: samples(-10), gain: 1 },
      { atSample: samples(10), gain: 0.5 },
      { atSample: samples(30), gain: 0.5 },
      { atSample: samples(40), gain: 1 },
    ]);
    const gains = new Float64Array(100);
    expect(envelope.fill(-50, 40, gains)).toBe(1);
    expect(envelope.fill(10, 20, gains)).toBe(0.5);
    expect(envelope.fill(41, 50, gains)).toBe(1);
    expect(new Envelope([]).fill(0, 100, gains)).toBe(1);
    expect(envelope.fill(0, 100, gains)).toBeNull();
    expect([gains[10], gains[29], gains[30], gains[40], gains[99]]).toEqual([0.5, 0.5, 0.5, 1, 1]);
    expect(gains[0]).toBeCloseTo(Math.sqrt(0.5), 14);
  });
});
