import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { errnoOf } from '../../library/storage-error.ts';

/** Written at a time: a multiple of every disk's blocks. */
export const CHUNK_BYTES = 1 << 22;
const WASM_PAGE_BYTES = 1 << 16;

/**
 * Where a file is written to. Hours of sound go past the system's cache where it can be asked to (`O_DIRECT`, Linux): nobody
 * reads them again soon, finding memory for them takes longer than writing them, and what others have there stays.
 */
export class OutputTarget {
  readonly file: FileHandle;
  #direct: FileHandle | null;

  constructor(file: FileHandle, direct: FileHandle | null) {
    this.file = file;
    this.#direct = direct;
  }

  async write(bytes: Uint8Array, from: number, position: number): Promise<number> {
    const count = bytes.length - from;
    if (this.#direct && count === CHUNK_BYTES) {
      try {
        return (await this.#direct.write(bytes, from, count, position)).bytesWritten;
      } catch (error) {
        // Some file systems open a file so and cannot write to it.
        if (errnoOf(error) !== 'EINVAL') throw error;
        await this.#direct.close();
        this.#direct = null;
      }
    }
    return (await this.file.write(bytes, from, count, position)).bytesWritten;
  }

  async close(): Promise<void> {
    await this.#direct?.close();
    await this.file.close();
  }
}

/** Makes a file that is not there yet. */
export async function openTarget(path: string): Promise<OutputTarget> {
  const file = await open(path, 'wx');
  // Absent where the system has no such thing.
  const flag: number | undefined = constants.O_DIRECT;
  const direct = flag === undefined ? null : await open(path, constants.O_WRONLY | flag).catch(() => null);
  return new OutputTarget(file, direct);
}

export type Chunks = readonly [Buffer, Buffer];
let atRest: Chunks | undefined;

/** Two pieces of memory that begin at a page, as direct writing demands; nothing else in Node promises that. */
export function takeChunks(): Chunks {
  const chunks = atRest ?? [newChunk(), newChunk()];
  atRest = undefined;
  return chunks;
}

export function giveBackChunks(chunks: Chunks): void {
  atRest = chunks;
}

function newChunk(): Buffer {
  const pages = CHUNK_BYTES / WASM_PAGE_BYTES;
  const { Memory } = (globalThis as unknown as { readonly WebAssembly: WebAssemblyMemory }).WebAssembly;
  return Buffer.from(new Memory({ initial: pages, maximum: pages }).buffer);
}

interface WebAssemblyMemory {
  readonly Memory: new (size: {
    readonly initial: number;
    readonly maximum: number;
  }) => { readonly buffer: ArrayBuffer };
}
