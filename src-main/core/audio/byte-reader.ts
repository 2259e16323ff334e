import { open } from 'node:fs/promises';
import { throwIfCancelled } from '#shared/errors.ts';
import { storageError } from '../library/storage-error.ts';

const CHUNK_BYTES = 1 << 18;

/** The bytes of a file from a position on, in pieces. Throws `file-unreadable`, Cancelled. */
export async function* fileBytes(path: string, signal?: AbortSignal, from = 0): AsyncGenerator<Uint8Array> {
  const file = await open(path, 'r').catch((error: unknown) => {
    throw storageError(error, path, 'read');
  });
  try {
    for (let position = from; ; ) {
      throwIfCancelled(signal);
      // A new buffer each time: the one before may still be in use.
      const { bytesRead, buffer } = await file
        .read(Buffer.allocUnsafe(CHUNK_BYTES), 0, CHUNK_BYTES, position)
        .catch((error: unknown) => {
          throw storageError(error, path, 'read');
        });
      if (bytesRead === 0) return;
      position += bytesRead;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}

/** Reads a stream of bytes field by field. */
export class ByteReader {
  readonly #source: AsyncIterator<Uint8Array>;
  #pending: Uint8Array = new Uint8Array(0);
  #position = 0;

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  /** Of the next byte. */
  get position(): number {
    return this.#position;
  }

  /** The next `count` bytes, fewer only at the end; stays where it is. For small counts. */
  async peek(count: number): Promise<Uint8Array> {
    while (this.#pending.length < count) {
      const next = await this.#source.next();
      if (next.done === true) break;
      this.#pending = this.#pending.length === 0 ? next.value : Buffer.concat([this.#pending, next.value]);
    }
    return this.#pending.subarray(0, count);
  }

  /** The next `count` bytes, fewer only at the end. */
  async take(count: number): Promise<Uint8Array> {
    const bytes = await this.peek(count);
    this.#advance(bytes.length);
    return bytes;
  }

  /** Leaves out up to `count` bytes. @returns how many there were. */
  async skip(count: number): Promise<number> {
    let left = count;
    while (left > 0) {
      const piece = await this.next(left);
      if (!piece) break;
      left -= piece.length;
    }
    return count - left;
  }

  /** Whatever comes next, at most `limit` bytes; null at the end. */
  async next(limit = Number.POSITIVE_INFINITY): Promise<Uint8Array | null> {
    const piece = await this.peek(1);
    if (piece.length === 0) return null;
    const bytes = this.#pending.subarray(0, Math.min(limit, this.#pending.length));
    this.#advance(bytes.length);
    return bytes;
  }

  /** Ends the source; idempotent. */
  async close(): Promise<void> {
    await this.#source.return?.();
  }

  #advance(count: number): void {
    this.#pending = this.#pending.subarray(count);
    this.#position += count;
  }
}
