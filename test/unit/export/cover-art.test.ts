import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readCover } from '#core/export/cover-art.ts';

const PNG = new URL('../../../resources/samples/the-night-ferry/cover.png', import.meta.url).pathname;
let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lectern-cover-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** The beginning of a JPEG: an application segment, a table, then the frame header with the size. */
function jpeg(widthPx: number, heightPx: number, startOfFrame: number): Buffer {
  const size = Buffer.from([heightPx >> 8, heightPx & 255, widthPx >> 8, widthPx & 255]);
  return Buffer.concat([
    Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 6, 1, 2, 3, 4]),
    Buffer.from([0xff, 0xc4, 0, 4, 9, 9]),
    Buffer.from([0xff, startOfFrame, 0, 17, 8]),
    size,
    Buffer.alloc(20),
  ]);
}

describe('a cover', () => {
  it('[EXP34] is known by its content, with its size', async () => {
    expect(await readCover(PNG)).toMatchObject({ mimeType: 'image/png', widthPx: 1400, heightPx: 1400 });
    for (const startOfFrame of [0xc0, 0xc2]) {
      const path = join(folder, 'named-wrongly.png');
      await writeFile(path, jpeg(3000, 2400, startOfFrame));
      expect(await readCover(path)).toMatchObject({ mimeType: 'image/jpeg', widthPx: 3000, heightPx: 2400 });
    }
  });

  it('[EXP34] that is no picture, too large or not there is refused with its name', async () => {
    const text = join(folder, 'text.png');
    await writeFile(text, 'GIF89a');
    await expect(readCover(text)).rejects.toMatchObject({
      code: 'invalid-input',
      message: expect.stringContaining(text),
    });
    const large = join(folder, 'large.png');
    await writeFile(large, '');
    await truncate(large, 10_000_001);
    await expect(readCover(large)).rejects.toMatchObject({ message: expect.stringMatching(/10 MB is the most/) });
    await expect(readCover(join(folder, 'none'))).rejects.toMatchObject({ code: 'file-unreadable' });
  });
});
