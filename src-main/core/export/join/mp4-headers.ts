/** Boxes that every track and the movie itself have: ISO 14496-12 §8. All times count from 0, which stands for "unknown". */
import { type BoxPieces, box, fullBox } from '../mp4-box.ts';

export const SOUND_TRACK = 1;
export const TEXT_TRACK = 2;
const ENABLED_IN_MOVIE = 3;
/** Not enabled: nobody is to show it as a subtitle. */
const IN_MOVIE = 2;
const LARGEST_32 = 0xffff_ffff;

/** Version 512 is what iTunes writes; the other brands say that any reader of MP4 may try. */
export function fileTypeBox(brand: 'M4B ' | 'M4A '): BoxPieces {
  const version = Buffer.from([0, 0, 2, 0]);
  return box('ftyp', Buffer.from(brand, 'latin1'), version, Buffer.from(`${brand}mp42isom`, 'latin1'));
}

export function movieHeader(timescaleHz: number, duration: number, nextTrack: number): BoxPieces {
  const middle = Buffer.alloc(16);
  middle.writeUInt32BE(0x0001_0000, 0);
  middle.writeUInt16BE(0x0100, 4);
  return timedBox('mvhd', 0, duration, (time) => [
    time(0),
    time(0),
    words(timescaleHz),
    time(duration),
    middle,
    matrix(),
    Buffer.alloc(24),
    words(nextTrack),
  ]);
}

export function trackHeader(kind: 'sound' | 'text', duration: number): BoxPieces {
  const [id, flags] = kind === 'sound' ? [SOUND_TRACK, ENABLED_IN_MOVIE] : [TEXT_TRACK, IN_MOVIE];
  const tail = Buffer.alloc(16);
  // Both are in one group of alternatives, as of a sound and its titles; only sound has a volume.
  tail.writeUInt16BE(kind === 'sound' ? 1 : 0, 10);
  tail.writeUInt16BE(kind === 'sound' ? 0x0100 : 0, 12);
  return timedBox('tkhd', flags, duration, (time) => [
    time(0),
    time(0),
    words(id, 0),
    time(duration),
    tail,
    matrix(),
    Buffer.alloc(8),
  ]);
}

/** One edit: the whole of the sound, from after the priming on. */
export function editList(duration: number, mediaStart: number): BoxPieces {
  return timedBox('elst', 0, duration, (time) => [words(1), time(duration), time(mediaStart), words(0x0001_0000)]);
}

export function mediaHeader(timescaleHz: number, duration: number, language: string): BoxPieces {
  const packed = Array.from(language).reduce((sum, letter) => (sum << 5) | (letter.charCodeAt(0) - 0x60), 0);
  return timedBox('mdhd', 0, duration, (time) => [
    time(0),
    time(0),
    words(timescaleHz),
    time(duration),
    Buffer.from([packed >> 8, packed & 0xff, 0, 0]),
  ]);
}

/** Times have 32 bits, and 64 in version 1, for what lasts longer than a day. */
function timedBox(
  type: string,
  flags: number,
  longest: number,
  contents: (time: (value: number) => Uint8Array) => readonly Uint8Array[],
): BoxPieces {
  const isLong = longest > LARGEST_32;
  const time = (value: number): Uint8Array => {
    const bytes = Buffer.alloc(isLong ? 8 : 4);
    if (isLong) bytes.writeBigUInt64BE(BigInt(value), 0);
    else bytes.writeUInt32BE(value, 0);
    return bytes;
  };
  return fullBox(type, isLong ? 1 : 0, flags, ...contents(time));
}

export function handler(type: string, name: string): BoxPieces {
  return fullBox(
    'hdlr',
    0,
    0,
    words(0),
    Buffer.from(type, 'latin1'),
    Buffer.alloc(12),
    Buffer.from(`${name}\0`, 'latin1'),
  );
}

/** "In this file." */
export function dataReference(): BoxPieces {
  return box('dinf', fullBox('dref', 0, 0, words(1), fullBox('url ', 0, 1)));
}

export function matrix(): Uint8Array {
  return words(0x0001_0000, 0, 0, 0, 0x0001_0000, 0, 0, 0, 0x4000_0000);
}

export function words(...values: readonly number[]): Uint8Array {
  const bytes = Buffer.alloc(4 * values.length);
  for (const [index, value] of values.entries()) bytes.writeUInt32BE(value, 4 * index);
  return bytes;
}
