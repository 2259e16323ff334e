import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { assetById, assetState } from '#core/library/assets.ts';
import {
  decodeAsset,
  ensureDecoded,
  isDecoded,
  locateDecoded,
  pcmPath,
  peaksPath,
  putAsset,
} from '#core/library/decoded-audio.ts';
import type { Library } from '#core/library/library.ts';
import { openMediaIndex } from '#core/library/media-index.ts';
import { mediaPath, storeMedia } from '#core/library/media-store.ts';
import { AppError, Cancelled } from '#shared/errors.ts';
import { AssetId } from '#shared/ids.ts';
import { ingestSmallWav, toneWav } from '../../helpers/small-wav.ts';
import { withLibrary } from '../../helpers/temporary-library.ts';

const wav = toneWav({ seconds: 0.1, silenceSeconds: 0.05 });
const idOf = (bytes: Uint8Array) => AssetId.parse(createHash('sha256').update(bytes).digest('hex'));

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => entry.name);
}

async function mediaFile(library: Library, id: AssetId): Promise<string> {
  return mediaPath(library, assetState(library.db, id)!.stored);
}

test('[LIB16] audio lies under the hash of its bytes, untouched, with the facts of its decoding', () =>
  withLibrary(async (library) => {
    const asset = await putAsset(library, { bytes: wav, extension: 'wav', name: 'Rain on water.wav' });
    expect(asset).toEqual({
      id: idOf(wav),
      byteLength: wav.byteLength,
      format: 'wav',
      sampleRateHz: 16_000,
      channels: 1,
      durationSamples: 9600,
      loudnessLufs: -20,
      peakDbfs: expect.closeTo(-12.2, 1),
      originalName: 'Rain on water.wav',
      createdAtMs: 1_700_000_000_000,
    });
    expect(assetById(library.db, asset.id)).toEqual(asset);
    expect(assetState(library.db, asset.id)).toMatchObject({
      speech: { speechStartSample: 2400, speechEndSample: 7200 },
    });
    const path = join(library.home, 'media', asset.id.slice(0, 2), `${asset.id}.wav`);
    expect((await readFile(path)).equals(wav)).toBe(true);
    expect((await readFile(pcmPath(library, asset.id))).byteLength).toBe(9600 * 4);
    expect(await readFile(peaksPath(library, asset.id), 'utf8')).toBe('peaks');
    expect(locateDecoded(library, asset.id)).toEqual({ path: pcmPath(library, asset.id), channels: 1 });
  }));

test('[LIB17] the same bytes twice are stored and decoded once, from memory or from a file', async () => {
  let decodings = 0;
  await withLibrary(
    async (library) => {
      const path = join(library.home, 'copy of it.mp3');
      await writeFile(path, wav);
      const [first, second] = await Promise.all([
        putAsset(library, { bytes: wav, extension: 'wav', name: 'first' }),
        putAsset(library, { bytes: wav, extension: 'wav', name: 'second' }),
      ]);
      expect(second).toEqual(first);
      expect(await putAsset(library, { path, name: 'third' })).toEqual(first);
      expect(decodings).toBe(1);
      expect(await filesBelow(library.folders.media)).toEqual([`${first.id}.wav`]);
      expect(library.db.get('SELECT count(*) AS n FROM asset')).toEqual({ n: 1 });
    },
    {
      ingest: (...args) => {
        decodings++;
        return ingestSmallWav(...args);
      },
    },
  );
});

test('[LIB17] an odd extension is not taken into a file name', () =>
  withLibrary(async (library) => {
    const stored = await storeMedia(library, { bytes: wav, extension: '../../x' });
    expect(stored.extension).toBe('bin');
    expect(await filesBelow(library.folders.media)).toEqual([`${stored.id}.bin`]);
  }));

test('[LIB18] a file that lies there without a row, as after a crash, is found again', () =>
  withLibrary(async (library) => {
    const path = mediaPath(library, { id: idOf(wav), extension: 'wav' });
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, wav);
    expect((await putAsset(library, { bytes: wav, extension: 'wav' })).id).toBe(idOf(wav));
    await truncate(path, 10);
    await storeMedia(library, { bytes: wav, extension: 'wav' });
    expect((await readFile(path)).equals(wav)).toBe(true);
  }));

