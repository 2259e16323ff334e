import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { throwIfCancelled } from '#shared/errors.ts';
import { storageError } from './storage-error.ts';

/** The bytes of a file, piece by piece. Throws `file-unreadable`, Cancelled. */
export async function* fileChunks(path: string, signal?: AbortSignal): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) {
      throwIfCancelled(signal);
      yield chunk;
    }
  } catch (error) {
    throw storageError(error, path, 'read');
  }
}

export interface FileHash {
  /** Lower-case hexadecimal. */
  readonly sha256: string;
  readonly byteLength: number;
}

/** Throws `file-unreadable`, Cancelled. */
export async function hashFile(path: string, signal?: AbortSignal): Promise<FileHash> {
  const hash = createHash('sha256');
  let byteLength = 0;
  for await (const chunk of fileChunks(path, signal)) {
    hash.update(chunk);
    byteLength += chunk.byteLength;
  }
  return { sha256: hash.digest('hex'), byteLength };
}
