/**
 * The comments of Ogg and FLAC, chapters included (wiki.xiph.org/Chapter_Extension). Written by ourselves because ffmpeg
 * writes chapters of Opus whose fraction is half a second or more one second late, and drops those of FLAC.
 */
import { type Samples, samplesToMs } from '#shared/units.ts';
import { AI_TAG, type CoverArt, cleanText, type ProgrammeChapter, type ProgrammeTags } from './programme-tags.ts';

const VENDOR = 'Lectern';
const FRONT_COVER = 3;
const COLOUR_DEPTH_BITS = 24;

/** `NAME=value`, in the order in which they are written. */
export function commentsOf(tags: ProgrammeTags, chapters: readonly ProgrammeChapter[]): readonly string[] {
  const all: readonly (readonly [name: string, value: string | undefined])[] = [
    ['TITLE', tags.title],
    ['ARTIST', tags.author],
    ['ALBUM', tags.album],
    ['ALBUMARTIST', tags.author],
    ['PERFORMER', tags.narrator],
    ['GENRE', tags.genre],
    ['DATE', tags.year?.toString()],
    ['TRACKNUMBER', tags.track?.number.toString()],
    ['TRACKTOTAL', tags.track?.total?.toString()],
    ['LANGUAGE', tags.language],
    ['COMMENT', tags.comment],
    [AI_TAG.toUpperCase(), tags.isAiVoice ? 'true' : undefined],
    ...chapters.flatMap(({ title, startSample }, index) => {
      const name = `CHAPTER${String(index + 1).padStart(3, '0')}`;
      return [[name, clockTime(startSample)] as const, [`${name}NAME`, title] as const];
    }),
  ];
  return all.flatMap(([name, value]) => (value ? [`${name}=${cleanText(value)}`] : []));
}

/** Vendor and comments, lengths in little-endian: the body of a FLAC block, and of an OpusTags packet after its name. */
export function commentBytes(comments: readonly string[]): Uint8Array {
  return Buffer.concat([prefixed(VENDOR), count(comments.length), ...comments.map(prefixed)]);
}

/** A FLAC picture block's body; in Ogg it is the value of METADATA_BLOCK_PICTURE in base64. */
export function pictureBytes({ mimeType, bytes, widthPx, heightPx }: CoverArt): Uint8Array {
  const head = Buffer.alloc(4 + 4 + mimeType.length + 4 + 5 * 4);
  let at = head.writeUInt32BE(FRONT_COVER, 0);
  at = head.writeUInt32BE(mimeType.length, at);
  at += head.write(mimeType, at, 'latin1');
  for (const value of [0, widthPx, heightPx, COLOUR_DEPTH_BITS, 0, bytes.length]) at = head.writeUInt32BE(value, at);
  return Buffer.concat([head, bytes]);
}

/** HH:MM:SS.sss, rounded to a millisecond before it is cut into fields. */
export function clockTime(at: Samples): string {
  const ms = Math.round(samplesToMs(at));
  const field = (value: number, width: number): string => String(value).padStart(width, '0');
  const seconds = Math.floor(ms / 1000);
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return `${field(hours, 2)}:${field(minutes, 2)}:${field(seconds % 60, 2)}.${field(ms % 1000, 3)}`;
}

function prefixed(text: string): Uint8Array {
  const bytes = Buffer.from(text, 'utf8');
  return Buffer.concat([count(bytes.length), bytes]);
}

function count(value: number): Uint8Array {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value, 0);
  return bytes;
}
