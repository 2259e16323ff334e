import { mkdir, mkdtemp, readdir, readFile, rm, stat, truncate, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ByteRoom } from '#core/byte-room.ts';
import { type ExportedEpisode, type ExportRequest, exportEpisode } from '#core/export/export-episode.ts';
import type { MasterReport } from '#core/export/master-programme.ts';
import { presetNamed } from '#core/export/presets.ts';
import { SegmentCache } from '#core/export/segments/segment-cache.ts';
import { closeLibrary, type Library } from '#core/library/library.ts';
import { Cancelled } from '#shared/errors.ts';
import { StretchMeter } from '#shared/loudness/stretch-meter.ts';
import { packagedFfmpeg } from '../../helpers/audio-ffmpeg.ts';
import { decodedByFfmpeg } from '../../helpers/export-probe.ts';
import { openTestLibrary, temporaryFolder } from '../../helpers/temporary-library.ts';
import { type ToneWishes, toneShow } from '../../helpers/tone-show.ts';

const ffmpeg = await packagedFfmpeg();
let home = '';
let folder = '';
let library: Library;
beforeAll(async () => {
  home = await temporaryFolder();
  library = await openTestLibrary(home);
});
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lectern-segments-'));
  await rm(segmentsFolder(), { recursive: true, force: true });
});
afterAll(async () => {
  await closeLibrary(library);
  await rm(home, { recursive: true, force: true });
});

const segmentsFolder = (): string => join(home, 'cache', 'segments');

async function segments(): Promise<readonly string[]> {
  await mkdir(segmentsFolder(), { recursive: true });
  const names = await readdir(segmentsFolder(), { recursive: true });
  return names.filter((name) => name.endsWith('.segment')).map((name) => join(segmentsFolder(), name));
}

type Made = ExportedEpisode & { readonly report: MasterReport };

async function make(wishes: ToneWishes = {}, change: Partial<ExportRequest> = {}): Promise<Made> {
  const reportPath = join(folder, 'report.json');
  const exported = await exportEpisode(library, ffmpeg, {
    ...(await toneShow(library, wishes)),
    outputPath: join(folder, 'show.wav'),
    preset: presetNamed('apple-podcasts'),
    reportPath,
    rememberAs: 'the show',
    ...change,
  });
  const { reports } = JSON.parse(await readFile(reportPath, 'utf8')) as { reports: MasterReport[] };
  return { ...exported, report: reports[0]! };
}

/** Segments made by a run: what is in the cache now and was not before, without the measures of the mix. */
async function encodedBy(run: () => Promise<unknown>): Promise<number> {
  const before = new Set(await segments());
  await run();
  const added = (await segments()).filter((path) => !before.has(path));
  const sizes = await Promise.all(added.map(async (path) => (await stat(path)).size));
  return sizes.filter((size) => size > 100_000).length;
}

const longer = new Map([[8, { seconds: 3.7, frequencyHz: 523 }]]);

/** Bytes at the beginning and at the end that two files have in common. */
function commonBytes(one: Buffer, other: Buffer): { readonly start: number; readonly end: number } {
  let start = 0;
  while (start < one.length && one[start] === other[start]) start++;
  let end = 0;
  while (end < one.length - start && one[one.length - 1 - end] === other[other.length - 1 - end]) end++;
  return { start, end };
}

