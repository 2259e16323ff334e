/** Reading zip archives that strangers made: DOCX and EPUB. */
import { type Entry, fromBufferPromise, type ZipFile } from 'yauzl';
import { AppError, Cancelled, throwIfCancelled } from '#shared/errors.ts';
import { refusal } from './decode-text.ts';

/** Far above any book. A bomb is told by what comes out of it and not by what it says of itself. */
const MAX_ENTRIES = 10_000;
const MAX_ENTRY_BYTES = 32 * 1024 * 1024;
const MAX_TOTAL_BYTES = 128 * 1024 * 1024;

export class ZipArchive {
  readonly #zip: ZipFile;
  readonly #entries: ReadonlyMap<string, Entry>;
  readonly #fileName: string;
  readonly #signal: AbortSignal | undefined;
  #totalBytes = 0;

  private constructor(
    zip: ZipFile,
    entries: ReadonlyMap<string, Entry>,
    fileName: string,
    signal: AbortSignal | undefined,
  ) {
    this.#zip = zip;
    this.#entries = entries;
    this.#fileName = fileName;
    this.#signal = signal;
  }

  /**
   * Opens an archive and reads its table of contents. Throws AppError `invalid-input` for what is not a zip, has names
   * that lead out of it, the same name twice, or too many entries; and Cancelled.
   */
  static async open(bytes: Uint8Array, fileName: string, signal?: AbortSignal): Promise<ZipArchive> {
    try {
      const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      const zip = await fromBufferPromise(buffer, { lazyEntries: true, autoClose: false, validateEntrySizes: true });
      if (zip.entryCount > MAX_ENTRIES)
        throw refusal(fileName, `This file holds ${zip.entryCount} entries; at most ${MAX_ENTRIES} are read.`);
      const entries = new Map<string, Entry>();
      for await (const entry of zip.eachEntry()) {
        throwIfCancelled(signal);
        if (entries.has(entry.fileName))
          throw refusal(fileName, `This file holds "${entry.fileName}" twice and is not read.`);
        entries.set(entry.fileName, entry);
      }
      return new ZipArchive(zip, entries, fileName, signal);
    } catch (error) {
      throw asRefusal(error, fileName, 'This file is damaged or not what its name says');
    }
  }

  get names(): readonly string[] {
    return [...this.#entries.keys()];
  }

  has(name: string): boolean {
    return this.#entries.has(name);
  }

  /** Inflates one entry; undefined when there is none. Throws AppError `invalid-input` past the limits. */
  async read(name: string): Promise<Buffer | undefined> {
    const entry = this.#entries.get(name);
    if (!entry) return undefined;
    if (entry.isEncrypted()) throw refusal(this.#fileName, `"${name}" is encrypted. Save the file without a password.`);
    const chunks: Buffer[] = [];
    let size = 0;
    try {
      for await (const chunk of await this.#zip.openReadStreamPromise(entry)) {
        throwIfCancelled(this.#signal);
        size += (chunk as Buffer).length;
        this.#totalBytes += (chunk as Buffer).length;
        if (size > MAX_ENTRY_BYTES || this.#totalBytes > MAX_TOTAL_BYTES) {
          throw refusal(this.#fileName, `"${name}" unpacks to more than is read (32 MB each, 128 MB in all).`);
        }
        chunks.push(chunk as Buffer);
      }
    } catch (error) {
      throw asRefusal(error, this.#fileName, `"${name}" in this file is damaged`);
    }
    return Buffer.concat(chunks, size);
  }

  async readText(name: string): Promise<string | undefined> {
    const bytes = await this.read(name);
    return bytes === undefined ? undefined : decodeXml(bytes);
  }
}

/** XML is UTF-8, or UTF-16 with a mark. */
function decodeXml(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  return new TextDecoder('utf-8').decode(bytes);
}

/** yauzl and zlib throw plain Errors; ours and Cancelled pass. */
function asRefusal(error: unknown, fileName: string, what: string): unknown {
  if (!(error instanceof Error) || error instanceof AppError || error instanceof Cancelled) return error;
  return refusal(
    fileName,
    `${what}: ${error.message.replace(/\.+$/, '')}. Save it anew in the program it comes from.`,
    1,
    error,
  );
}
