import { type FileHandle, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CHUNK_BYTES, OutputTarget } from '#core/export/join/output-target.ts';
import { writePatchedFile } from '#core/export/join/patched-file.ts';
import { Cancelled } from '#shared/errors.ts';

describe('a file whose beginning is written last', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lectern-join-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('[XJ12] is whole or not there at all, and an old one stays', async () => {
    const path = join(folder, 'a.bin');
    await writePatchedFile(path, async (file) => {
      await file.append(Buffer.from('0000'));
      await file.append(Buffer.from('tail'));
      file.patch(0, Buffer.from('he'), Buffer.from('ad'));
      expect(() => file.patch(6, Buffer.from('long'))).toThrow(RangeError);
    });
    expect(await readFile(path, 'latin1')).toBe('headtail');

    const broken = writePatchedFile(path, async (file) => {
      await file.append(Buffer.from('other'));
      throw new Error('no more');
    });
    await expect(broken).rejects.toThrow('no more');
    const controller = new AbortController();
    const cancelled = writePatchedFile(
      path,
      async (file) => {
        await file.append(Buffer.from('other'));
        controller.abort();
        await file.append(Buffer.from('more'));
      },
      controller.signal,
    );
    await expect(cancelled).rejects.toThrow(Cancelled);
    expect(await readFile(path, 'latin1')).toBe('headtail');
    expect(await readdir(folder)).toEqual(['a.bin']);
  });

  it('[XJ12] a place that cannot be written is named', async () => {
    await writeFile(join(folder, 'file'), '');
    const path = join(folder, 'file', 'b.bin');
    await expect(writePatchedFile(path, async () => undefined)).rejects.toMatchObject({ code: 'file-unwritable' });
  });

  it('[XJ16] of any length in pieces of any size is the bytes of the pieces', async () => {
    const path = join(folder, 'long.bin');
    const sizes = [1, CHUNK_BYTES - 1, 5_000_001, CHUNK_BYTES, 0, 4096, 2 * CHUNK_BYTES + 7];
    const pieces = sizes.map((size, index) => Buffer.alloc(size, index + 1));
    await writePatchedFile(path, async (file) => {
      const reused = Buffer.alloc(Math.max(...sizes));
      for (const piece of pieces) {
        piece.copy(reused);
        await file.append(reused.subarray(0, piece.length));
      }
      expect(file.position).toBe(Buffer.concat(pieces).length);
      file.patch(CHUNK_BYTES - 2, Buffer.from('over'), Buffer.from('lap'));
    });
    const wanted = Buffer.concat(pieces);
    wanted.write('overlap', CHUNK_BYTES - 2);
    expect(wanted.equals(await readFile(path))).toBe(true);
  });

  it('[XJ16] goes through the system where the disk cannot be written to directly', async () => {
    const written: string[] = [];
    const handleOf = (name: string, refusal?: string) =>
      ({
        write: async (_: unknown, __: number, length: number) => {
          written.push(name);
          if (refusal !== undefined) throw Object.assign(new Error(refusal), { code: refusal });
          return { bytesWritten: length };
        },
        close: async () => void written.push(`${name} closed`),
      }) as unknown as FileHandle;
    const target = new OutputTarget(handleOf('file'), handleOf('direct', 'EINVAL'));
    const chunk = Buffer.alloc(CHUNK_BYTES);
    for (let at = 0; at < 2; at++) expect(await target.write(chunk, 0, at * CHUNK_BYTES)).toBe(CHUNK_BYTES);
    await target.close();
    expect(written).toEqual(['direct', 'direct closed', 'file', 'file', 'file closed']);
    const full = new OutputTarget(handleOf('file'), handleOf('direct', 'ENOSPC'));
    await expect(full.write(chunk, 0, 0)).rejects.toMatchObject({ code: 'ENOSPC' });
  });
});
