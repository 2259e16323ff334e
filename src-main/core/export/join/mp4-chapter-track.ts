/** Chapters as QuickTime has them, and what is made after it: a track of texts (QuickTime File Format, "Chapter Lists"). */
import { type Samples, samplesToMs } from '#shared/units.ts';
import { type BoxPieces, box, fullBox } from '../mp4-box.ts';
import { cleanText, cutUtf8, type ProgrammeChapter } from '../programme-tags.ts';
import { dataReference, editList, handler, matrix, mediaHeader, trackHeader, words } from './mp4-headers.ts';

/** The text track's own timescale: chapters are told in milliseconds everywhere else too. */
const MS = 1000;
/** A sample's length has 16 bits. */
const LONGEST_TEXT = 0xffff;
/** "The text before this is UTF-8." */
const UTF8_MARK = Buffer.from([0, 0, 0, 12, 0x65, 0x6e, 0x63, 0x64, 0, 0, 1, 0]);
/** Dither copy on middle grey: what every writer puts there. */
const GRAPHICS_MODE = Buffer.from('004080008000800000000000', 'hex');

export interface ChapterTexts {
  readonly texts: readonly Uint8Array[];
  readonly durationsMs: readonly number[];
}

export interface TextTrackDemand {
  readonly language: string;
  /** In the movie's timescale. */
  readonly movieDuration: number;
  /** Where the texts lie in the file, end to end. */
  readonly start: number;
  readonly isLong: boolean;
}

/** null: no chapters, no track. Each lasts to the next; what is before the first belongs to it. */
export function chapterTexts(chapters: readonly ProgrammeChapter[], durationSamples: Samples): ChapterTexts | null {
  if (chapters.length === 0) return null;
  const edges = [...chapters.slice(1).map(({ startSample }) => startSample), durationSamples].map((edge) =>
    Math.round(samplesToMs(edge)),
  );
  return {
    texts: chapters.map(({ title }) => sampleOf(title)),
    durationsMs: edges.map((edge, index) => edge - (edges[index - 1] ?? 0)),
  };
}

function sampleOf(title: string): Uint8Array {
  const text = cutUtf8(cleanText(title), LONGEST_TEXT);
  return Buffer.concat([Buffer.from([text.length >> 8, text.length & 0xff]), text, UTF8_MARK]);
}

/** The track that the sound's refers to as its chapters: one sample of text each. */
export function textTrack(
  chapters: ChapterTexts,
  { language, movieDuration, start, isLong }: TextTrackDemand,
): BoxPieces {
  const { durationsMs, texts } = chapters;
  const length = durationsMs.reduce((sum, duration) => sum + duration, 0);
  return box(
    'trak',
    trackHeader('text', movieDuration),
    box('edts', editList(movieDuration, 0)),
    box(
      'mdia',
      mediaHeader(MS, length, language),
      handler('text', 'ChapterHandler'),
      box(
        'minf',
        box('gmhd', fullBox('gmin', 0, 0, GRAPHICS_MODE), textHeader()),
        dataReference(),
        box(
          'stbl',
          fullBox('stsd', 0, 0, words(1), textEntry()),
          fullBox('stts', 0, 0, words(durationsMs.length, ...durationsMs.flatMap((duration) => [1, duration]))),
          fullBox('stsc', 0, 0, words(1, 1, texts.length, 1)),
          fullBox('stsz', 0, 0, words(0, texts.length, ...texts.map(({ length: bytes }) => bytes))),
          isLong ? fullBox('co64', 0, 0, words(1, 0, start)) : fullBox('stco', 0, 0, words(1, start)),
        ),
      ),
    ),
  );
}

/** QuickTime's: an identity matrix. */
function textHeader(): BoxPieces {
  return box('text', matrix());
}

/** Plain text in the font of the player. */
function textEntry(): BoxPieces {
  const head = Buffer.alloc(8);
  head.writeUInt16BE(1, 6);
  return box('text', head, Buffer.alloc(44));
}
