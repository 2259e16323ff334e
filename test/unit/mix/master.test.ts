import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addRoomTone } from '#shared/mix/add-room-tone.ts';
import { Master, type MasterOptions, type ProgrammeSource } from '#shared/mix/master.ts';
import { independentTruePeakDb, noise } from './signals.ts';

/** Any position of two endless sounds, silent outside. */
function sourceOf(leftSound: Float32Array, rightSound = leftSound): ProgrammeSource {
  return {
    render(start, left, right) {
      for (let i = 0; i < left.length; i++) {
        left[i] = leftSound[start + i] ?? 0;
        right[i] = rightSound[start + i] ?? 0;
      }
    },
  };
}

function render(source: ProgrammeSource, options: MasterOptions, from: number, length: number) {
  const [left, right] = [new Float32Array(length), new Float32Array(length)];
  new Master(source, options).render(from, left, right);
  return { left, right };
}

const transparent: MasterOptions = { gainDb: 0, ceilingDbtp: -1 };

describe('Master', () => {
  it('[MIX19] the delay is taken out and nothing is lost at either end', () => {
    const sound = noise(10_000, 1, 0.3);
    const { left, right } = render(sourceOf(sound), transparent, 0, 10_000);
    expect(left).toEqual(sound);
    expect(right).toEqual(sound);
  });

  it('[MIX19] gain, then room tone, then the limiter', () => {
    const source = sourceOf(new Float32Array(10_000).fill(0.25));
    const gained = render(source, { ...transparent, gainDb: -20 }, 0, 10_000).left;
    expect(gained[5_000]).toBeCloseTo(0.025, 7);
    // Room tone keeps its level whatever the gain is.
    const toned = render(source, { gainDb: -20, roomToneDbfs: -65, ceilingDbtp: -1 }, 0, 10_000).left;
    const expected = gained.slice();
    addRoomTone(0, expected, expected.slice(), -65);
    expect(toned).toEqual(expected);
    const loud = render(sourceOf(noise(10_000, 2)), { gainDb: 12, roomToneDbfs: -20, ceilingDbtp: -3 }, 0, 10_000).left;
    expect(independentTruePeakDb(loud)).toBeLessThanOrEqual(-3);
  });

  it('[MIX19] the mono downmix is half of each channel, in both', () => {
    const [l, r] = [noise(5_000, 3, 0.3), noise(5_000, 4, 0.3)];
    const { left, right } = render(sourceOf(l, r), { ...transparent, isMono: true }, 0, 5_000);
    expect(left).toEqual(right);
    for (let n = 0; n < 5_000; n++) expect(left[n]).toBe(Math.fround(0.5 * l[n]! + 0.5 * r[n]!));
  });

  it('[MIX20] any stretch in any order is the same bits as one unbroken run', () => {
    // Loud and soft by turns, so that the limiter is at work, at rest, and in between.
    const sound = noise(60_000, 5).map((value, n) => value * (Math.floor(n / 6_000) % 3 === 0 ? 2 : 0.2));
    const options = { gainDb: 3, roomToneDbfs: -65, ceilingDbtp: -1 };
    const source = sourceOf(sound, noise(60_000, 6, 0.2));
    const whole = render(source, options, 0, 60_000);
    const stretch = fc.tuple(fc.integer({ min: 0, max: 59_000 }), fc.integer({ min: 1, max: 5_000 }));
    fc.assert(
      fc.property(fc.array(stretch, { minLength: 1, maxLength: 6 }), (stretches) => {
        const master = new Master(source, options);
        for (const [from, length] of stretches) {
          const frames = Math.min(length, 60_000 - from);
          const [left, right] = [new Float32Array(frames), new Float32Array(frames)];
          // Two blocks each: the second follows on without a jump.
          const half = Math.floor(frames / 2);
          master.render(from, left.subarray(0, half), right.subarray(0, half));
          master.render(from + half, left.subarray(half), right.subarray(half));
          expect(left).toEqual(whole.left.subarray(from, from + frames));
          expect(right).toEqual(whole.right.subarray(from, from + frames));
        }
      }),
      { numRuns: 25 },
    );
  });
});
