import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FfmpegLocation } from '#core/audio/ffmpeg-location.ts';
import { EXPORT_FORMATS, type ExportFormat } from '#core/export/export-format.ts';
import type { MasterReport } from '#core/export/master-programme.ts';
import { type ExportPreset, presetNamed } from '#core/export/presets.ts';
import type { ProgrammeChapter } from '#core/export/programme-tags.ts';
import { secondsToSamples } from '#shared/units.ts';
import { ffmpegsHere } from '../../helpers/audio-ffmpeg.ts';
import { boxesOf, descend, find } from '../../helpers/export-boxes.ts';
import { decodedByFfmpeg, probe } from '../../helpers/export-probe.ts';
import { chaptersEvery, speechLike, TAGS } from '../../helpers/export-programme.ts';
import { masterSound } from '../../helpers/segments-in-process.ts';

const SECONDS = 6;
const DURATION = secondsToSamples(SECONDS);
const COVER = new URL('../../../resources/samples/the-night-ferry/cover.png', import.meta.url).pathname;
/** Fractions of .4, .5 and .7: ffmpeg writes those of half a second and more one second late into Ogg. */
const STARTS = [0, 1.4, 2.5, 3.7];
const TITLES = ['One = 1; #a\\b', 'Zwölf', '夜の船 😀', 'Last\nline'];
const CHAPTERS: readonly ProgrammeChapter[] = STARTS.map((start, index) => ({
  title: TITLES[index]!,
  startSample: secondsToSamples(start),
  endSample: secondsToSamples(STARTS[index + 1] ?? SECONDS),
}));
const BOOK: ExportPreset = presetNamed('audiobook-m4b');

const ffmpegs = await ffmpegsHere();
let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lectern-export-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function make(
  ffmpeg: FfmpegLocation,
  format: ExportFormat,
  name: string,
  chapters = CHAPTERS,
  preset = BOOK,
): Promise<MasterReport> {
  return masterSound({
    source: speechLike({ startSample: 36_000, endSample: DURATION - 48_000 }),
    durationSamples: DURATION,
    preset,
    format,
    tags: { ...TAGS, mediaKind: preset.mediaKind },
    chapters,
    coverPath: COVER,
    outputPath: join(folder, name),
    ffmpeg,
  });
}