test('[LIB18] a row without facts, as after a crash, is decoded when it is wanted', () =>
  withLibrary(async (library) => {
    const { id } = await storeMedia(library, { bytes: wav, extension: 'wav' });
    expect(assetState(library.db, id)?.status).toBe('undecoded');
    expect(assetById(library.db, id)).toBeUndefined();
    expect((await decodeAsset(library, id)).asset.durationSamples).toBe(9600);
    expect(assetState(library.db, id)?.status).toBe('ready');
  }));

test('[LIB19] bytes that are no audio stay, and the row says why they were refused', () =>
  withLibrary(async (library) => {
    const bytes = Buffer.from('{"error":"quota exceeded"}');
    const put = putAsset(library, { bytes, extension: 'mp3', name: 'line 4' });
    await expect(put).rejects.toMatchObject({ code: 'unsupported-audio', message: 'line 4 is no audio.' });
    const id = idOf(bytes);
    expect(assetState(library.db, id)).toMatchObject({
      status: 'refused',
      refusal: { code: 'unsupported-audio', message: 'line 4 is no audio.' },
    });
    expect(await readFile(await mediaFile(library, id))).toEqual(bytes);
    expect(assetById(library.db, id)).toBeUndefined();
    expect(await filesBelow(library.folders.cache)).toEqual([]);
  }));

test('[LIB19] refused bytes are tried again, for a decoder that has learned', async () => {
  let hasLearned = false;
  await withLibrary(
    async (library) => {
      const put = () => putAsset(library, { bytes: wav, extension: 'wav' });
      await expect(put()).rejects.toMatchObject({ code: 'unsupported-audio' });
      hasLearned = true;
      expect((await put()).format).toBe('wav');
    },
    {
      ingest: async (...args) => {
        if (!hasLearned) throw new AppError({ code: 'unsupported-audio', message: 'unheard of' });
        return ingestSmallWav(...args);
      },
    },
  );
});

test('[LIB19] a failure of the machine is not held against the bytes', () =>
  withLibrary(
    async (library) => {
      await expect(putAsset(library, { bytes: wav, extension: 'wav' })).rejects.toMatchObject({
        code: 'ffmpeg-missing',
      });
      expect(assetState(library.db, idOf(wav))?.status).toBe('undecoded');
    },
    {
      ingest: async (_, targets) => {
        await writeFile(targets.pcmPath, 'half');
        throw new AppError({ code: 'ffmpeg-missing', message: 'no ffmpeg' });
      },
    },
  ));

test('[LIB20] a cancelled decoding leaves the bytes, no cache, and does not cancel who else waits for it', async () => {
  const firstHasBegun = Promise.withResolvers<void>();
  const firstMayGo = Promise.withResolvers<void>();
  let decodings = 0;
  await withLibrary(
    async (library) => {
      const controller = new AbortController();
      const first = putAsset(library, { bytes: wav, extension: 'wav' }, { signal: controller.signal });
      await firstHasBegun.promise;
      const second = putAsset(library, { bytes: wav, extension: 'wav' });
      controller.abort();
      firstMayGo.resolve();
      await expect(first).rejects.toBeInstanceOf(Cancelled);
      expect((await second).durationSamples).toBe(9600);
      expect(decodings).toBe(2);
      expect(await readdir(library.folders.incomingCache)).toEqual([]);
    },
    {
      ingest: async (path, targets, options) => {
        decodings++;
        if (options?.signal) {
          await writeFile(targets.pcmPath, 'half');
          firstHasBegun.resolve();
          await firstMayGo.promise;
        }
        return ingestSmallWav(path, targets, options);
      },
    },
  );
});

test('[LIB21] a cache that is missing or cut short is made again from the stored bytes', () =>
  withLibrary(async (library) => {
    const { id } = await putAsset(library, { bytes: wav, extension: 'wav' });
    const whole = await readFile(pcmPath(library, id));
    for (const damage of [
      () =>
        rm(library.folders.cache, { recursive: true }).then(() =>
          mkdir(library.folders.incomingCache, { recursive: true }),
        ),
      () => rm(peaksPath(library, id)),
      () => truncate(pcmPath(library, id), 100),
    ]) {
      await damage();
      expect(isDecoded(library, id)).toBe(false);
      await ensureDecoded(library, [id, id]);
      expect(isDecoded(library, id)).toBe(true);
      expect(await readFile(pcmPath(library, id))).toEqual(whole);
    }
  }));

