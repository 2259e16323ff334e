import { describe, expect, it } from 'vitest';
import { userData } from '#core/export/mp4-tags.ts';
import { secondsToSamples } from '#shared/units.ts';
import { boxesOf, find } from '../../helpers/export-boxes.ts';
import { chaptersEvery, TAGS } from '../../helpers/export-programme.ts';

const BOOK = { ...TAGS, mediaKind: 'audiobook' } as const;
const cover = { mimeType: 'image/png', bytes: Uint8Array.of(9, 8, 7), widthPx: 2, heightPx: 3 } as const;

/** Type and bytes of an item's `data` box. */
function dataOf(item: Buffer): { type: number; value: Buffer } {
  const data = find(boxesOf(item), 'data');
  return { type: data.readUInt32BE(0), value: data.subarray(8) };
}

function itemsOf(pieces: readonly Uint8Array[]) {
  const meta = find(boxesOf(find(boxesOf(Buffer.concat(pieces)), 'udta')), 'meta');
  return boxesOf(find(boxesOf(meta.subarray(4)), 'ilst'));
}

interface NeroChapter {
  readonly start: bigint;
  readonly title: Buffer;
}

function neroChapters(pieces: readonly Uint8Array[]): readonly NeroChapter[] {
  const list = find(boxesOf(find(boxesOf(Buffer.concat(pieces)), 'udta')), 'chpl');
  expect(list.readUInt32BE(0)).toBe(0x0100_0000);
  const chapters: NeroChapter[] = [];
  let at = 9;
  for (let index = 0; index < list[8]!; index++) {
    const length = list[at + 8]!;
    chapters.push({ start: list.readBigUInt64BE(at), title: list.subarray(at + 9, at + 9 + length) });
    at += 9 + length;
  }
  expect(at).toBe(list.length);
  return chapters;
}

describe('MP4 user data', () => {
  it('[EXP9] has the tags, the audiobook kind, the flag of synthetic voices and the cover', () => {
    const items = itemsOf(userData(BOOK, [], cover));
    const text = (type: string): string => dataOf(find(items, type)).value.toString('utf8');
    expect(['\xa9nam', '\xa9ART', 'aART', '\xa9alb', '\xa9wrt', '\xa9gen', '\xa9day', '\xa9cmt'].map(text)).toEqual([
      'Die Fähre',
      'A. Author',
      'A. Author',
      'Night 夜',
      'AI Voice',
      'Podcast',
      '2026',
      'A comment.',
    ]);
    expect(dataOf(find(items, 'stik'))).toEqual({ type: 21, value: Buffer.of(2) });
    expect(dataOf(find(items, 'trkn'))).toEqual({ type: 0, value: Buffer.of(0, 0, 0, 3, 0, 12, 0, 0) });
    expect(dataOf(find(items, 'covr'))).toEqual({ type: 14, value: Buffer.of(9, 8, 7) });
    const flag = find(items, '----');
    expect(find(boxesOf(flag), 'mean').toString('latin1', 4)).toBe('com.apple.iTunes');
    expect(find(boxesOf(flag), 'name').toString('latin1', 4)).toBe('ai-content');
    expect(dataOf(flag).value.toString()).toBe('true');
  });

  it('[EXP9] a podcast has no media kind of a book', () => {
    expect(itemsOf(userData(TAGS, [], undefined)).map(({ type }) => type)).not.toContain('stik');
  });

  it('[EXP9] Nero chapters start in units of 100 ns', () => {
    const chapters = neroChapters(userData(BOOK, chaptersEvery(secondsToSamples(1.5), 3), undefined));
    expect(chapters.map(({ start }) => start)).toEqual([0n, 15_000_000n, 30_000_000n]);
    expect(chapters[1]!.title.toString('utf8')).toBe('Chapter 2 夜 😀');
  });

  it('[EXP9] Nero chapters stop at 255, and a long title at 255 bytes without cutting a character', () => {
    const many = chaptersEvery(48_000, 300).map((chapter) => ({ ...chapter, title: `${'a'.repeat(254)}夜` }));
    const chapters = neroChapters(userData(BOOK, many, undefined));
    expect(chapters).toHaveLength(255);
    expect(chapters[0]!.title.toString('utf8')).toBe('a'.repeat(254));
  });

  it('[EXP9] what of the first and last frame is not sound is said as iTunes says it', () => {
    const gapless = { priming: 1024, padding: 125, sampleCount: 2_644_867 };
    const items = itemsOf(userData(TAGS, [], undefined, gapless)).filter(({ type }) => type === '----');
    expect(items.map(({ content }) => dataOf(content).value.toString('latin1')).at(-1)).toBe(
      ` 00000000 00000400 0000007D 0000000000285B83${' 00000000'.repeat(8)}`,
    );
    expect(items.at(-1)!.content.includes('iTunSMPB')).toBe(true);
  });
});
