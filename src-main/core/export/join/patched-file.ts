import { type FileHandle, open, rm } from 'node:fs/promises';
import { AppError, throwIfCancelled } from '#shared/errors.ts';
import { newTemporaryPath, publishFile } from '../../library/safe-file.ts';
import { storageError } from '../../library/storage-error.ts';

/** A file being written from front to back, whose beginning is set right at the end, when counts and sizes are known. */
export class PatchedFile {
  readonly #file: FileHandle;
  readonly #path: string;
  readonly #signal: AbortSignal | undefined;
  #byteLength = 0;
  /** Of what was appended last: it is written while the next is being made. */
  #writing: Promise<void> = Promise.resolve();

  constructor(file: FileHandle, path: string, signal?: AbortSignal) {
    this.#file = file;
    this.#path = path;
    this.#signal = signal;
  }

  /** Of the next byte appended. */
  get position(): number {
    return this.#byteLength;
  }

  /**
   * Begins to write when what was appended before is written. The bytes must stay as they are until the append after this has
   * begun to write, too; what goes wrong is thrown by whatever is called next.
   */
  async append(bytes: Uint8Array): Promise<void> {
    await this.#writing;
    this.#writing = this.#write(bytes, this.#byteLength);
    this.#writing.catch(() => undefined);
    this.#byteLength += bytes.length;
  }

  /** Overwrites what was appended before. */
  async patch(position: number, bytes: Uint8Array): Promise<void> {
    if (position + bytes.length > this.#byteLength) throw new RangeError('Only what is written can be overwritten');
    await this.#writing;
    await this.#write(bytes, position);
  }

  async requireWhole(): Promise<void> {
    await this.#writing;
    const { size } = await this.#file.stat();
    if (size === this.#byteLength) return;
    throw new AppError({
      code: 'disk-full',
      message: `Only ${size} of ${this.#byteLength} bytes of ${this.#path} reached the disk. Free some space and try again; what was there before is unchanged.`,
      details: { path: this.#path },
    });
  }

  /** When nothing is being written any more, however that ended. */
  async idle(): Promise<void> {
    await this.#writing.catch(() => undefined);
  }

  async #write(bytes: Uint8Array, position: number): Promise<void> {
    throwIfCancelled(this.#signal);
    try {
      for (let done = 0; done < bytes.length; ) {
        // A full disk can also show as a write of less than was given.
        const { bytesWritten } = await this.#file.write(bytes, done, bytes.length - done, position + done);
        done += bytesWritten;
      }
    } catch (error) {
      throw storageError(error, this.#path, 'write');
    }
  }
}

/**
 * Writes a whole file or nothing, as `writeFileSafely` does, and lets its beginning be changed until the end. Throws
 * `disk-full`, `file-unwritable`, Cancelled, or whatever `write` throws.
 */
export async function writePatchedFile(
  path: string,
  write: (file: PatchedFile) => Promise<void>,
  signal?: AbortSignal,
): Promise<void> {
  throwIfCancelled(signal);
  const temporaryPath = newTemporaryPath(path);
  const handle = await open(temporaryPath, 'wx').catch((error: unknown) => {
    throw storageError(error, path, 'write');
  });
  try {
    const file = new PatchedFile(handle, path, signal);
    try {
      await write(file);
      throwIfCancelled(signal);
      await file.requireWhole();
    } finally {
      await file.idle();
      // Network file systems report a full disk here.
      await handle.close().catch((error: unknown) => {
        throw storageError(error, path, 'write');
      });
    }
    await publishFile(temporaryPath, path);
  } catch (error) {
    await rm(temporaryPath, { force: true });
    throw error;
  }
}
