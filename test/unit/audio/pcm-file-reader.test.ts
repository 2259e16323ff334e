import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PcmFileReader } from '#core/audio/pcm-file-reader.ts';
import { AssetId } from '#shared/ids.ts';
import { samples } from '#shared/units.ts';

const FRAMES = 40_000;
let folder: string;
const assetOf = (n: number): AssetId => AssetId.parse(n.toString(16).padStart(64, '0'));
const mono = assetOf(1);
const stereo = assetOf(2);
const pathOf = (id: AssetId): string => join(folder, `${id}.pcm`);
const locate = (id: AssetId) => ({ path: pathOf(id), channels: id === stereo ? 2 : 1 }) as const;

/** Sample n of a channel is its own number, so that every read can be checked. */
const valueAt = (frame: number, channel: number): number =>
  frame < 0 || frame >= FRAMES ? 0 : frame + 1 + channel / 2;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lectern-pcm-'));
  writeFileSync(
    pathOf(mono),
    Float32Array.from({ length: FRAMES }, (_, i) => valueAt(i, 0)),
  );
  writeFileSync(
    pathOf(stereo),
    Float32Array.from({ length: 2 * FRAMES }, (_, i) => valueAt(i >> 1, i & 1)),
  );
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('reading decoded audio', () => {
  it('[AUD28] any range of any file in any order; silence outside; mono on both sides', () => {
    const reader = new PcmFileReader(locate);
    const range = fc.tuple(
      fc.boolean(),
      fc.integer({ min: -3000, max: FRAMES + 3000 }),
      fc.integer({ min: 0, max: 20_000 }),
    );
    fc.assert(
      fc.property(fc.array(range, { minLength: 1, maxLength: 5 }), (reads) => {
        for (const [isStereo, start, frames] of reads) {
          // Longer than asked for, and full of something: only `frames` frames may change.
          const left = new Float32Array(frames + 10).fill(-1);
          const right = new Float32Array(frames + 10).fill(-1);
          reader.read(isStereo ? stereo : mono, start, frames, left, right);
          const wrong = left.findIndex(
            (sample, i) =>
              sample !== (i < frames ? valueAt(start + i, 0) : -1) ||
              right[i] !== (i < frames ? valueAt(start + i, isStereo ? 1 : 0) : -1),
          );
          expect(wrong).toBe(-1);
        }
      }),
    );
    reader.close();
  });

  it('[AUD29] a missing file, one of the wrong length and one that shrinks are missing audio, by name', () => {
    const block = new Float32Array(16);
    const read = (locateFile: ConstructorParameters<typeof PcmFileReader>[0]): (() => void) => {
      const reader = new PcmFileReader(locateFile);
      return () => reader.read(assetOf(3), 0, 16, block, block);
    };
    const error = (id: AssetId) => expect.objectContaining({ code: 'missing-audio', details: { assetId: id } });
    expect(read(() => ({ path: join(folder, 'none.pcm'), channels: 1 }))).toThrow(error(assetOf(3)));
    expect(read(() => ({ path: pathOf(mono), channels: 1, durationSamples: samples(FRAMES - 1) }))).toThrow(
      error(assetOf(3)),
    );

    const odd = join(folder, 'odd.pcm');
    writeFileSync(odd, Buffer.alloc(4 * 3));
    expect(read(() => ({ path: odd, channels: 2 }))).toThrow('has the wrong length');

    const shrinking = join(folder, 'shrinking.pcm');
    writeFileSync(shrinking, Buffer.alloc(4 * FRAMES));
    const reader = new PcmFileReader(() => ({ path: shrinking, channels: 1 }));
    reader.read(mono, 0, 16, block, block);
    truncateSync(shrinking, 4 * 100);
    expect(() => reader.read(mono, FRAMES - 100, 16, block, block)).toThrow('became shorter');
    reader.close();
  });

  it('[AUD30] hundreds of files are read through few that are open', () => {
    const opened: AssetId[] = [];
    const reader = new PcmFileReader((id) => {
      opened.push(id);
      return { path: pathOf(mono), channels: 1 };
    });
    const block = new Float32Array(4);
    const read = (n: number): void => reader.read(assetOf(n), n, 4, block, block);
    for (let n = 0; n < 24; n++) read(n);
    // Used again, the first is not the oldest any more when one more needs room.
    read(0);
    read(24);
    read(0);
    expect(opened).toHaveLength(25);
    expect(block).toEqual(Float32Array.of(1, 2, 3, 4));
    read(1);
    expect(opened).toHaveLength(26);
    // Long and short, of one channel and two, through the same memory.
    for (let n = 0; n < 1500; n++) {
      read(n);
      expect(block).toEqual(Float32Array.of(n + 1, n + 2, n + 3, n + 4));
    }
    reader.close();
    reader.close();
  });
});
