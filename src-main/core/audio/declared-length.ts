/**
 * What files say about their own length, read from their structure. A cut file keeps the headers of a whole one, and
 * every program that only reads headers believes it.
 */
import { open } from 'node:fs/promises';
import { storageError } from '../library/storage-error.ts';
import { type DeclaredLength, truncatedAudio } from './audio-refusal.ts';
import { id3v2Length } from './mpeg-frame.ts';
import type { AudioFormat } from './sniff-audio.ts';

interface FileView {
  readonly byteLength: number;
  /** Fewer bytes at the end of the file. */
  readonly read: (position: number, count: number) => Promise<Buffer>;
}

/**
 * Looks at what the format says about whole and part. null: it says nothing, or only a time that ffmpeg reads as well.
 * Throws `truncated-audio` where the structure shows that something is missing; `file-unreadable`.
 */
export async function readDeclaredLength(
  path: string,
  format: AudioFormat,
  name: string,
): Promise<DeclaredLength | null> {
  if (format !== 'flac' && format !== 'm4a' && format !== 'ogg') return null;
  const handle = await open(path, 'r').catch((error: unknown) => {
    throw storageError(error, path, 'read');
  });
  try {
    const file: FileView = {
      byteLength: (await handle.stat()).size,
      read: async (position, count) => {
        const buffer = Buffer.alloc(count);
        return buffer.subarray(0, (await handle.read(buffer, 0, count, position)).bytesRead);
      },
    };
    if (format === 'flac') return await flacLength(file);
    if (format === 'm4a') await checkBoxes(file, name);
    else await checkLastPage(file, name);
    return null;
  } catch (error) {
    throw storageError(error, path, 'read');
  } finally {
    await handle.close();
  }
}

/** STREAMINFO (RFC 9639 section 8.2): 20 bits of rate, 3 of channels, 5 of width, 36 of samples; 0 is not known. */
async function flacLength(file: FileView): Promise<DeclaredLength | null> {
  let start = 0;
  for (let tag = -1; tag !== 0; start += tag) tag = id3v2Length(await file.read(start, 10));
  const info = await file.read(start + 18, 8);
  if (info.length < 8) return null;
  const packed = info.readBigUInt64BE();
  const sampleRateHz = Number(packed >> 44n);
  const frames = Number(packed & 0xf_ffff_ffffn);
  if (frames === 0 || sampleRateHz === 0) return null;
  return { durationMs: (frames * 1000) / sampleRateHz, isExact: true };
}

/** The boxes at the top of an MP4 file follow one another to its end; a cut one reaches beyond it. */
async function checkBoxes(file: FileView, name: string): Promise<void> {
  let hasDescription = false;
  for (let at = 0; at + 8 <= file.byteLength; ) {
    const head = await file.read(at, 16);
    const size32 = head.readUInt32BE(0);
    const size = size32 === 1 && head.length === 16 ? Number(head.readBigUInt64BE(8)) : size32;
    const type = head.toString('latin1', 4, 8);
    hasDescription ||= type === 'moov';
    // To the end of the file, as only a live recording says.
    if (size === 0) break;
    // Zeros or rubbish after the last box do no harm.
    if (size < 8 || !/^[\x20-\x7e\xa9]{4}$/.test(type)) break;
    if (at + size > file.byteLength) {
      throw truncatedAudio(name, `its part "${type}" has ${at + size - file.byteLength} bytes less than it declares`);
    }
    at += size;
  }
  if (!hasDescription) throw truncatedAudio(name, 'the index that MP4 files need (moov) is missing');
}

const LARGEST_PAGE = 27 + 255 + 255 * 255;

/** The last page of an Ogg stream is marked as such (RFC 3533 section 6), and whole. */
async function checkLastPage(file: FileView, name: string): Promise<void> {
  const from = Math.max(0, file.byteLength - 2 * LARGEST_PAGE);
  const end = await file.read(from, file.byteLength - from);
  for (let at = end.lastIndexOf('OggS'); at >= 0; at = at === 0 ? -1 : end.lastIndexOf('OggS', at - 1)) {
    const length = pageLength(end, at);
    // Cut in its header, or the four letters stand in the sound by accident.
    if (length === null) continue;
    if (at + length > end.length) throw truncatedAudio(name, 'its last page is incomplete');
    if ((end[at + 5]! & 4) === 0) throw truncatedAudio(name, 'it stops before the page that marks its end');
    return;
  }
}

function pageLength(bytes: Buffer, at: number): number | null {
  const segments = bytes[at + 26];
  if (segments === undefined || at + 27 + segments > bytes.length || bytes[at + 4] !== 0) return null;
  let length = 27 + segments;
  for (let i = 0; i < segments; i++) length += bytes[at + 27 + i]!;
  return length;
}
