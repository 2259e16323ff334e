/** What an MP4 file says about itself, as iTunes lays it out: `moov/udta` with Nero chapters and `meta/ilst`. */
import { type Samples, samplesToMs } from '#shared/units.ts';
import { type BoxPieces, box, fullBox } from './mp4-box.ts';
import {
  AI_TAG,
  type CoverArt,
  cleanText,
  cutUtf8,
  type ProgrammeChapter,
  type ProgrammeTags,
} from './programme-tags.ts';

/** Types of a `data` box. */
const BINARY = 0;
const UTF8 = 1;
const JPEG = 13;
const PNG = 14;
const INTEGER = 21;
/** `stik`: Audiobook. */
const AUDIOBOOK = 2;

/** Nero's list counts chapters, and the bytes of a title, in one byte. The QuickTime track beside it has them all. */
const MOST_NERO_CHAPTERS = 255;
const LONGEST_NERO_TITLE = 255;

/** What of the decoded frames is not sound, in samples. */
export interface GaplessInfo {
  readonly priming: number;
  readonly padding: number;
  readonly sampleCount: number;
}

export function userData(
  tags: ProgrammeTags,
  chapters: readonly ProgrammeChapter[],
  cover: CoverArt | undefined,
  gapless?: GaplessInfo,
): BoxPieces {
  return box('udta', ...(chapters.length > 0 ? [neroChapters(chapters)] : []), metaBox(tags, cover, gapless));
}

function neroChapters(chapters: readonly ProgrammeChapter[]): BoxPieces {
  const listed = chapters.slice(0, MOST_NERO_CHAPTERS);
  const entries = listed.map(({ title, startSample }) => {
    const text = cutUtf8(cleanText(title), LONGEST_NERO_TITLE);
    const entry = Buffer.alloc(9 + text.length);
    entry.writeBigUInt64BE(hundredNanoseconds(startSample), 0);
    entry[8] = text.length;
    entry.set(text, 9);
    return entry;
  });
  // Four reserved bytes, then the count.
  return fullBox('chpl', 1, 0, Buffer.from([0, 0, 0, 0, listed.length]), ...entries);
}

function hundredNanoseconds(at: Samples): bigint {
  return BigInt(Math.round(samplesToMs(at) * 10_000));
}

function metaBox(tags: ProgrammeTags, cover: CoverArt | undefined, gapless: GaplessInfo | undefined): BoxPieces {
  // Handler: type mdir of vendor appl, without a name.
  const handler = Buffer.concat([Buffer.alloc(4), Buffer.from('mdirappl', 'latin1'), Buffer.alloc(9)]);
  return fullBox(
    'meta',
    0,
    0,
    fullBox('hdlr', 0, 0, handler),
    box('ilst', ...items(tags, cover), ...(gapless ? [gaplessItem(gapless)] : [])),
  );
}

function items(tags: ProgrammeTags, cover: CoverArt | undefined): readonly BoxPieces[] {
  const texts: readonly (readonly [type: string, text: string | undefined])[] = [
    ['\xa9nam', tags.title],
    ['\xa9ART', tags.author],
    ['aART', tags.author],
    ['\xa9alb', tags.album],
    ['\xa9wrt', tags.narrator],
    ['\xa9nrt', tags.narrator],
    ['\xa9gen', tags.genre],
    ['\xa9day', tags.year?.toString()],
    ['\xa9cmt', tags.comment],
    ['\xa9too', 'Lectern'],
  ];
  return [
    ...texts.flatMap(([type, text]) => (text ? [item(type, UTF8, utf8(text))] : [])),
    ...(tags.track ? [trackItem(tags.track)] : []),
    ...(tags.mediaKind === 'audiobook' ? [item('stik', INTEGER, Buffer.from([AUDIOBOOK]))] : []),
    ...(tags.isAiVoice ? [freeform(AI_TAG, 'true')] : []),
    ...(cover ? [item('covr', cover.mimeType === 'image/png' ? PNG : JPEG, cover.bytes)] : []),
  ];
}

function item(type: string, dataType: number, value: Uint8Array): BoxPieces {
  return box(type, dataBox(dataType, value));
}

function trackItem({ number, total = 0 }: NonNullable<ProgrammeTags['track']>): BoxPieces {
  const value = Buffer.alloc(8);
  value.writeUInt16BE(number, 2);
  value.writeUInt16BE(total, 4);
  return item('trkn', BINARY, value);
}

/** As iTunes writes it, for players that do not read edit lists: twelve hexadecimal numbers, of which four say something. */
function gaplessItem({ priming, padding, sampleCount }: GaplessInfo): BoxPieces {
  const hex = (value: number, digits = 8): string => value.toString(16).toUpperCase().padStart(digits, '0');
  const said = [hex(0), hex(priming), hex(padding), hex(sampleCount, 16)];
  return freeform('iTunSMPB', ` ${[...said, ...Array.from({ length: 8 }, () => hex(0))].join(' ')}`);
}

function freeform(name: string, text: string): BoxPieces {
  return box(
    '----',
    fullBox('mean', 0, 0, utf8('com.apple.iTunes')),
    fullBox('name', 0, 0, utf8(name)),
    dataBox(UTF8, utf8(text)),
  );
}

/** The type stands where other boxes have their flags; four bytes for a locale follow. */
function dataBox(dataType: number, value: Uint8Array): BoxPieces {
  return fullBox('data', 0, dataType, Buffer.alloc(4), value);
}

function utf8(text: string): Uint8Array {
  return Buffer.from(cleanText(text), 'utf8');
}