describe.each(ffmpegs.map((ffmpeg) => [ffmpeg.version, ffmpeg] as const))('with ffmpeg %s', (version, ffmpeg) => {
  it.each(EXPORT_FORMATS)('[EXP22] %s carries sound, tags, chapters and cover that others read', async (format) => {
    const { file } = await make(ffmpeg, format, `${version}.${format}`);
    const { format: container, streams, chapters } = probe(file);

    // As every muxer does, a newline ends a title in Nero's list; ffprobe prefers the QuickTime track, which has it all.
    expect(chapters.map(({ tags }) => tags.title)).toEqual(TITLES);
    for (const [index, chapter] of chapters.entries()) {
      expect(Number(chapter.start_time)).toBeCloseTo(STARTS[index]!, 3);
    }

    const sound = streams.find(({ codec_type }) => codec_type === 'audio')!;
    const rate = format === 'opus' ? 48_000 : 44_100;
    expect([Number(sound.sample_rate), sound.channels]).toEqual([rate, 2]);
    // Encoders fill up their last frame, and those of 2018 say so in MP4 only.
    const frames = decodedByFfmpeg(file).length / 2;
    expect(frames).toBeGreaterThanOrEqual(Math.round(SECONDS * rate) - 1);
    expect(frames).toBeLessThan(SECONDS * rate + 1100);

    const tags = Object.fromEntries(
      Object.entries({ ...container.tags, ...sound.tags }).map(([name, value]) => [name.toLowerCase(), value]),
    );
    expect(tags).toMatchObject({
      title: 'Die Fähre',
      artist: 'A. Author',
      album: 'Night 夜',
      genre: 'Podcast',
      comment: 'A comment.',
      'ai-content': 'true',
    });
    expect(tags.track).toBe(format === 'opus' || format === 'flac' ? '3' : '3/12');
    expect(tags.language).toBe(format === 'opus' || format === 'flac' ? 'de-AT' : 'deu');
    expect(streams.filter(({ disposition }) => disposition.attached_pic === 1)).toHaveLength(1);
  });

  it('[EXP23] m4b: brand, index first, both chapter systems of one content, offsets that hit the sound', async () => {
    const { file } = await make(ffmpeg, 'm4b', `boxes-${version}.m4b`);
    const bytes = await readFile(file);
    const boxes = boxesOf(bytes);
    expect(boxes.map(({ type }) => type)).toEqual(['ftyp', 'moov', 'mdat']);
    expect(find(boxes, 'ftyp').toString('latin1', 0, 4)).toBe('M4B ');

    const nero = descend(bytes, 'moov/udta/chpl');
    expect(nero[8]).toBe(CHAPTERS.length);
    const audio = descend(bytes, 'moov/trak:0');
    const text = descend(bytes, 'moov/trak:1');
    expect(descend(audio, 'tref/chap').readUInt32BE(0)).toBe(descend(text, 'tkhd').readUInt32BE(12));
    expect(descend(text, 'mdia/hdlr').toString('latin1', 8, 12)).toBe('text');
    for (const track of [audio, text]) {
      const packed = descend(track, 'mdia/mdhd').readUInt16BE(20);
      const letters = [packed >> 10, (packed >> 5) & 31, packed & 31].map((letter) => letter + 0x60);
      expect(String.fromCharCode(...letters)).toBe('deu');
    }
    // The first sample of the text track is the first title, after its length.
    const at = descend(text, 'mdia/minf/stbl/stco').readUInt32BE(8);
    expect(bytes.toString('utf8', at + 2, at + 2 + bytes.readUInt16BE(at))).toBe(TITLES[0]);
    const media = descend(text, 'mdia/mdhd').readUInt32BE(12);
    const durations = descend(text, 'mdia/minf/stbl/stts');
    expect(durations.readUInt32BE(12) / media).toBeCloseTo(STARTS[1]!, 3);
  });

  it('[EXP23] m4b keeps 300 chapters in the QuickTime track and lists 255 in Nero’s', async () => {
    const many = chaptersEvery(DURATION / 300, 300);
    const { file } = await make(ffmpeg, 'm4b', `many-${version}.m4b`, many);
    const bytes = await readFile(file);
    expect(descend(bytes, 'moov/udta/chpl')[8]).toBe(255);
    expect(descend(bytes, 'moov/trak:1/mdia/minf/stbl/stsz').readUInt32BE(8)).toBe(300);
  });

  it('[EXP24] mp3: a constant rate, with the frame that tells the exact length', async () => {
    const { file, checks } = await make(ffmpeg, 'mp3', `cbr-${version}.mp3`, [], presetNamed('acx'));
    expect(checks.find(({ rule }) => rule === 'bitrate-mode')).toMatchObject({ value: 'CBR', pass: true });
    expect((await readFile(file)).includes('Info')).toBe(true);
    expect(Math.abs(decodedByFfmpeg(file).length - SECONDS * 44_100)).toBeLessThan(1152);
  });

  it('[EXP24] flac holds the 24-bit samples bit for bit', async () => {
    const wav = await make(ffmpeg, 'wav', `exact-${version}.wav`, [], presetNamed('archive-wav'));
    const flac = await make(ffmpeg, 'flac', `exact-${version}.flac`, [], presetNamed('archive-wav'));
    const [a, b] = [decodedByFfmpeg(wav.file), decodedByFfmpeg(flac.file)];
    expect(a).toHaveLength(2 * DURATION);
    expect(Buffer.compare(Buffer.from(a.buffer), Buffer.from(b.buffer))).toBe(0);
    expect(probe(flac.file).streams[0]!.bits_per_raw_sample).toBe('24');
  });

  it('[EXP25] the same programme gives the same bytes', async () => {
    for (const format of ['mp3', 'm4b', 'opus'] as const) {
      const [a, b] = [
        await make(ffmpeg, format, `a-${version}.${format}`),
        await make(ffmpeg, format, `b-${version}.${format}`),
      ];
      expect(Buffer.compare(await readFile(a.file), await readFile(b.file))).toBe(0);
    }
  });

  it('[EXP26] mono is 0.5·L + 0.5·R at the same level in every format', async () => {
    const mono = presetNamed('podcast-mono');
    const levels: number[] = [];
    for (const format of ['wav', 'mp3', 'm4a', 'opus', 'flac'] as const) {
      const { loudness, file } = await make(ffmpeg, format, `mono-${version}.${format}`, [], mono);
      expect(probe(file).streams.find(({ codec_type }) => codec_type === 'audio')!.channels).toBe(1);
      levels.push(loudness.integratedLufs!);
    }
    // Coders drop the highest noise of this signal, each its own; a wrong downmix would be off by three decibels.
    for (const level of levels) expect(Math.abs(level + 19)).toBeLessThan(0.6);
  });
});
