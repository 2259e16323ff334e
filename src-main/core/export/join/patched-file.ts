import { rename, rm } from 'node:fs/promises';
import { AppError, throwIfCancelled } from '#shared/errors.ts';
import { newTemporaryPath } from '../../library/safe-file.ts';
import { storageError } from '../../library/storage-error.ts';
import { CHUNK_BYTES, giveBackChunks, type OutputTarget, openTarget, takeChunks } from './output-target.ts';

/** A file being written from front to back, whose beginning is set right at the end, when counts and sizes are known. */
export class PatchedFile {
  readonly #target: OutputTarget;
  readonly #path: string;
  readonly #signal: AbortSignal | undefined;
  readonly #chunks = takeChunks();
  #chunk: Buffer = this.#chunks[0];
  /** Of the chunk, and of all that was appended. */
  #filled = 0;
  #byteLength = 0;
  /** Of the other chunk: it is written while this one is filled. */
  #writing: Promise<void> = Promise.resolve();
  readonly #patches: { readonly position: number; readonly bytes: Uint8Array }[] = [];

  constructor(target: OutputTarget, path: string, signal?: AbortSignal) {
    this.#target = target;
    this.#path = path;
    this.#signal = signal;
  }

  /** Of the next byte appended. */
  get position(): number {
    return this.#byteLength;
  }

  /** The bytes are copied; what goes wrong with them may be thrown by whatever is called next. */
  async append(...pieces: readonly Uint8Array[]): Promise<void> {
    for (const bytes of pieces) await this.#append(bytes);
  }

  async #append(bytes: Uint8Array): Promise<void> {
    for (let at = 0; at < bytes.length; ) {
      const count = Math.min(bytes.length - at, CHUNK_BYTES - this.#filled);
      this.#chunk.set(bytes.subarray(at, at + count), this.#filled);
      at += count;
      this.#filled += count;
      this.#byteLength += count;
      if (this.#filled === CHUNK_BYTES) await this.#turnOver();
    }
  }

  /** Overwrites what was appended before, when all is. */
  patch(position: number, ...pieces: readonly Uint8Array[]): void {
    let at = position;
    for (const bytes of pieces) {
      if (at + bytes.length > this.#byteLength) throw new RangeError('Only what is written can be overwritten');
      this.#patches.push({ position: at, bytes });
      at += bytes.length;
    }
  }

  /** Writes what is left, and sees that all of it has arrived. */
  async finish(): Promise<void> {
    await this.#writing;
    await this.#write(this.#chunk.subarray(0, this.#filled), this.#byteLength - this.#filled);
    for (const { position, bytes } of this.#patches) await this.#write(bytes, position);
    throwIfCancelled(this.#signal);
    const { size } = await this.#target.file.stat();
    if (size === this.#byteLength) return;
    throw new AppError({
      code: 'disk-full',
      message: `Only ${size} of ${this.#byteLength} bytes of ${this.#path} reached the disk. Free some space and try again; what was there before is unchanged.`,
      details: { path: this.#path },
    });
  }

  /** When nothing is being written any more, however that ended. */
  async close(): Promise<void> {
    await this.#writing.catch(() => undefined);
    giveBackChunks(this.#chunks);
  }

  async #turnOver(): Promise<void> {
    await this.#writing;
    this.#writing = this.#write(this.#chunk, this.#byteLength - CHUNK_BYTES);
    this.#writing.catch(() => undefined);
    this.#chunk = this.#chunk === this.#chunks[0] ? this.#chunks[1] : this.#chunks[0];
    this.#filled = 0;
  }

  async #write(bytes: Uint8Array, position: number): Promise<void> {
    throwIfCancelled(this.#signal);
    try {
      for (let done = 0; done < bytes.length; ) {
        // A full disk can also show as a write of less than was given.
        done += await this.#target.write(bytes, done, position + done);
      }
    } catch (error) {
      throw storageError(error, this.#path, 'write');
    }
  }
}

/**
 * Writes a whole file or nothing, as `writeFileSafely` does, and lets its beginning be changed until the end; but what is on
 * its way to the disk then is left there: `publishFile` waits for it. Throws `disk-full`, `file-unwritable`, Cancelled, or
 * whatever `write` throws.
 */
export async function writePatchedFile(
  path: string,
  write: (file: PatchedFile) => Promise<void>,
  signal?: AbortSignal,
): Promise<void> {
  throwIfCancelled(signal);
  const temporaryPath = newTemporaryPath(path);
  const target = await openTarget(temporaryPath).catch((error: unknown) => {
    throw storageError(error, path, 'write');
  });
  try {
    const file = new PatchedFile(target, path, signal);
    try {
      await write(file);
      await file.finish();
    } finally {
      await file.close();
      // Network file systems report a full disk here.
      await target.close().catch((error: unknown) => {
        throw storageError(error, path, 'write');
      });
    }
    await rename(temporaryPath, path).catch((error: unknown) => {
      throw storageError(error, path, 'write');
    });
  } catch (error) {
    await rm(temporaryPath, { force: true });
    throw error;
  }
}
