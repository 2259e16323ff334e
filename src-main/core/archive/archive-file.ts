/**
 * An archive that somebody sent. Its table of contents is judged before a byte of it is unpacked, and no name in it
 * ever becomes a path: what is unpacked goes under names of our own.
 */
import type { Readable } from 'node:stream';
import { type Entry, openPromise, type ZipFile } from 'yauzl';
import { AppError, Cancelled, throwIfCancelled } from '#shared/errors.ts';
import { storageError } from '../library/storage-error.ts';
import { MANIFEST_NAME } from './manifest.ts';

export const MOST_ENTRIES = 10_000;
/** Far above the text of any book with its history. */
export const MOST_MANIFEST_BYTES = 256 * 1024 * 1024;
/** A hundred hours of 24-bit stereo. */
export const MOST_TOTAL_BYTES = 128 * 1024 * 1024 * 1024;
/** Audio is stored as it is and texts shrink to a tenth; only bombs shrink like this. */
export const MOST_RATIO = 200;
/** Below this a ratio says nothing. */
const RATIO_FROM_BYTES = 1024 * 1024;

const FILE_TYPE_MASK = 0o170000;
const REGULAR_FILE = 0o100000;
const UNIX = 3;
const METHODS: ReadonlySet<number> = new Set([0, 8]);

export class ArchiveFile {
  readonly name: string;
  readonly #zip: ZipFile;
  readonly #entries: ReadonlyMap<string, Entry>;

  private constructor(name: string, zip: ZipFile, entries: ReadonlyMap<string, Entry>) {
    this.name = name;
    this.#zip = zip;
    this.#entries = entries;
  }

  /** Throws AppError `invalid-input` with the reason, `file-unreadable`, Cancelled. */
  static async open(path: string, signal?: AbortSignal): Promise<ArchiveFile> {
    let zip: ZipFile | undefined;
    try {
      zip = await openPromise(path, {
        lazyEntries: true,
        autoClose: false,
        validateEntrySizes: true,
        strictFileNames: true,
      });
      if (zip.entryCount > MOST_ENTRIES) {
        throw refusal(path, `it holds ${zip.entryCount} entries; at most ${MOST_ENTRIES} are read`);
      }
      const entries: Entry[] = [];
      for await (const entry of zip.eachEntry()) {
        throwIfCancelled(signal);
        entries.push(entry);
        if (entries.length > MOST_ENTRIES) throw refusal(path, `it holds more than ${MOST_ENTRIES} entries`);
      }
      const reason = reasonToRefuse(entries, zip.fileSize);
      if (reason !== null) throw refusal(path, reason);
      return new ArchiveFile(path, zip, new Map(entries.map((entry) => [entry.fileName, entry])));
    } catch (error) {
      zip?.close();
      throw asRefusal(error, path);
    }
  }

  get entryNames(): readonly string[] {
    return [...this.#entries.keys()];
  }

  sizeOf(name: string): number | undefined {
    return this.#entries.get(name)?.uncompressedSize;
  }

  /** The bytes of an entry, no more than it declares. Throws AppError `invalid-input`, `file-unreadable`, Cancelled. */
  async *read(name: string, signal?: AbortSignal): AsyncGenerator<Uint8Array> {
    const entry = this.#entries.get(name);
    if (!entry) throw refusal(this.name, `it lacks "${name}"`);
    try {
      const stream: Readable = await this.#zip.openReadStreamPromise(entry);
      for await (const chunk of stream) {
        throwIfCancelled(signal);
        yield chunk as Uint8Array;
      }
    } catch (error) {
      throw asRefusal(error, this.name);
    }
  }

  close(): void {
    this.#zip.close();
  }
}

type EntryFacts = Pick<
  Entry,
  | 'fileName'
  | 'compressedSize'
  | 'uncompressedSize'
  | 'compressionMethod'
  | 'externalFileAttributes'
  | 'versionMadeBy'
  | 'generalPurposeBitFlag'
>;

/** Why an archive with these entries is not read; null when it may be. */
export function reasonToRefuse(entries: readonly EntryFacts[], fileSize: number): string | null {
  const names = new Set<string>();
  let packed = 0;
  let total = 0;
  for (const entry of entries) {
    const { fileName, compressedSize, uncompressedSize } = entry;
    const quoted = JSON.stringify(fileName);
    // What one file system keeps apart is one file on another.
    const folded = fileName.normalize('NFC').toLowerCase();
    if (names.has(folded)) return `it holds ${quoted} twice (in other letters)`;
    names.add(folded);
    const type = (entry.externalFileAttributes >>> 16) & FILE_TYPE_MASK;
    if (entry.versionMadeBy >>> 8 === UNIX && type !== 0 && type !== REGULAR_FILE) {
      return `${quoted} is a link, a folder or a device, not a file`;
    }
    if (fileName.endsWith('/')) return `${quoted} is a folder`;
    if ((entry.generalPurposeBitFlag & 1) === 1) return `${quoted} is encrypted`;
    if (!METHODS.has(entry.compressionMethod)) return `${quoted} is packed in a way that is not known here`;
    packed += compressedSize;
    total += uncompressedSize;
    if (fileName === MANIFEST_NAME && uncompressedSize > MOST_MANIFEST_BYTES) return `${quoted} is too large`;
    if (uncompressedSize > RATIO_FROM_BYTES && uncompressedSize > compressedSize * MOST_RATIO) {
      return `${quoted} would unpack to ${uncompressedSize} bytes from ${compressedSize}`;
    }
  }
  // Entries that share their bytes are how a small file becomes an endless one.
  if (packed > fileSize) return 'its entries overlap';
  if (total > MOST_TOTAL_BYTES) return `it would unpack to ${total} bytes`;
  return names.has(MANIFEST_NAME) ? null : `it has no ${MANIFEST_NAME}; it is no Lectern archive`;
}

export function refusal(path: string, reason: string, cause?: unknown): AppError {
  return new AppError({
    code: 'invalid-input',
    message: `The archive ${path} is not read: ${reason}. Nothing was taken from it. Ask for it again where it came from.`,
    details: { path, reason },
    ...(cause === undefined ? {} : { cause }),
  });
}

/** yauzl and zlib throw plain Errors; ours, Cancelled and those of the disk pass. */
function asRefusal(error: unknown, path: string): unknown {
  if (!(error instanceof Error) || error instanceof AppError || error instanceof Cancelled) return error;
  const isOfDisk = 'syscall' in error && typeof error.syscall === 'string';
  return isOfDisk ? storageError(error, path, 'read') : refusal(path, error.message, error);
}
