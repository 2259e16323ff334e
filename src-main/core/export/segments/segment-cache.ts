import {
  closeSync,
  fstatSync,
  futimesSync,
  mkdirSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { opendir, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { crc32 } from 'node:zlib';
import type { StretchMeasure } from '#shared/loudness/stretch-meter.ts';
import { ByteRoom } from '../../byte-room.ts';
import { errnoOf, storageError } from '../../library/storage-error.ts';
import { isAbandonedTemporary, newTemporaryPath } from '../../library/temporary-names.ts';
import type { EncodedSegment } from '../join/segment-coder.ts';
import { type EntryHead, packEntry, unpackHead, unpackPeaks } from './cache-entry.ts';
import type { SegmentPeaks } from './segment-work.ts';

/** Four ten-hour books; a lossless one is larger and leaves its last hours. */
export const LARGEST_CACHE_BYTES = 4 * 1024 ** 3;
/** The numbers of a usual segment fit, so that looking one up is one read. */
const FIRST_READ_BYTES = 64 * 1024;
/** And what stands before them. */
const HEADER_READ_BYTES = 1024;

export interface CachedSegment {
  readonly measure: StretchMeasure;
  readonly encoded: EncodedSegment;
}

/**
 * Segments by what they were made from, in files of their own. Everything in it can be made again: a file that is missing,
 * cut short or damaged is one that was never made, so it may be deleted at any time, also while it is used. Nothing is
 * flushed to the disk, for the same reason. Several threads and programs may share one.
 */
export class SegmentCache {
  readonly folder: string;
  readonly #largestBytes: number;
  /** Of what is looked up; nothing of it is kept. */
  readonly #room = new ByteRoom();

  constructor(folder: string, largestBytes = LARGEST_CACHE_BYTES) {
    this.folder = folder;
    this.#largestBytes = largestBytes;
  }

  /** Without the encoder's bytes. The entry counts as used. A cache that cannot be read is an empty one. */
  head(key: string): EntryHead | null {
    return this.#look(key, FIRST_READ_BYTES, unpackHead);
  }

  /** The same for its peaks alone, at a tenth of the time: what is damaged is found out when it is used. */
  peaks(key: string): SegmentPeaks | null {
    return this.#look(key, HEADER_READ_BYTES, unpackPeaks);
  }

  /** With the encoder's bytes, for a file to be joined from. @param room where they are put. */
  segment(key: string, room: ByteRoom): CachedSegment | null {
    return this.#look(key, Number.POSITIVE_INFINITY, unpackSegment, room);
  }

  /** At once: handing half a megabyte to another thread and back takes longer than reading it, and a book has thousands. */
  #look<Found>(key: string, firstBytes: number, unpack: Unpack<Found>, room = this.#room): Found | null {
    let descriptor: number | undefined;
    try {
      descriptor = openSync(this.#pathOf(key), 'r');
      const found = readBeginning(descriptor, firstBytes, room, unpack);
      if (found !== null) {
        const now = Date.now() / 1000;
        futimesSync(descriptor, now, now);
      }
      return found;
    } catch (error) {
      if (errnoOf(error) !== undefined) return null;
      throw error;
    } finally {
      if (descriptor !== undefined) closeSync(descriptor);
    }
  }

  /** Throws AppError `disk-full`, `file-unwritable`. */
  store(key: string, measure: StretchMeasure, encoded: EncodedSegment | null): void {
    const path = this.#pathOf(key);
    const temporaryPath = newTemporaryPath(path);
    try {
      mkdirSync(dirname(path), { recursive: true });
      const descriptor = openSync(temporaryPath, 'wx');
      try {
        for (const piece of packEntry(measure, encoded)) writeAll(descriptor, piece);
      } finally {
        closeSync(descriptor);
      }
      renameSync(temporaryPath, path);
    } catch (error) {
      rmSync(temporaryPath, { force: true });
      throw storageError(error, path, 'write');
    }
  }

  /** Removes what has not been used for longest until the rest fits, and what dead programs left unfinished. */
  async trim(): Promise<void> {
    const entries: { readonly path: string; readonly byteLength: number; readonly usedAtMs: number }[] = [];
    for await (const path of filesBelow(this.folder)) {
      if (isAbandonedTemporary(path.slice(dirname(path).length + 1))) {
        await rm(path, { force: true });
        continue;
      }
      const found = await stat(path).catch(() => null);
      if (found) entries.push({ path, byteLength: found.size, usedAtMs: found.mtimeMs });
    }
    let bytes = entries.reduce((sum, { byteLength }) => sum + byteLength, 0);
    for (const { path, byteLength } of entries.sort((a, b) => a.usedAtMs - b.usedAtMs)) {
      if (bytes <= this.#largestBytes) return;
      await rm(path, { force: true });
      bytes -= byteLength;
    }
  }

  #pathOf(key: string): string {
    return join(this.folder, key.slice(0, 2), `${key}.segment`);
  }
}

/** A number: so many bytes are needed. */
type Unpack<Found> = (bytes: Buffer, fileBytes: number) => Found | number | null;

function readBeginning<Found>(
  descriptor: number,
  firstBytes: number,
  room: ByteRoom,
  unpack: Unpack<Found>,
): Found | null {
  const { size } = fstatSync(descriptor);
  let wanted = Math.min(firstBytes, size);
  for (;;) {
    const bytes = readBytes(descriptor, room.take(wanted));
    const found = bytes && unpack(bytes, size);
    if (typeof found !== 'number') return found;
    wanted = found;
  }
}

/** From the beginning of a file; null: it ended before. */
function readBytes(descriptor: number, bytes: Buffer): Buffer | null {
  for (let done = 0; done < bytes.length; ) {
    const count = readSync(descriptor, bytes, done, bytes.length - done, done);
    if (count === 0) return null;
    done += count;
  }
  return bytes;
}

function unpackSegment(file: Buffer, fileBytes: number): CachedSegment | number | null {
  const head = unpackHead(file, fileBytes);
  if (head === null || typeof head === 'number') return head;
  if (!head.encoded) return null;
  const bytes = file.subarray(head.bytesAt, head.bytesAt + head.byteLength);
  if (crc32(bytes) !== head.bytesChecksum) return null;
  return { measure: head.measure, encoded: { ...head.encoded, bytes } };
}

function writeAll(descriptor: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length; ) done += writeSync(descriptor, bytes, done);
}

async function* filesBelow(folder: string): AsyncGenerator<string> {
  const entries = await opendir(folder).catch((error: unknown) => {
    if (errnoOf(error) === 'ENOENT') return null;
    throw storageError(error, folder, 'read');
  });
  if (!entries) return;
  for await (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesBelow(path);
    else yield path;
  }
}
