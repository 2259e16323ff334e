/**
 * ID3v2.3, written by ourselves: ffmpeg puts comments where no player looks, calls covers "other", lets the count of
 * chapters wrap at 256 and shifts them when it copies. 2.3 and not 2.4 because podcast players read it everywhere.
 * Layouts: id3.org "ID3v2.3.0" and "ID3v2 Chapter Frame Addendum 1.0".
 */
import { AppError } from '#shared/errors.ts';
import { samplesToMs } from '#shared/units.ts';
import { languageCodeOf } from './language-code.ts';
import { AI_TAG, type CoverArt, cleanText, type ProgrammeChapter, type ProgrammeTags } from './programme-tags.ts';

/** The entry count of a table of contents is one byte. */
const MOST_ENTRIES = 255;
/** 28 bits, "synchsafe". */
const LARGEST_TAG = 2 ** 28 - 1;
/** "Ignore, use the times." */
const NO_OFFSET = 0xffff_ffff;
const TOP_LEVEL = 2;
const ORDERED = 1;
const FRONT_COVER = 3;
const LATIN1 = 0;
const UTF16 = 1;

/** A whole tag, to stand before the first MPEG frame; of at most 65,025 chapters. Throws AppError `invalid-input` above 256 MB. */
export function id3v2Tag(
  tags: ProgrammeTags,
  chapters: readonly ProgrammeChapter[],
  cover: CoverArt | undefined,
): Uint8Array {
  const language = languageCodeOf(tags.language);
  const frames = [
    ...textFrames(tags, language),
    ...(tags.comment ? [commentFrame(tags.comment, language)] : []),
    ...(tags.isAiVoice ? [frame('TXXX', encoded(AI_TAG, 'true'))] : []),
    ...(chapters.length > 0 ? chapterFrames(chapters) : []),
    ...(cover ? [coverFrame(cover)] : []),
  ];
  const length = frames.reduce((sum, bytes) => sum + bytes.length, 0);
  if (length > LARGEST_TAG) throw tooMuch('Cover and texts are too large for an ID3 tag. Use a smaller cover.');
  const head = Buffer.from([
    0x49,
    0x44,
    0x33,
    3,
    0,
    0,
    length >> 21,
    (length >> 14) & 127,
    (length >> 7) & 127,
    length & 127,
  ]);
  return Buffer.concat([head, ...frames]);
}

function textFrames(tags: ProgrammeTags, language: string): readonly Uint8Array[] {
  const { track } = tags;
  const all: readonly (readonly [id: string, text: string | undefined])[] = [
    ['TIT2', tags.title],
    ['TPE1', tags.author],
    ['TALB', tags.album],
    ['TPE2', tags.author],
    ['TCOM', tags.narrator],
    ['TCON', tags.genre],
    ['TYER', tags.year === undefined ? undefined : String(tags.year).padStart(4, '0')],
    ['TRCK', track && (track.total === undefined ? `${track.number}` : `${track.number}/${track.total}`)],
    ['TLAN', language],
  ];
  return all.flatMap(([id, text]) => (text ? [frame(id, encoded(text))] : []));
}

function commentFrame(text: string, language: string): Uint8Array {
  const [encoding, ...rest] = encoded('', text);
  return frame('COMM', [encoding!, ...Buffer.from(language, 'latin1'), ...rest]);
}

function coverFrame({ mimeType, bytes }: CoverArt): Uint8Array {
  const head = Buffer.concat([Buffer.from([LATIN1]), latin1(`${mimeType}\0`), Buffer.from([FRONT_COVER, 0])]);
  return frame('APIC', Buffer.concat([head, bytes]));
}

/** One top-level ordered table; beyond 255 chapters its entries are tables themselves. */
function chapterFrames(chapters: readonly ProgrammeChapter[]): readonly Uint8Array[] {
  const ids = chapters.map((_, index) => `ch${index}`);
  const bodies = chapters.map(({ title, startSample, endSample }, index) => {
    const times = Buffer.alloc(16);
    times.writeUInt32BE(Math.round(samplesToMs(startSample)), 0);
    times.writeUInt32BE(Math.round(samplesToMs(endSample)), 4);
    times.writeUInt32BE(NO_OFFSET, 8);
    times.writeUInt32BE(NO_OFFSET, 12);
    return frame('CHAP', Buffer.concat([latin1(`${ids[index]}\0`), times, frame('TIT2', encoded(title))]));
  });
  if (ids.length <= MOST_ENTRIES) return [contentsFrame('toc', TOP_LEVEL | ORDERED, ids), ...bodies];

  const groups = Array.from({ length: Math.ceil(ids.length / MOST_ENTRIES) }, (_, group) => ({
    id: `toc${group}`,
    children: ids.slice(group * MOST_ENTRIES, (group + 1) * MOST_ENTRIES),
  }));
  return [
    contentsFrame(
      'toc',
      TOP_LEVEL | ORDERED,
      groups.map(({ id }) => id),
    ),
    ...groups.map(({ id, children }) => contentsFrame(id, ORDERED, children)),
    ...bodies,
  ];
}

function contentsFrame(id: string, flags: number, children: readonly string[]): Uint8Array {
  return frame(
    'CTOC',
    Buffer.concat([
      latin1(`${id}\0`),
      Buffer.from([flags, children.length]),
      ...children.map((child) => latin1(`${child}\0`)),
    ]),
  );
}

function frame(id: string, body: Uint8Array | readonly number[]): Uint8Array {
  const head = Buffer.alloc(10);
  head.write(id, 0, 'latin1');
  head.writeUInt32BE(body.length, 4);
  return Buffer.concat([head, Uint8Array.from(body)]);
}

/** The encoding byte, then the texts, terminated between them and not at the end. */
function encoded(...texts: readonly string[]): Uint8Array {
  const clean = texts.map(cleanText);
  if (clean.every(isLatin1)) return Buffer.concat([Buffer.from([LATIN1]), latin1(clean.join('\0'))]);
  const parts = clean.map((text) => Buffer.from(`\uFEFF${text}`, 'utf16le'));
  const joined = parts.flatMap((part, index) => (index === 0 ? [part] : [Buffer.alloc(2), part]));
  return Buffer.concat([Buffer.from([UTF16]), ...joined]);
}

function isLatin1(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 0xff) return false;
  return true;
}

function latin1(text: string): Uint8Array {
  return Buffer.from(text, 'latin1');
}

function tooMuch(message: string): AppError {
  return new AppError({ code: 'invalid-input', message });
}
