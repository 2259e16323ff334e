import { execFileSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseMpegFrame } from '#core/audio/mpeg-frame.ts';
import { parseMpegInfo } from '#core/audio/mpeg-info.ts';
import { EXPORT_FORMATS } from '#core/export/export-format.ts';
import { createSegmentCoder } from '#core/export/join/create-segment-coder.ts';
import { joinSegments } from '#core/export/join/join-segments.ts';
import { type CoderSettings, type EncodedSegment, encodeAlone } from '#core/export/join/segment-coder.ts';
import { segmentSound } from '#core/export/join/segment-sound.ts';
import { spanOf } from '#core/export/join/segment-span.ts';
import { settleAacQuality } from '#core/export/join/settle-aac-quality.ts';
import { pcmBytes } from '#core/export/pcm-bytes.ts';
import { Cancelled } from '#shared/errors.ts';
import { gridLength } from '#shared/frame-grid.ts';
import { samples } from '#shared/units.ts';
import { fakeFfmpeg, packagedFfmpeg } from '../../helpers/audio-ffmpeg.ts';
import { decodedByFfmpeg } from '../../helpers/export-probe.ts';
import { programmeLike, silence } from '../../helpers/export-programme.ts';
import { edgesOf, encodePieces, joinPieces, rendered, SECOND, stored } from '../../helpers/join-files.ts';

const ffmpeg = await packagedFfmpeg();
const SOURCE = programmeLike();
const DURATION = samples(6 * SECOND + 99);
const ROLLS = { framesBefore: 0, framesAfter: 0 };

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lectern-join-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function settingsOf(format: CoderSettings['format'], channels: 1 | 2 = 2): CoderSettings {
  return { format, channels, encodedAs: { sampleRateHz: 48_000, bitDepth: 24, bitrateKbps: 128 }, ffmpeg };
}

