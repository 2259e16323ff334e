import { describe, expect, it } from 'vitest';
import { clockTime, commentBytes, commentsOf, pictureBytes } from '#core/export/vorbis-comment.ts';
import { secondsToSamples } from '#shared/units.ts';
import { chaptersEvery, TAGS } from '../../helpers/export-programme.ts';

describe('Vorbis comments', () => {
  it.each([
    [0, '00:00:00.000'],
    [1.4, '00:00:01.400'],
    [1.5, '00:00:01.500'],
    [2.7, '00:00:02.700'],
    [59.9996, '00:01:00.000'],
    [3599.9999, '01:00:00.000'],
    [36_000.25, '10:00:00.250'],
  ])('[EXP7] %s s is written %s', (seconds, text) => {
    expect(clockTime(secondsToSamples(seconds))).toBe(text);
  });

  it('[EXP7] hold tags, the flag of synthetic voices, and every chapter’s start and name', () => {
    const comments = commentsOf(TAGS, chaptersEvery(72_000, 2));
    expect(comments).toEqual([
      'TITLE=Die Fähre',
      'ARTIST=A. Author',
      'ALBUM=Night 夜',
      'ALBUMARTIST=A. Author',
      'PERFORMER=AI Voice',
      'GENRE=Podcast',
      'DATE=2026',
      'TRACKNUMBER=3',
      'TRACKTOTAL=12',
      'LANGUAGE=de-AT',
      'COMMENT=A comment.',
      'AI-CONTENT=true',
      'CHAPTER001=00:00:00.000',
      'CHAPTER001NAME=Chapter 1 é',
      'CHAPTER002=00:00:01.500',
      'CHAPTER002NAME=Chapter 2 夜 😀',
    ]);
    expect(commentsOf({ ...TAGS, isAiVoice: false, comment: '' }, [])).not.toContainEqual(
      expect.stringMatching(/AI-CONTENT|COMMENT=/),
    );
  });

  it('[EXP7] lengths are counted in bytes', () => {
    expect(Buffer.from(commentBytes(['A=é'])).toString('hex')).toBe(
      `07000000${Buffer.from('Lectern').toString('hex')}0100000004000000413dc3a9`,
    );
  });

  it('[EXP7] a cover is a picture of type 3 with its size', () => {
    const bytes = Buffer.from(
      pictureBytes({ mimeType: 'image/png', bytes: Uint8Array.of(1, 2, 3), widthPx: 1400, heightPx: 1500 }),
    );
    expect(bytes.readUInt32BE(0)).toBe(3);
    expect(bytes.toString('latin1', 8, 17)).toBe('image/png');
    expect([17, 21, 25, 29, 33, 37].map((at) => bytes.readUInt32BE(at))).toEqual([0, 1400, 1500, 24, 0, 3]);
    expect(Array.from(bytes.subarray(41))).toEqual([1, 2, 3]);
  });
});