describe('exporting again', () => {
  it('[XS10] with nothing changed leaves the file as it is; where the file is gone, it is put together again', async () => {
    const first = await make();
    expect(first.report).toMatchObject({ attempts: 1, gain: { isKept: false } });
    const bytes = await readFile(first.file);
    const { mtimeMs } = await stat(first.file);
    const again = await make();
    expect(again.report.gain).toMatchObject({ isKept: true, reason: expect.stringMatching(/Nothing has changed/) });
    expect(again).toMatchObject({ loudness: first.loudness, checks: first.checks, durationMs: first.durationMs });
    expect((await stat(first.file)).mtimeMs).toBe(mtimeMs);
    await rm(first.file);
    expect(await encodedBy(() => make())).toBe(0);
    expect((await readFile(first.file)).equals(bytes)).toBe(true);
  });

  it('[XS10] a file that somebody has changed is written again', async () => {
    const { file } = await make();
    const bytes = await readFile(file);
    await truncate(file, bytes.length - 1_000);
    await make();
    expect((await readFile(file)).equals(bytes)).toBe(true);
  });

  it('[XS11] with one line changed encodes one or two segments, and all else has the same bytes', async () => {
    const mp3 = { outputPath: join(folder, 'show.mp3') };
    const first = await make({}, mp3);
    const bytes = await readFile(first.file);
    let made: Made | undefined;
    const encoded = await encodedBy(async () => {
      made = await make({ changed: longer }, mp3);
    });
    expect(encoded).toBeGreaterThan(0);
    expect(encoded).toBeLessThanOrEqual(2);
    expect(made?.report.gain).toMatchObject({ isKept: true, db: first.report.gain.db });
    const changed = await readFile(first.file);
    // Behind the tag, which says the length.
    const { start, end } = commonBytes(soundOf(bytes), soundOf(changed));
    const seconds = first.durationMs / 1000;
    expect(((end + start) / bytes.length) * seconds).toBeGreaterThan(seconds - 75);
    expect(end).toBeGreaterThan(20 * 24_000);
    expect(decodedByFfmpeg(first.file).length / 2).toBeGreaterThan(bytes.length / 24_000);
  });

  it('[XS11] gives the bytes of an export from nothing', async () => {
    await make();
    const { file, report } = await make({ changed: longer });
    const bytes = await readFile(file);
    const gains = await readdir(join(segmentsFolder(), 'exports'));
    for (const path of await segments()) await rm(path);
    await rm(file);
    expect((await make({ changed: longer })).report.gain.db).toBe(report.gain.db);
    expect((await readFile(file)).equals(bytes)).toBe(true);
    expect(await readdir(join(segmentsFolder(), 'exports'))).toEqual(gains);
  });

  it('[XS12] a change that moves the level too far settles the gain anew and says why', async () => {
    await make();
    const loud = new Map([1, 2, 3, 4].map((n) => [n, { seconds: 3, frequencyHz: 900 + n, gainDb: 14 }] as const));
    const { report } = await make({ changed: loud });
    expect(report.gain.isKept).toBe(false);
    expect(report.gain.reason).toMatch(/LU from the target, and 0\.50 are allowed|above its limit|is new/);
    expect(Math.abs(report.loudness.integratedLufs! + 16)).toBeLessThan(0.3);
    expect(report.loudness.truePeakDbtp).toBeLessThanOrEqual(-1);
  });

  it('[XS9] one that was stopped goes on from the segments it had finished', async () => {
    const controller = new AbortController();
    const onProgress: ExportRequest['onProgress'] = ({ stage, done }) => {
      if (stage === 'encode' && done > 0) controller.abort();
    };
    const stopped = make({}, { signal: controller.signal, onProgress });
    const finished = await encodedBy(() => expect(stopped).rejects.toBeInstanceOf(Cancelled));
    expect(await readdir(folder)).toEqual([]);
    const rest = await encodedBy(() => make());
    expect(finished).toBeGreaterThan(0);
    expect(rest).toBeGreaterThan(0);
    await rm(segmentsFolder(), { recursive: true });
    await rm(join(folder, 'show.wav'));
    expect(finished + rest).toBe(await encodedBy(() => make()));
  });

  it('[XS8] segments may be damaged, cut short or removed at any time', async () => {
    const { file } = await make();
    const bytes = await readFile(file);
    const paths = await segments();
    for (const [index, path] of paths.entries()) {
      if (index % 3 === 0) await rm(path);
      else if (index % 3 === 1) await truncate(path, 1_000);
      else {
        const damaged = await readFile(path);
        damaged[damaged.length - 100]! ^= 1;
        await writeFile(path, damaged);
      }
    }
    await rm(file);
    await make();
    expect((await readFile(file)).equals(bytes)).toBe(true);
    await rm(file);
    const onProgress: ExportRequest['onProgress'] = ({ stage }) => {
      if (stage === 'decode') return;
      void segments().then((all) => Promise.all(all.map((path) => rm(path, { force: true }))));
    };
    await make({}, { onProgress });
    expect((await readFile(file)).equals(bytes)).toBe(true);
  });
});

