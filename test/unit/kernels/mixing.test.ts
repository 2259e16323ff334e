import fc from 'fast-check';
import { describe, it } from 'vitest';
import { BlockMixer } from '#shared/mix/block-mixer.ts';
import { Master } from '#shared/mix/master.ts';
import { RoomTone } from '#shared/mix/room-tone.ts';
import { placed, planOf, readerOf, track } from '../mix/plan-builder.ts';
import { noise } from '../mix/signals.ts';
import { expectSameBits } from './both-kernels.ts';

const positions = fc.oneof(
  fc.integer({ min: -20_000, max: 200_000 }),
  fc.constantFrom(0, 2 ** 31 - 700, 2 ** 32 - 5, 3 * 2 ** 31 + 1),
);
const levels = fc.integer({ min: -90, max: -20 });

describe('mixing in WebAssembly', () => {
  it('[KRN5] room tone has the bits of the TypeScript one, at any position, for any length and seed', () => {
    const frames = fc.integer({ min: 1, max: 3_000 });
    fc.assert(
      fc.property(positions, frames, levels, fc.integer(), (start, length, level, seed) => {
        expectSameBits(() => {
          const [left, right] = [noise(length, 1, 0.5), noise(length, 2, 0.5)];
          const starts = [
            { atSample: 0, seed },
            { atSample: start + 49_000, seed: seed ^ 0x5bd1e995 },
          ];
          new RoomTone(level, start > 0 ? starts : []).add(start, left, right);
          return [left, right];
        });
      }),
      { numRuns: 200 },
    );
  });

  it('[KRN5] a mastered programme has the same bits by both, in stretches of any size', () => {
    const plan = planOf(
      [track('t1'), track('t2', { kind: 'music', duck: { depthDb: 12, attackMs: 50, holdMs: 20, releaseMs: 90 } })],
      [placed('l1', 't1', 9_000, 20_000), placed('l2', 't1', 70_000, 9_000), placed('bed', 't2', 0, 90_000)],
      100_000,
    );
    const reader = readerOf({ ['a'.repeat(64)]: [noise(100_000, 3, 0.9)] });
    const stretches = fc.array(fc.integer({ min: 1, max: 20_000 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(stretches, fc.double({ min: -12, max: 12, noNaN: true }), levels, (lengths, gainDb, roomToneDbfs) => {
        expectSameBits(() => {
          const master = new Master(new BlockMixer(plan, reader), { gainDb, roomToneDbfs, ceilingDbtp: -1 });
          let at = 0;
          return lengths.flatMap((length) => {
            const [left, right] = [new Float32Array(length), new Float32Array(length)];
            master.render(at, left, right);
            at += length;
            return [left, right];
          });
        });
      }),
      { numRuns: 20 },
    );
  });
});
