import { open } from 'node:fs/promises';
import { storageError } from '../library/storage-error.ts';
import { id3v2Length, isSameStream, parseMpegFrame } from './mpeg-frame.ts';

/** What a file is, whatever it is called. `what` completes "NAME cannot be used: it is …". */
export type Sniffed =
  | { readonly kind: 'audio'; readonly format: AudioFormat }
  | { readonly kind: 'other'; readonly what: string }
  /** Not known here; ffmpeg may know it. */
  | { readonly kind: 'unknown' };

/** Formats told apart here; the name of ffmpeg's demuxer, where it needs one, is in foreign-decoder.ts. */
export type AudioFormat =
  | 'wav'
  | 'mp3'
  | 'flac'
  | 'm4a'
  | 'ogg'
  | 'webm'
  | 'aiff'
  | 'caf'
  | 'aac'
  | 'wma'
  | 'amr'
  | 'au'
  | 'w64';

/** As many bytes of the start as {@link sniffAudio} makes use of. */
export const SNIFF_BYTES = 1 << 16;

/** What a file is, by its content. Throws `file-unreadable`. */
export async function sniffFile(path: string): Promise<Sniffed> {
  const file = await open(path, 'r').catch((error: unknown) => {
    throw storageError(error, path, 'read');
  });
  try {
    const buffer = Buffer.alloc(SNIFF_BYTES);
    const readAt = async (position: number): Promise<Uint8Array> =>
      buffer.subarray(0, (await file.read(buffer, 0, SNIFF_BYTES, position)).bytesRead);
    let start = await readAt(0);
    let position = 0;
    // Tags with a cover are large, FLAC and ADTS files carry them too, and some programs add one in front of another.
    for (let tag = id3v2Length(start); tag > 0; tag = id3v2Length(start)) {
      position += tag;
      start = await readAt(position);
    }
    if (start.length === 0) return { kind: 'other', what: position > 0 ? 'only a tag, without sound' : 'empty' };
    const found = sniffAudio(start);
    return position > 0 && found.kind !== 'audio' ? { kind: 'audio', format: 'mp3' } : found;
  } catch (error) {
    throw storageError(error, path, 'read');
  } finally {
    await file.close();
  }
}

/** Looks at the first bytes of a file, after its ID3v2 tags; a few frames of it are enough. */
export function sniffAudio(start: Uint8Array): Sniffed {
  const format = signature(start) ?? mpegFormat(start);
  if (format) return { kind: 'audio', format };
  const other = otherKind(start);
  return other ? { kind: 'other', what: other } : { kind: 'unknown' };
}

function signature(bytes: Uint8Array): AudioFormat | null {
  const head = ascii(bytes, 0, 4);
  const form = ascii(bytes, 8, 4);
  if ((head === 'RIFF' || head === 'RF64' || head === 'BW64') && form === 'WAVE') return 'wav';
  if (head === 'fLaC') return 'flac';
  if (head === 'OggS') return 'ogg';
  if (head === 'FORM' && (form === 'AIFF' || form === 'AIFC')) return 'aiff';
  if (head === 'caff') return 'caf';
  if (head === '.snd') return 'au';
  if (head === 'riff' && ascii(bytes, 24, 4) === 'wave') return 'w64';
  if (ascii(bytes, 0, 5) === '#!AMR') return 'amr';
  if (isBytes(bytes, [0x1a, 0x45, 0xdf, 0xa3])) return 'webm';
  if (isBytes(bytes, [0x30, 0x26, 0xb2, 0x75, 0x8e, 0x66, 0xcf, 0x11])) return 'wma';
  const box = ascii(bytes, 4, 4);
  // Pictures come in the same container.
  if (box === 'ftyp' && /^(heic|heix|mif1|msf1|avif|avis)$/.test(form)) return null;
  return box === 'ftyp' || box === 'moov' || box === 'mdat' ? 'm4a' : null;
}

