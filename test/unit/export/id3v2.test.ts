import { parseBuffer } from 'music-metadata';
import { describe, expect, it } from 'vitest';
import { id3v2Tag } from '#core/export/id3v2.ts';
import { languageCodeOf } from '#core/export/language-code.ts';
import type { CoverArt } from '#core/export/programme-tags.ts';
import { childrenOf, framesOf } from '../../helpers/export-id3.ts';
import { chaptersEvery, TAGS } from '../../helpers/export-programme.ts';

const cover: CoverArt = {
  mimeType: 'image/jpeg',
  bytes: Uint8Array.from({ length: 300 }, (_, index) => index & 255),
  widthPx: 1400,
  heightPx: 1400,
};

/** Reads back with a parser that is not ours. A bare frame follows, so that it is taken for an mp3. */
async function readBack(tag: Uint8Array) {
  const silentFrame = Buffer.alloc(417);
  silentFrame.set([0xff, 0xfb, 0x90, 0xc4]);
  return parseBuffer(Buffer.concat([tag, ...Array.from({ length: 8 }, () => silentFrame)]), 'audio/mpeg');
}

describe('the ID3 tag', () => {
  it('[EXP5] is version 2.3 and says all there is, in a form others read', async () => {
    const tag = id3v2Tag(TAGS, [], cover);
    expect(Array.from(tag.subarray(0, 6))).toEqual([0x49, 0x44, 0x33, 3, 0, 0]);
    const { common, native } = await readBack(tag);
    expect(common).toMatchObject({
      title: 'Die Fähre',
      artist: 'A. Author',
      albumartist: 'A. Author',
      album: 'Night 夜',
      composer: ['AI Voice'],
      genre: ['Podcast'],
      year: 2026,
      track: { no: 3, of: 12 },
      language: 'deu',
    });
    const frames = native['ID3v2.3'] ?? [];
    expect(frames.find(({ id }) => id === 'COMM')?.value).toMatchObject({ language: 'deu', text: 'A comment.' });
    expect(frames.find(({ id }) => id === 'TXXX:ai-content')?.value).toBe('true');
    expect(common.picture?.[0]).toMatchObject({ type: 'Cover (front)', format: 'image/jpeg' });
    expect(Buffer.compare(Buffer.from(common.picture![0]!.data), Buffer.from(cover.bytes))).toBe(0);
  });

  it('[EXP5] a comment is COMM with its language and an empty name, never TXXX; the cover has type 3', () => {
    const frames = framesOf(id3v2Tag(TAGS, [], cover));
    expect(frames.find(({ id }) => id === 'COMM')!.body.toString('latin1')).toBe('\0deu\0A comment.');
    const picture = frames.find(({ id }) => id === 'APIC')!.body;
    expect(picture.toString('latin1', 0, 14)).toBe('\0image/jpeg\0\x03\0');
  });

  it('[EXP5] texts are Latin-1 where that is enough and UTF-16 with its mark where not', () => {
    const frames = framesOf(id3v2Tag({ ...TAGS, comment: '夜' }, [], undefined));
    expect(frames.find(({ id }) => id === 'TIT2')!.body.toString('latin1')).toBe('\0Die Fähre');
    const [polish] = framesOf(id3v2Tag({ ...TAGS, title: 'Łódź' }, [], undefined));
    expect(polish!.body.subarray(3).toString('utf16le')).toBe('Łódź');
    const album = frames.find(({ id }) => id === 'TALB')!.body;
    expect(Array.from(album.subarray(0, 3))).toEqual([1, 0xff, 0xfe]);
    expect(album.subarray(3).toString('utf16le')).toBe('Night 夜');
    // Encoding, language, a name of nothing but mark and terminator, then the text.
    const comment = frames.find(({ id }) => id === 'COMM')!.body;
    expect(Array.from(comment)).toEqual([1, 0x64, 0x65, 0x75, 0xff, 0xfe, 0, 0, 0xff, 0xfe, 0x1c, 0x59]);
  });

  it('[EXP5] a text cannot end a frame early or hold half a character', () => {
    const [title] = framesOf(id3v2Tag({ ...TAGS, title: 'a\0b\ud83d' }, [], undefined));
    expect(title!.body.subarray(3).toString('utf16le')).toBe('ab\ufffd');
  });

  it('[EXP6] chapters are CHAP frames in milliseconds under one ordered top-level table', () => {
    const chapters = chaptersEvery(48_024, 3);
    const frames = framesOf(id3v2Tag(TAGS, chapters, undefined));
    const tables = frames.filter(({ id }) => id === 'CTOC');
    expect(tables).toHaveLength(1);
    expect(childrenOf(tables[0]!)).toEqual({ elementId: 'toc', flags: 3, children: ['ch0', 'ch1', 'ch2'] });
    const second = frames.filter(({ id }) => id === 'CHAP')[1]!.body;
    expect(second.toString('latin1', 0, 4)).toBe('ch1\0');
    // 1000.5 ms is rounded; byte offsets say "use the times".
    expect([4, 8, 12, 16].map((at) => second.readUInt32BE(at))).toEqual([1001, 2001, 0xffff_ffff, 0xffff_ffff]);
    expect(second.toString('latin1', 20, 24)).toBe('TIT2');
    expect(second.subarray(33).toString('utf16le')).toBe('Chapter 2 夜 😀');
  });

  it('[EXP6] more than 255 chapters get tables within the table, and none is lost', () => {
    const frames = framesOf(id3v2Tag(TAGS, chaptersEvery(48_000, 600), undefined));
    const tables = frames.filter(({ id }) => id === 'CTOC').map(childrenOf);
    expect(tables.filter(({ flags }) => (flags & 2) !== 0)).toEqual([
      { elementId: 'toc', flags: 3, children: ['toc0', 'toc1', 'toc2'] },
    ]);
    const listed = tables.slice(1).flatMap(({ children }) => children);
    expect(listed).toEqual(Array.from({ length: 600 }, (_, index) => `ch${index}`));
    const ids = [...tables.map(({ elementId }) => elementId), ...listed];
    expect(new Set(ids).size).toBe(ids.length);
    expect(frames.filter(({ id }) => id === 'CHAP')).toHaveLength(600);
  });

  it('[EXP5] languages become three letters', () => {
    expect(['en', 'de-AT', 'zh-Hans-CN', 'pt_BR', 'yue', 'FR', 'x', ''].map(languageCodeOf)).toEqual([
      'eng',
      'deu',
      'zho',
      'por',
      'yue',
      'fra',
      'und',
      'und',
    ]);
  });
});