describe('a segment', () => {
  it.each(EXPORT_FORMATS)('[XJ10] of %s is heard alone as in the file', async (format) => {
    const settings = settingsOf(format);
    const coder = createSegmentCoder(settings);
    const job = { settings, source: SOURCE, durationSamples: DURATION, frames: [100, 60] };
    const path = join(folder, `heard.${format}`);
    await joinPieces(job, path);
    const file = decodedByFfmpeg(path);
    const edges = edgesOf(job);
    for (const [index, startSample] of edges.slice(0, -1).entries()) {
      const endSample = edges[index + 1]!;
      const segment = await encodeAlone(coder, { ...job, startSample, endSample });
      const heard: number[] = [];
      for await (const { block } of coder.decode([segment])) {
        const [left, right] = block;
        for (const [i, value] of left!.entries()) heard.push(value, right![i]!);
      }
      expect(heard).toHaveLength(2 * segment.sampleCount);
      let worst = 0;
      for (let i = 0; i < heard.length; i++) {
        worst = Math.max(worst, Math.abs(heard[i]! - file[2 * startSample + i]!));
      }
      // Two decoders of mp3 round differently; all others are the same.
      expect(worst).toBeLessThan(format === 'mp3' ? 1e-4 : format === 'opus' ? 2e-3 : 1e-6);
    }
  });

  it.each(['mp3', 'opus', 'm4a', 'flac'] as const)(
    '[XJ11] of %s is the same bytes in any order, at once, and wherever an edit has moved it',
    async (format) => {
      const settings = settingsOf(format, 1);
      const coder = createSegmentCoder(settings);
      const job = { settings, source: SOURCE, durationSamples: DURATION, frames: [110, 40, 70] };
      const inOrder = await encodePieces(job);
      const edges = edgesOf(job);
      const atOnce = await Promise.all(
        [3, 1, 2, 0].map(async (index) => {
          const range = { startSample: edges[index]!, endSample: edges[index + 1]! };
          return [index, await encodeAlone(coder, { ...job, ...range })] as const;
        }),
      );
      for (const [index, segment] of atOnce) expect(sameBytes(segment, inOrder[index]!)).toBe(true);

      const by = gridLength(coder.grid, 37);
      const moved = await encodeAlone(coder, {
        source: { render: (at, left, right) => SOURCE.render(at - by, left, right) },
        startSample: samples(edges[2]! + by),
        endSample: samples(edges[3]! + by),
        durationSamples: samples(DURATION + by),
      });
      expect(sameBytes(moved, inOrder[2]!)).toBe(true);
      expect(moved.facts).toEqual(inOrder[2]!.facts);
    },
  );

  it('[XJ11] is the same bytes from another thread', async () => {
    const settings = settingsOf('mp3');
    const range = { startSample: samples(0), endSample: DURATION, durationSamples: DURATION };
    const here = await encodeAlone(createSegmentCoder(settings), { source: SOURCE, ...range });
    const script = join(folder, 'thread.ts');
    const at = (path: string): string => JSON.stringify(new URL(path, import.meta.url).href);
    await writeFile(
      script,
      `import { parentPort, workerData } from 'node:worker_threads';
       const { createSegmentCoder } = await import(${at('../../../src-main/core/export/join/create-segment-coder.ts')});
       const { encodeAlone } = await import(${at('../../../src-main/core/export/join/segment-coder.ts')});
       const { programmeLike } = await import(${at('../../helpers/export-programme.ts')});
       const { settings, range } = workerData;
       const { bytes } = await encodeAlone(createSegmentCoder(settings), { source: programmeLike(), ...range });
       parentPort.postMessage(bytes);`,
    );
    const worker = new Worker(script, { workerData: { settings, range } });
    const there = await new Promise<Uint8Array>((resolve, reject) =>
      worker.once('message', resolve).once('error', reject),
    );
    expect(Buffer.compare(there, here.bytes)).toBe(0);
  });

  it.each(EXPORT_FORMATS)('[XJ14] of %s in a run of several is what it is alone, and is heard so', async (format) => {
    const settings = settingsOf(format);
    const coder = createSegmentCoder(settings);
    const job = { settings, source: SOURCE, durationSamples: DURATION, frames: [70, 60, 50] };
    const alone = await encodePieces(job);
    const edges = edgesOf(job);
    const made: EncodedSegment[] = [];
    const ends: number[] = [];
    let heard = 0;
    const run = async function* () {
      // Not from the beginning: what comes before the first segment is encoded too, and dropped.
      for await (const segment of coder.encode({ ...job, edges: edges.slice(1) })) {
        made.push(segment);
        yield segment;
      }
    };
    for await (const { block, ended } of coder.decode(run())) {
      expect(block).toHaveLength(2);
      heard += block[0]!.length;
      if (ended) ends.push(heard);
    }
    const wanted = alone.slice(1);
    expect(made.map(({ frames, sampleCount }) => [frames, sampleCount])).toEqual(
      wanted.map(({ frames, sampleCount }) => [frames, sampleCount]),
    );
    expect(ends).toEqual(
      wanted.map((_, index) => wanted.slice(0, index + 1).reduce((sum, s) => sum + s.sampleCount, 0)),
    );
    // AAC remembers for longer; its runs are held to the sound by XJ8.
    if (format !== 'm4a' && format !== 'm4b') {
      expect(made.map((segment, index) => sameBytes(segment, wanted[index]!))).toEqual(wanted.map(() => true));
    }
  });

  it.each(['mp3', 'm4a', 'opus'] as const)(
    '[XJ14] a %s of a run and of a piece alone is as near to the sound',
    async (format) => {
      const settings = settingsOf(format);
      const coder = createSegmentCoder(settings);
      const job = { settings, source: SOURCE, durationSamples: DURATION, frames: [70, 60, 50] };
      const edges = edgesOf(job);
      const mixed = [
        ...(await collected(coder.encode({ ...job, edges: edges.slice(0, 2) }))),
        ...(await collected(coder.encode({ ...job, edges: edges.slice(1) }))),
      ];
      const path = join(folder, `mixed.${format}`);
      await joinSegments(stored(mixed), { ...settings, chapters: [], edges }, path);
      const whole = join(folder, `whole.${format}`);
      await joinPieces({ ...job, frames: [] }, whole);
      const [a, b, truth] = [decodedByFfmpeg(path), decodedByFfmpeg(whole), rendered(SOURCE, DURATION, 2)];
      expect(a.length).toBe(b.length);
      for (const edge of edges.slice(1, -1)) {
        const from = 2 * (edge - 2048);
        const noise = (sound: Float32Array): number => {
          let sum = 0;
          for (let i = from; i < from + 8192; i++) sum += (sound[i]! - truth[i]!) ** 2;
          return 10 * Math.log10(sum);
        };
        expect(noise(a)).toBeLessThan(noise(b) + 1);
      }
    },
  );

  it('[XJ12] that is cancelled or badly encoded is none, and its ffmpeg is named as the cause', async () => {
    const range = { source: SOURCE, startSample: samples(0), endSample: DURATION, durationSamples: DURATION };
    const signal = AbortSignal.abort();
    await expect(encodeAlone(createSegmentCoder(settingsOf('mp3')), range, { signal })).rejects.toThrow(Cancelled);
    const broken = { ...(await fakeFfmpeg(folder, 'cat > /dev/null; echo nothing')), encoders: ffmpeg.encoders };
    for (const format of ['m4a', 'opus', 'flac'] as const) {
      const coder = createSegmentCoder({ ...settingsOf(format), ffmpeg: broken });
      await expect(encodeAlone(coder, range)).rejects.toMatchObject({ code: 'ffmpeg-failed' });
    }
  });

  it.each([
    [1, 44_100],
    [2, 44_100],
    [1, 48_000],
  ] as const)(
    '[XJ15] of mp3 is made without an ffmpeg: %i channels at %i Hz, the frames ffmpeg makes of the same sound',
    async (channels, sampleRateHz) => {
      const encodedAs = { ...settingsOf('mp3').encodedAs, sampleRateHz };
      const range = { source: SOURCE, startSample: samples(0), endSample: DURATION, durationSamples: DURATION };
      const nowhere = {
        path: join(folder, 'no-ffmpeg'),
        source: 'setting',
        version: '0',
        encoders: new Set(''),
      } as const;
      const coder = createSegmentCoder({ ...settingsOf('mp3', channels), encodedAs, ffmpeg: nowhere });
      const ours = await encodeAlone(coder, range);
      const pcm: Uint8Array[] = [];
      const sound = segmentSound(range, spanOf(range, coder.grid, ROLLS), { ...coder.grid, ...ROLLS, channels });
      for await (const bytes of pcmBytes(sound, 'f32')) pcm.push(bytes.slice());
      const options = `-f f32le -ar ${sampleRateHz} -ac ${channels} -i - -c:a libmp3lame -b:a 128k -reservoir 0`;
      const bare = '-write_xing 0 -id3v2_version 0 -write_id3v1 0 -f mp3 -'.split(' ');
      const theirs = execFileSync(ffmpeg.path, ['-v', 'error', ...options.split(' '), ...bare], {
        input: Buffer.concat(pcm),
      });
      expect(ours.bytes).toHaveLength(theirs.length);
      const different = theirs.filter((byte, index) => byte !== ours.bytes[index]).length;
      // Two compilers round differently.
      expect(different / theirs.length).toBeLessThan(1e-3);
    },
  );
});