/** MP3 and ADTS have no signature: two frames that follow one another, after at most some stray bytes. */
function mpegFormat(bytes: Uint8Array): 'mp3' | 'aac' | null {
  const limit = Math.min(bytes.length - 4, 4096);
  for (let at = 0; at < limit; at++) {
    if (bytes[at] !== 0xff) continue;
    const frame = parseMpegFrame(bytes, at);
    if (frame?.layer === 3) {
      const next = at + frame.byteLength;
      const second = parseMpegFrame(bytes, next);
      // A file of a single frame ends there.
      if ((second && isSameStream(frame, second)) || (at === 0 && next >= bytes.length)) return 'mp3';
    }
    const adts = adtsLength(bytes, at);
    if (adts > 0 && adtsLength(bytes, at + adts) > 0) return 'aac';
  }
  return null;
}

function adtsLength(bytes: Uint8Array, at: number): number {
  if (at + 7 > bytes.length || bytes[at] !== 0xff || (bytes[at + 1]! & 0xf6) !== 0xf0) return 0;
  const length = ((bytes[at + 3]! & 3) << 11) | (bytes[at + 4]! << 3) | (bytes[at + 5]! >> 5);
  return length > 7 ? length : 0;
}

const OTHER_SIGNATURES: readonly (readonly [readonly number[], string])[] = [
  [[0x89, 0x50, 0x4e, 0x47], 'a PNG picture'],
  [[0xff, 0xd8, 0xff], 'a JPEG picture'],
  [[0x47, 0x49, 0x46, 0x38], 'a GIF picture'],
  [[0x49, 0x49, 0x2a, 0x00], 'a TIFF picture'],
  [[0x4d, 0x4d, 0x00, 0x2a], 'a TIFF picture'],
  [[0x38, 0x42, 0x50, 0x53], 'a Photoshop picture'],
  [[0x25, 0x50, 0x44, 0x46], 'a PDF document'],
  [[0x50, 0x4b, 0x03, 0x04], 'a ZIP archive (or a document kept in one)'],
  [[0x1f, 0x8b], 'a compressed archive'],
  [[0x7f, 0x45, 0x4c, 0x46], 'a program'],
  [[0x4d, 0x5a, 0x90, 0x00], 'a program'],
  [[0x53, 0x51, 0x4c, 0x69, 0x74, 0x65], 'a database'],
];

function otherKind(bytes: Uint8Array): string | null {
  const found = OTHER_SIGNATURES.find(([signatureBytes]) => isBytes(bytes, signatureBytes));
  if (found) return found[1];
  if (ascii(bytes, 0, 4) === 'RIFF' && ascii(bytes, 8, 4) === 'WEBP') return 'a WebP picture';
  if (ascii(bytes, 4, 4) === 'ftyp') return 'a picture';
  if (!isText(bytes)) return null;
  const first = Buffer.from(bytes.subarray(0, 200)).toString('utf8').replace(/\s+/g, ' ').trim().slice(0, 40);
  return `text ("${first}${bytes.length > 40 ? '…' : ''}")`;
}

/** Text in UTF-8 or with a UTF-16 mark: no control characters but white space. Empty counts as none. */
function isText(bytes: Uint8Array): boolean {
  if (bytes.length === 0) return false;
  if (isBytes(bytes, [0xff, 0xfe]) || isBytes(bytes, [0xfe, 0xff])) return true;
  const head = bytes.subarray(0, 4096);
  if (head.some((byte) => byte < 32 && byte !== 9 && byte !== 10 && byte !== 12 && byte !== 13 && byte !== 27)) {
    return false;
  }
  // The last character may be cut in two, so its damage does not count.
  const decoded = Buffer.from(head).toString('utf8').slice(0, -1);
  return !decoded.includes('�');
}

function isBytes(bytes: Uint8Array, expected: readonly number[]): boolean {
  return expected.every((value, index) => bytes[index] === value);
}

function ascii(bytes: Uint8Array, at: number, length: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + length));
}
