import { readFile, stat } from 'node:fs/promises';
import { AppError } from '#shared/errors.ts';
import { storageError } from '../library/storage-error.ts';
import type { CoverArt } from './programme-tags.ts';

/** Shops take far less; beyond this it is a mistake, and players that load the tag first would stall. */
const LARGEST_BYTES = 10_000_000;
const PNG_SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** Reads a picture, known by its content. Throws AppError `file-unreadable` or `invalid-input`. */
export async function readCover(path: string): Promise<CoverArt> {
  const bytes = await load(path);
  const size = pngSize(bytes) ?? jpegSize(bytes);
  if (!size) {
    throw new AppError({
      code: 'invalid-input',
      message: `The cover ${path} is neither JPEG nor PNG. Convert it, or leave it out.`,
      details: { path },
    });
  }
  return { ...size, bytes };
}

async function load(path: string): Promise<Buffer> {
  try {
    const { size } = await stat(path);
    if (size > LARGEST_BYTES) {
      throw new AppError({
        code: 'invalid-input',
        message: `The cover ${path} has ${Math.round(size / 1e6)} MB; 10 MB is the most. Save it smaller.`,
        details: { path, byteLength: size },
      });
    }
    return await readFile(path);
  } catch (error) {
    throw storageError(error, path, 'read');
  }
}

function pngSize(bytes: Buffer): Omit<CoverArt, 'bytes'> | null {
  if (bytes.length < 24 || !bytes.subarray(0, 8).equals(PNG_SIGNATURE)) return null;
  return { mimeType: 'image/png', widthPx: bytes.readUInt32BE(16), heightPx: bytes.readUInt32BE(20) };
}

/** Walks the segments to the frame header (SOF0…SOF15 without the tables among them), which has the size. */
function jpegSize(bytes: Buffer): Omit<CoverArt, 'bytes'> | null {
  if (bytes.length < 4 || bytes.readUInt16BE(0) !== 0xffd8) return null;
  for (let at = 2; at + 9 <= bytes.length && bytes[at] === 0xff; ) {
    const marker = bytes[at + 1]!;
    if (marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc) {
      return { mimeType: 'image/jpeg', heightPx: bytes.readUInt16BE(at + 5), widthPx: bytes.readUInt16BE(at + 7) };
    }
    at += marker === 0xff ? 1 : 2 + bytes.readUInt16BE(at + 2);
  }
  return null;
}