async function collected<Item>(items: AsyncIterable<Item>): Promise<readonly Item[]> {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
}

function sameBytes(a: EncodedSegment, b: EncodedSegment): boolean {
  return a.frames === b.frames && a.sampleCount === b.sampleCount && Buffer.compare(a.bytes, b.bytes) === 0;
}

describe('a joined file', () => {
  it('[XJ5] of mp3 says of itself what ffmpeg says of the same frames', async () => {
    const settings = settingsOf('mp3');
    const [ours, theirs] = [join(folder, 'ours.mp3'), join(folder, 'theirs.mp3')];
    await joinPieces({ settings, source: SOURCE, durationSamples: DURATION, frames: [50, 100] }, ours);
    const pcm: Uint8Array[] = [];
    for await (const bytes of pcmBytes(oneBlock(), 'f32')) pcm.push(bytes.slice());
    const options = '-f f32le -ar 48000 -ac 2 -i - -c:a libmp3lame -b:a 128k -reservoir 0 -id3v2_version 0'.split(' ');
    execFileSync(ffmpeg.path, ['-v', 'error', '-y', ...options, theirs], { input: Buffer.concat(pcm) });
    const [a, b] = [await readFile(ours), await readFile(theirs)];
    expect(a.length).toBe(b.length);
    const [frame, other] = [parseMpegFrame(a, 0)!, parseMpegFrame(b, 0)!];
    expect(parseMpegInfo(frame, a)).toEqual(parseMpegInfo(other, b));
    expect(Buffer.compare(a.subarray(frame.byteLength), b.subarray(other.byteLength))).toBe(0);
    const tag = a.indexOf('Info');
    // The table, and the checksum of the music.
    for (let i = 0; i < 100; i++) expect(Math.abs(a[tag + 16 + i]! - b[tag + 16 + i]!)).toBeLessThanOrEqual(1);
    expect(a.readUInt16BE(tag + 120 + 32)).toBe(b.readUInt16BE(tag + 120 + 32));
  });

  it('[XJ12] of too few or too many segments is refused, and nothing is left of it', async () => {
    const settings = settingsOf('mp3');
    const job = { settings, source: SOURCE, durationSamples: DURATION, frames: [50, 100] };
    const segments = await encodePieces(job);
    const files = await readdir(folder);
    const path = join(folder, 'never.mp3');
    const demand = { ...settings, chapters: [], edges: edgesOf(job) };
    for (const wrong of [segments.slice(1), [...segments, segments[0]!], []]) {
      await expect(joinSegments(stored(wrong), demand, path)).rejects.toThrow(RangeError);
    }
    const signal = AbortSignal.abort();
    await expect(joinSegments(stored(segments), { ...demand, signal }, path)).rejects.toThrow(Cancelled);
    expect(await readdir(folder)).toEqual(files);
  });

  it('[XJ12] of flac whose ffmpeg dies while it reads back is refused', async () => {
    const settings = settingsOf('flac');
    const job = { settings, source: SOURCE, durationSamples: DURATION, frames: [50, 100] };
    const segments = await encodePieces(job);
    const demand = { ...settings, chapters: [], edges: edgesOf(job) };
    const path = join(folder, 'never.flac');
    for (const body of ['exit 1', 'exit 0', 'cat > /dev/null; echo MD5=none']) {
      const dying = { ...(await fakeFfmpeg(folder, body, 'dying')), encoders: ffmpeg.encoders };
      const made = joinSegments(stored(segments), { ...demand, ffmpeg: dying }, path);
      await expect(made).rejects.toMatchObject({ code: 'ffmpeg-failed' });
    }
    await expect(readFile(path)).rejects.toThrow('ENOENT');
  });

  it('[XJ13] of AAC has the rate that was asked for, by a quality found on a sample of it', async () => {
    for (const [channels, bitrateKbps] of [
      [1, 64],
      [2, 192],
    ] as const) {
      const asked: CoderSettings = {
        ...settingsOf('m4a', channels),
        encodedAs: { sampleRateHz: 48_000, bitDepth: 24, bitrateKbps },
      };
      const job = { source: SOURCE, durationSamples: samples(32 * SECOND) };
      const settings = await settleAacQuality(asked, job);
      const segment = await encodeAlone(createSegmentCoder(settings), {
        ...job,
        startSample: samples(0),
        endSample: job.durationSamples,
      });
      const kbps = ((segment.bytes.length - 7 * segment.frames) * 8) / 32_000;
      expect(Math.abs(kbps / bitrateKbps - 1)).toBeLessThan(0.08);
      expect(await settleAacQuality(settings, job)).toBe(settings);
    }
    const quiet = await settleAacQuality(settingsOf('m4a'), { source: silence(), durationSamples: samples(SECOND) });
    expect(quiet.aacQuality).toBeGreaterThan(0.5);
    expect(await settleAacQuality(settingsOf('mp3'), { source: SOURCE, durationSamples: DURATION })).toEqual(
      settingsOf('mp3'),
    );
  });
});

async function* oneBlock(): AsyncGenerator<readonly Float32Array[]> {
  const both = rendered(SOURCE, DURATION, 2);
  yield [0, 1].map((channel) => both.filter((_, index) => index % 2 === channel));
}
