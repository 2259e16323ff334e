import { mkdir, readdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { importFolder } from '#core/import/import-folder.ts';
import { importSound } from '#core/import/import-sound.ts';
import type { Library } from '#core/library/library.ts';
import { closeLibrary } from '#core/library/library.ts';
import { searchClips } from '#core/library/search/search-clips.ts';
import type { Progress } from '#core/ports.ts';
import { found } from '../../helpers/search-library.ts';
import { toneWav } from '../../helpers/small-wav.ts';
import { openTestLibrary, withLibrary } from '../../helpers/temporary-library.ts';

const tone = (frequencyHz: number): Uint8Array => toneWav({ seconds: 0.05, frequencyHz });

/** A WAV file that says what it is in a LIST chunk, as recorders write it. */
function taggedWav(fields: Readonly<Record<string, string>>): Buffer {
  const chunk = (name: string, body: Buffer): Buffer => {
    const head = Buffer.alloc(8);
    head.write(name, 'latin1');
    head.writeUInt32LE(body.length, 4);
    return Buffer.concat([head, body, Buffer.alloc(body.length % 2)]);
  };
  const info = Object.entries(fields).map(([name, text]) => chunk(name, Buffer.from(`${text}\0`)));
  const wav = Buffer.concat([tone(300), chunk('LIST', Buffer.concat([Buffer.from('INFO'), ...info]))]);
  wav.writeUInt32LE(wav.length - 8, 4);
  return wav;
}

async function folderOf(library: Library, files: Readonly<Record<string, Uint8Array | string>>): Promise<string> {
  const folder = join(library.home, 'given', 'Sounds');
  for (const [path, bytes] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), bytes);
  }
  return folder;
}

const mediaFiles = async ({ folders }: Library): Promise<number> =>
  (await readdir(folders.media, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile()).length;

describe('folders', () => {
  test('[LIB95] every sound below a folder is taken once, found by its path; the rest is reported', () =>
    withLibrary(async (library) => {
      const folder = await folderOf(library, {
        'b.wav': tone(200),
        'rain/heavy.wav': tone(201),
        'rain/heavy again.wav': tone(201),
        'rain/broken.wav': Buffer.concat([tone(202), Buffer.alloc(10)]),
        'rain/notes.txt': 'Recorded in May.',
        'data.bin': Buffer.from([0, 1, 2, 3, 0, 255, 254]),
        '.hidden.wav': tone(203),
        '.cache/x.wav': tone(204),
      });
      await symlink(folder, join(folder, 'rain', 'round'));
      const steps: Progress[] = [];
      const first = await importFolder(library, folder, { onProgress: (progress) => steps.push(progress) });
      expect(first.added.map(({ path }) => path)).toEqual(['b.wav', 'rain/heavy again.wav']);
      expect(first.duplicates).toEqual([{ path: 'rain/heavy.wav', assetId: first.added[1]!.assetId }]);
      expect(first.failed).toEqual([{ path: 'rain/broken.wav', reason: expect.stringContaining('cut short') }]);
      expect(first.skipped).toEqual([
        { path: 'data.bin', what: 'no kind of audio that is known here' },
        { path: 'rain/notes.txt', what: 'text ("Recorded in May.")' },
      ]);
      expect(steps.map(({ done, total }) => [done, total])).toEqual([0, 1, 2, 3, 4, 5, 6].map((done) => [done, 6]));
      expect(found(library, 'sounds heavy')).toEqual(['recording: Sounds/rain/heavy again.wav']);

      const files = await mediaFiles(library);
      const second = await importFolder(library, folder);
      expect(second.added).toEqual([]);
      expect(second.duplicates).toHaveLength(3);
      expect(await mediaFiles(library)).toBe(files);
      expect(searchClips(library.db, {}).total).toBe(2);
    }));

  test('[LIB95] cancelling stops at once and keeps what came before', () =>
    withLibrary(async (library) => {
      const folder = await folderOf(library, { 'a.wav': tone(200), 'b.wav': tone(201), 'c.wav': tone(202) });
      const controller = new AbortController();
      const onProgress = ({ note }: Progress) => note === 'b.wav' && controller.abort();
      await expect(importFolder(library, folder, { onProgress, signal: controller.signal })).rejects.toThrow(
        'Cancelled',
      );
      expect(found(library, {})).toEqual(['recording: Sounds/a.wav']);
    }));

  test('[LIB95] a folder that is not there is named', () =>
    withLibrary(async (library) => {
      await expect(importFolder(library, join(library.home, 'nowhere'))).rejects.toMatchObject({
        code: 'file-unreadable',
        message: expect.stringContaining('nowhere'),
      });
    }));
});

describe('what files say of themselves', () => {
  test('[LIB94] title, artist, album and comment are found, and music is known by its album', () =>
    withLibrary(async (library) => {
      const fields = { INAM: 'Ocean Drift', IART: 'Kaia Novak', IPRD: 'Tides', ICMT: 'take care' };
      const folder = await folderOf(library, { 'x.wav': taggedWav(fields) });
      // The tests' decoder wants a file that ends with its sound.
      const file = { path: join(folder, 'x.wav'), name: 'x.wav' };
      const { asset } = await importSound({ ...library, ingest: anyAudio }, file);
      expect(found(library, 'kaia tides')).toEqual(['music: x.wav']);
      expect(searchClips(library.db, { text: 'drift' }).rows[0]).toMatchObject({
        assetIds: [asset.id],
        fileText: expect.stringContaining('Ocean Drift\nKaia Novak'),
      });
    }));

  test('[LIB94] the name and kind a sound was imported under hold; imported again they stay', () =>
    withLibrary(async (library) => {
      const folder = await folderOf(library, { 'a.wav': tone(200), 'b.wav': tone(200) });
      const at = (name: string) => ({ path: join(folder, name), name });
      await importSound(library, at('a.wav'), { kind: 'effect' });
      expect(await importSound(library, at('b.wav'), { kind: 'music' })).toMatchObject({ isDuplicate: true });
      expect(found(library, {})).toEqual(['effect: a.wav']);
    }));

  test('[LIB94] what is found is found when the library is opened again', () =>
    withLibrary(async (library) => {
      const folder = await folderOf(library, { 'a.wav': tone(200) });
      await importFolder(library, folder);
      await closeLibrary(library);
      const again = await openTestLibrary(library.home);
      expect(found(again, 'sounds')).toEqual(['recording: Sounds/a.wav']);
      await closeLibrary(again);
    }));
});

/** Stands for a decoder that understands every file. */
const anyAudio: Library['ingest'] = async (_path, targets) => {
  await writeFile(targets.pcmPath, Buffer.alloc(4));
  await writeFile(targets.peaksPath, 'peaks');
  return {
    format: 'wav',
    sampleRateHz: 48_000,
    channels: 1,
    durationSamples: 1 as never,
    loudnessLufs: null,
    peakDbfs: null,
    speechStartSample: 0 as never,
    speechEndSample: 1 as never,
  };
};
