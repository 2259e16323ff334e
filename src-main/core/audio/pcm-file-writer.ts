import { type FileHandle, open } from 'node:fs/promises';
import { endianness } from 'node:os';
import { storageError } from '../library/storage-error.ts';

const BUFFER_FLOATS = 1 << 14;

/** Writes interleaved little-endian float32, in pieces large enough for the disk. */
export class PcmFileWriter {
  readonly #path: string;
  readonly #file: FileHandle;
  readonly #buffer = new Float32Array(BUFFER_FLOATS);
  #filled = 0;

  private constructor(path: string, file: FileHandle) {
    this.#path = path;
    this.#file = file;
  }

  /** Throws `file-unwritable` or `disk-full`, like everything here. Replaces what is there. */
  static async create(path: string): Promise<PcmFileWriter> {
    const file = await open(path, 'w').catch((error: unknown) => {
      throw storageError(error, path, 'write');
    });
    return new PcmFileWriter(path, file);
  }

  /** `interleaved` must stay as it is until this is done. */
  async write(interleaved: Float32Array): Promise<void> {
    if (interleaved.length >= BUFFER_FLOATS) {
      await this.#flush();
      await this.#writeWhole(interleaved);
      return;
    }
    for (let at = 0; at < interleaved.length; ) {
      const count = Math.min(interleaved.length - at, BUFFER_FLOATS - this.#filled);
      this.#buffer.set(interleaved.subarray(at, at + count), this.#filled);
      this.#filled += count;
      at += count;
      if (this.#filled === BUFFER_FLOATS) await this.#flush();
    }
  }

  /** Writes the rest and closes. Not durable: whoever publishes the file flushes it. */
  async finish(): Promise<void> {
    await this.#flush();
    await this.#close();
  }

  /** Closes without the rest; for a file that is given up. */
  async abandon(): Promise<void> {
    await this.#file.close();
  }

  async #flush(): Promise<void> {
    const filled = this.#filled;
    this.#filled = 0;
    await this.#writeWhole(this.#buffer.subarray(0, filled));
  }

  async #writeWhole(values: Float32Array): Promise<void> {
    const bytes = littleEndian(values);
    for (let at = 0; at < bytes.length; ) {
      const { bytesWritten } = await this.#file.write(bytes, at).catch((error: unknown) => {
        throw storageError(error, this.#path, 'write');
      });
      at += bytesWritten;
    }
  }

  /** Network file systems report a full disk here. */
  async #close(): Promise<void> {
    await this.#file.close().catch((error: unknown) => {
      throw storageError(error, this.#path, 'write');
    });
  }
}

function littleEndian(values: Float32Array): Uint8Array {
  const bytes = Buffer.from(values.buffer, values.byteOffset, values.byteLength);
  return endianness() === 'LE' ? bytes : Buffer.from(bytes).swap32();
}