test('[LIB21] a later decoder that finds another length does not change the facts', async () => {
  let extra = 0;
  await withLibrary(
    async (library) => {
      const first = await putAsset(library, { bytes: wav, extension: 'wav' });
      for (extra of [-50, 50]) {
        await rm(pcmPath(library, first.id));
        await ensureDecoded(library, [first.id]);
        expect(assetById(library.db, first.id)).toEqual(first);
        expect(isDecoded(library, first.id)).toBe(true);
      }
    },
    {
      ingest: async (path, targets, options) => {
        const facts = await ingestSmallWav(path, targets, options);
        await truncate(targets.pcmPath, (facts.durationSamples + extra) * 4);
        return { ...facts, durationSamples: (facts.durationSamples + extra) as typeof facts.durationSamples };
      },
    },
  );
});

test('[AUD34] what is missing from the cache is read in several at once; a failure that is no fault of a sound ends all', async () => {
  let running = 0;
  let most = 0;
  let begun = 0;
  let fails = false;
  const settled = { count: 0 };
  await withLibrary(
    async (library) => {
      const assets = [];
      for (let i = 0; i < 20; i++) {
        assets.push(await putAsset(library, { bytes: toneWav({ seconds: 0.1 + i / 100 }), extension: 'wav' }));
      }
      const ids = assets.map(({ id }) => id);
      const lose = () => Promise.all(ids.map((id) => rm(pcmPath(library, id), { force: true })));
      await lose();
      most = 0;
      const done: number[] = [];
      await ensureDecoded(library, ids, { onProgress: (progress) => void done.push(progress.done ?? -1) });
      expect(ids.every((id) => isDecoded(library, id))).toBe(true);
      expect(most).toBe(8);
      expect(done.at(-1)).toBe(20);

      await lose();
      begun = 0;
      settled.count = 0;
      fails = true;
      const error = await ensureDecoded(library, ids).catch((reason: unknown) => reason);
      expect(error).toMatchObject({ code: 'disk-full' });
      // Those under way were cancelled and waited for; those that waited were not begun.
      expect([begun, settled.count, running]).toEqual([8, 8, 0]);
    },
    {
      ingest: async (path, targets, options) => {
        begun++;
        most = Math.max(most, ++running);
        try {
          if (fails && begun === 8) throw new AppError({ code: 'disk-full', message: 'The disk is full.' });
          if (fails) {
            await new Promise((resolve) => options?.signal?.addEventListener('abort', resolve));
            throw new Cancelled();
          }
          return await ingestSmallWav(path, targets, options);
        } finally {
          running--;
          settled.count++;
        }
      },
    },
  );
});

test('[LIB22] all sounds that cannot be played are said at once', () =>
  withLibrary(async (library) => {
    const good = await putAsset(library, { bytes: wav, extension: 'wav' });
    const lost = await putAsset(library, { bytes: toneWav({ seconds: 0.2 }), extension: 'wav' });
    const bad = await storeMedia(library, { bytes: Buffer.from('no audio'), extension: 'mp3' });
    await rm(await mediaFile(library, lost.id));
    await rm(pcmPath(library, lost.id));
    const error = await ensureDecoded(library, [lost.id, good.id, bad.id]).catch((reason: unknown) => reason);
    expect(error).toMatchObject({
      code: 'missing-audio',
      details: { missing: [{ id: lost.id, reason: expect.stringContaining('is gone') }, { id: bad.id }] },
    });
    expect(assetById(library.db, lost.id)).toEqual(lost);
  }));

test('[LIB22] an unknown sound is missing-audio', () =>
  withLibrary(async (library) => {
    const id = AssetId.parse('0'.repeat(64));
    expect(() => locateDecoded(library, id)).toThrow(expect.objectContaining({ code: 'missing-audio' }));
    await expect(decodeAsset(library, id)).rejects.toMatchObject({ code: 'missing-audio' });
  }));

test('[LIB16] a file that cannot be read is named and leaves nothing behind', () =>
  withLibrary(async (library) => {
    const path = join(library.home, 'nowhere.wav');
    await expect(putAsset(library, { path })).rejects.toMatchObject({
      code: 'file-unreadable',
      message: expect.stringContaining(path),
    });
    expect(await filesBelow(library.folders.media)).toEqual([]);
  }));

test('[LIB23] layout asks the library: what is not there yet is asked again, what is there once', () =>
  withLibrary(async (library) => {
    const index = openMediaIndex(library.db);
    expect(index.asset(idOf(wav))).toBeUndefined();
    const asset = await putAsset(library, { bytes: wav, extension: 'wav' });
    const found = index.asset(asset.id);
    expect(found).toEqual(asset);
    expect(index.asset(asset.id)).toBe(found);
  }));
