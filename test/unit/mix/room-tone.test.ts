import { describe, expect, it } from 'vitest';
import { addRoomTone } from '#shared/mix/add-room-tone.ts';
import { RoomTone, TONE_LEAD_SAMPLES } from '#shared/mix/room-tone.ts';
import { rmsDb, toneLevelDb } from './signals.ts';

const SECOND = 48_000;

function tone(start: number, length: number, levelDb: number) {
  const [left, right] = [new Float32Array(length), new Float32Array(length)];
  addRoomTone(start, left, right, levelDb);
  return { left, right };
}

describe('room tone', () => {
  it('[MIX15] has the level asked for, in the whole and in any 400 ms', () => {
    for (const level of [-65, -70, -75]) {
      const { left } = tone(12_345, 10 * SECOND, level);
      expect(Math.abs(rmsDb(left) - level)).toBeLessThan(0.1);
      for (let at = 0; at < left.length; at += 4_800) {
        const window = left.subarray(at, at + 19_200);
        if (window.length === 19_200) expect(Math.abs(rmsDb(window) - level)).toBeLessThan(0.7);
      }
    }
  });

  it('[MIX15] depends on the position alone: any block by itself is the same samples', () => {
    const whole = tone(-700, 5_000, -65).left;
    for (const [from, to] of [
      [4_000, 5_000],
      [0, 1],
      [700, 701],
      [1, 4_000],
      [699, 1_700],
    ] as const) {
      expect(tone(-700 + from, to - from, -65).left).toEqual(whole.subarray(from, to));
    }
  });

  it('[MIX15] is added, the same to both channels: a mono downmix keeps its level', () => {
    const { left, right } = tone(0, 1_000, -70);
    expect(left).toEqual(right);
    const [l, r] = [new Float32Array(1_000).fill(0.5), new Float32Array(1_000).fill(-0.5)];
    addRoomTone(0, l, r, -70);
    expect(l[500]! - 0.5).toBeCloseTo(left[500]!, 6);
    expect(r[500]! + 0.5).toBeCloseTo(left[500]!, 6);
  });

  it('[MIX15] falls by about 3 dB an octave from 150 Hz to 10 kHz and does not repeat', () => {
    const { left } = tone(0, 20 * SECOND, -65);
    // Noise power around a frequency, averaged over short stretches so that it settles.
    const density = (hz: number) => {
      let power = 0;
      for (let at = 0; at + 4_096 <= left.length; at += 4_096) {
        power += 10 ** (toneLevelDb(left.subarray(at, at + 4_096), hz / SECOND) / 10);
      }
      return 10 * Math.log10(power);
    };
    const octaves = [150, 300, 600, 1_200, 2_400, 4_800, 9_600].map(density);
    const slope = (octaves.at(-1)! - octaves[0]!) / 6;
    expect(slope).toBeGreaterThan(-3.7);
    expect(slope).toBeLessThan(-2.3);
    for (let i = 1; i < octaves.length; i++) expect(octaves[i]!).toBeLessThan(octaves[i - 1]! - 1);
    const later = tone(2 ** 20, 1_000, -65).left;
    expect(later).not.toEqual(left.subarray(0, 1_000));
  });
});

describe('room tone of segments', () => {
  const starts = [
    { atSample: 0, seed: 7 },
    { atSample: 20 * SECOND, seed: 0xdeadbeef },
    { atSample: 41 * SECOND + 5, seed: 12 },
  ];
  const render = (from: number, length: number, list = starts): Float32Array => {
    const [left, right] = [new Float32Array(length), new Float32Array(length)];
    new RoomTone(-65, list).add(from, left, right);
    expect(right).toEqual(left);
    return left;
  };

  it('[XS3] moves with its segment: the same samples wherever the segment lies, from two seconds before it', () => {
    const moved = starts.map((start, index) => (index === 0 ? start : { ...start, atSample: start.atSample + 1_153 }));
    const from = 20 * SECOND - TONE_LEAD_SAMPLES + 480;
    expect(render(from + 1_153, 22 * SECOND, moved)).toEqual(render(from, 22 * SECOND));
    expect(render(from, 1_000, moved)).not.toEqual(render(from, 1_000));
  });

  it('[XS3] whole or in blocks it is the same samples', () => {
    const whole = render(17 * SECOND, 4 * SECOND);
    for (let at = 0; at < whole.length; at += 777) {
      const length = Math.min(777, whole.length - at);
      expect(render(17 * SECOND + at, length)).toEqual(whole.subarray(at, at + length));
    }
  });

  it('[XS3] has its level across the change, and no step', () => {
    const change = 20 * SECOND - TONE_LEAD_SAMPLES;
    const levels = Array.from({ length: 200 }, (_, index) => {
      const other = [
        { atSample: 0, seed: Math.imul(index + 1, 0x9e3779b1) >>> 0 },
        { atSample: 20 * SECOND, seed: Math.imul(index + 1, 0x85ebca6b) >>> 0 },
      ];
      return render(change, 480, other);
    });
    const all = new Float32Array(200 * 480);
    levels.forEach((part, index) => {
      all.set(part, 480 * index);
    });
    expect(Math.abs(rmsDb(all) + 65)).toBeLessThan(0.3);
    const steps = (part: Float32Array): number =>
      Math.max(...part.subarray(1).map((value, index) => Math.abs(value - part[index]!)));
    expect(steps(render(change - 4_800, 9_600))).toBeLessThan(1.3 * steps(render(5 * SECOND, 48_000)));
  });

  it('[XS3] without segments it depends on the position alone', () => {
    expect(render(123, 1_000, [])).toEqual(tone(123, 1_000, -65).left);
  });
});
