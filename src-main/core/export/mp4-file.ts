import { type FileHandle, open } from 'node:fs/promises';
import { storageError } from '../library/storage-error.ts';
import { type Mp4Box, readBoxHeader } from './mp4-box.ts';

const LONGEST_HEADER = 16;

export interface Mp4File {
  /** The boxes of the file itself, their positions in the file; up to the first thing that is none. */
  readonly boxes: readonly Mp4Box[];
  /** Whether they fill it to its last byte. */
  readonly isWhole: boolean;
}

/** Opens a file for as long as `use` works with it. Throws AppError `file-unreadable`, or what `use` throws. */
export async function withFile<T>(path: string, use: (file: FileHandle) => Promise<T>): Promise<T> {
  const file = await open(path, 'r').catch((error: unknown) => {
    throw storageError(error, path, 'read');
  });
  try {
    return await use(file);
  } finally {
    await file.close();
  }
}

export async function readMp4(file: FileHandle): Promise<Mp4File> {
  const { size } = await file.stat();
  const boxes: Mp4Box[] = [];
  let at = 0;
  while (at < size) {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(LONGEST_HEADER), 0, LONGEST_HEADER, at);
    const header = readBoxHeader(buffer.subarray(0, bytesRead), 0);
    // A size of 0 means up to the end of the file.
    const length = header?.end === 0 ? size - at : (header?.end ?? 0);
    if (!header || length < 8 || at + length > size) break;
    boxes.push({ type: header.type, start: at, contentStart: at + header.contentStart, end: at + length });
    at += length;
  }
  return { boxes, isWhole: at === size };
}

/** Bytes of sound (and of whatever else plays): without index, tags and cover. */
export function mp4SoundBytes(path: string): Promise<number> {
  return withFile(path, async (file) => {
    const { boxes } = await readMp4(file);
    return boxes.reduce((sum, { type, contentStart, end }) => sum + (type === 'mdat' ? end - contentStart : 0), 0);
  });
}