describe('files from segments', () => {
  it('[XS13] a file a chapter: each is remembered by itself, and only the changed one is written again', async () => {
    const acx = { preset: presetNamed('acx'), outputPath: join(folder, 'book.mp3') };
    const wishes = { chapterEvery: 12 };
    const first = await make(wishes, acx);
    expect(first.files).toHaveLength(3);
    expect(first.checks.filter(({ pass }) => !pass)).toEqual([]);
    const times = await Promise.all(first.files.map(async (path) => (await stat(path)).mtimeMs));
    await make({ ...wishes, changed: longer }, acx);
    const after = await Promise.all(first.files.map(async (path) => (await stat(path)).mtimeMs));
    expect(after.map((time, index) => time === times[index])).toEqual([false, true, true]);
  });

  it('[XS13] stems are made in the same segments and add up to the mix', async () => {
    const stemsFolder = join(folder, 'stems');
    await make({}, { stemsFolder });
    const [stem] = await readdir(stemsFolder);
    const sound = decodedByFfmpeg(join(stemsFolder, stem!));
    expect(sound.length / 2 / 48_000).toBeCloseTo((await make()).durationMs / 1000, 2);
    expect(sound.some((value) => value !== 0)).toBe(true);
  });

  it('[XS14] a sound that is missing is named, and nothing is left', async () => {
    const show = await toneShow(library);
    const id = show.media.take('take7' as never)!.segments[0]!.assetId;
    const pcm = join(library.folders.cache, id.slice(0, 2), `${id}.pcm`);
    const wanted = await readFile(pcm);
    const onProgress: ExportRequest['onProgress'] = ({ stage, done }) => {
      if (stage === 'decode' && done > 0) void rm(pcm, { force: true });
    };
    const failing = make({}, { onProgress });
    await expect(failing).rejects.toMatchObject({
      code: 'missing-audio',
      message: expect.stringContaining(id.slice(0, 12)),
    });
    expect(await readdir(folder)).toEqual([]);
    await writeFile(pcm, wanted);
  });
});

/** Behind the ID3 tag and the frame that tells the length. */
function soundOf(file: Buffer): Buffer {
  const tag = 10 + ((file[6]! << 21) | (file[7]! << 14) | (file[8]! << 7) | file[9]!);
  return file.subarray(tag + 576);
}

describe('the cache of segments', () => {
  const measure = (seed: number) => {
    const meter = new StretchMeter({ sampleRateHz: 48_000, channels: 2 });
    const sound = Float32Array.from({ length: 5_000 }, (_, n) => Math.sin(n * seed));
    meter.push([sound, sound]);
    return meter.finish();
  };
  const key = (letter: string): string => letter.repeat(64);

  it('[XS8] gives back what was put into it, numbers and bytes', async () => {
    const cache = new SegmentCache(join(folder, 'cache'));
    const bytes = Uint8Array.from({ length: 70_000 }, (_, n) => n % 251);
    cache.store(key('a'), measure(3), { bytes, frames: 7, sampleCount: 5_000, facts: { crc: 5, name: 'x' } });
    cache.store(key('b'), measure(4), null);
    expect(cache.head(key('a'))?.measure).toEqual(measure(3));
    expect(cache.head(key('b'))).toMatchObject({ measure: measure(4), encoded: null });
    const segment = cache.segment(key('a'), new ByteRoom());
    expect(segment).toMatchObject({
      measure: measure(3),
      encoded: { frames: 7, sampleCount: 5_000, facts: { crc: 5, name: 'x' } },
    });
    expect(Buffer.from(segment!.encoded.bytes).equals(Buffer.from(bytes))).toBe(true);
    expect([
      cache.head(key('c')),
      cache.segment(key('c'), new ByteRoom()),
      cache.segment(key('b'), new ByteRoom()),
    ]).toEqual([null, null, null]);
  });

  it('[XS8] removes what was used longest ago when it is full, and what dead programs left', async () => {
    const cache = new SegmentCache(join(folder, 'cache'), 250_000);
    const bytes = new Uint8Array(90_000);
    for (const letter of ['a', 'b', 'c']) {
      cache.store(key(letter), measure(3), { bytes, frames: 1, sampleCount: 1, facts: {} });
    }
    await mkdir(join(folder, 'cache', 'ff'), { recursive: true });
    await writeFile(join(folder, 'cache', 'ff', '.lectern-999999-1-0123456789abcdef.part.segment'), 'x');
    const old = new Date(Date.now() - 60_000);
    for (const letter of ['a', 'b', 'c'])
      await utimes(join(folder, 'cache', letter + letter, `${key(letter)}.segment`), old, old);
    cache.head(key('a'));
    await cache.trim();
    expect([cache.head(key('a')) !== null, await readdir(join(folder, 'cache', 'ff'))]).toEqual([true, []]);
    expect([cache.head(key('b')), cache.head(key('c'))].filter((head) => head !== null)).toHaveLength(1);
  });
});
