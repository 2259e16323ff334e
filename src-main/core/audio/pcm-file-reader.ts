import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { endianness } from 'node:os';
import { AppError } from '#shared/errors.ts';
import type { AssetId } from '#shared/ids.ts';
import type { PcmReader } from '#shared/mix/mix-plan.ts';
import type { Samples } from '#shared/units.ts';

export interface PcmFile {
  /** Interleaved little-endian float32, no header. */
  readonly path: string;
  readonly channels: 1 | 2;
  /** When known, a file of another length is refused. */
  readonly durationSamples?: Samples;
}

/** Beyond this the file that has not been read for longest is closed: an episode has thousands, a process fewer. */
const OPEN_FILES = 24;
/** Of frames, read at once: the mixer asks for a fiftieth of a second at a time, in order. */
const READ_AHEAD = 1 << 14;
const BYTES_PER_SAMPLE = 4;

interface OpenFile {
  readonly descriptor: number;
  readonly channels: 1 | 2;
  readonly frames: number;
  /** Interleaved frames from `bufferStart` on. */
  readonly buffer: Float32Array;
  readonly bytes: Uint8Array;
  bufferStart: number;
  bufferFrames: number;
}

/**
 * Decoded audio for the exporter's mixer, read from the PCM cache as it is needed. Synchronous, because the mixer is.
 * Throws AppError `missing-audio` naming the asset for a file that is not there or not what it should be.
 */
export class PcmFileReader implements PcmReader {
  readonly #locate: (assetId: AssetId) => PcmFile;
  /** By last use, the oldest first. */
  readonly #open = new Map<AssetId, OpenFile>();
  /** Of files that were closed: hours of speech are thousands of files. */
  readonly #spare: Float32Array[] = [];

  constructor(locate: (assetId: AssetId) => PcmFile) {
    this.#locate = locate;
  }

  read(assetId: AssetId, startFrame: number, frames: number, left: Float32Array, right: Float32Array): void {
    const file = this.#fileOf(assetId);
    const from = Math.max(startFrame, 0);
    const to = Math.min(startFrame + frames, file.frames);
    if (from >= to) {
      left.fill(0, 0, frames);
      right.fill(0, 0, frames);
      return;
    }
    left.fill(0, 0, from - startFrame);
    right.fill(0, 0, from - startFrame);
    for (let at = from; at < to; ) at += this.#copy(assetId, file, at, to, left, right, at - startFrame);
    left.fill(0, to - startFrame, frames);
    right.fill(0, to - startFrame, frames);
  }

  /** Closes all files; idempotent. */
  close(): void {
    for (const file of this.#open.values()) closeSync(file.descriptor);
    this.#open.clear();
  }

  /** Copies as much from `at` on as is in memory, reading first when nothing is. @returns how many frames. */
  #copy(
    assetId: AssetId,
    file: OpenFile,
    at: number,
    to: number,
    left: Float32Array,
    right: Float32Array,
    target: number,
  ): number {
    if (at < file.bufferStart || at >= file.bufferStart + file.bufferFrames) this.#fill(assetId, file, at);
    const offset = at - file.bufferStart;
    const count = Math.min(to - at, file.bufferFrames - offset);
    const { buffer } = file;
    if (file.channels === 1) {
      const mono = buffer.subarray(offset, offset + count);
      left.set(mono, target);
      right.set(mono, target);
    } else {
      for (let i = 0; i < count; i++) {
        left[target + i] = buffer[2 * (offset + i)]!;
        right[target + i] = buffer[2 * (offset + i) + 1]!;
      }
    }
    return count;
  }

  #fill(assetId: AssetId, file: OpenFile, startFrame: number): void {
    const frameBytes = BYTES_PER_SAMPLE * file.channels;
    const wanted = Math.min(READ_AHEAD, file.frames - startFrame) * frameBytes;
    let done = 0;
    while (done < wanted) {
      const count = this.#readBytes(assetId, file, done, wanted - done, startFrame * frameBytes + done);
      if (count === 0) throw missing(assetId, 'became shorter while it was being read');
      done += count;
    }
    if (endianness() === 'BE') Buffer.from(file.bytes.buffer, 0, done).swap32();
    file.bufferStart = startFrame;
    file.bufferFrames = done / frameBytes;
  }

  #readBytes(assetId: AssetId, file: OpenFile, offset: number, length: number, position: number): number {
    try {
      return readSync(file.descriptor, file.bytes, offset, length, position);
    } catch (error) {
      throw missing(assetId, `cannot be read (${error instanceof Error ? error.message : String(error)})`, error);
    }
  }

  #fileOf(assetId: AssetId): OpenFile {
    const known = this.#open.get(assetId);
    if (known) {
      // Once more at the end: a Map keeps the order of insertion.
      this.#open.delete(assetId);
      this.#open.set(assetId, known);
      return known;
    }
    const oldest = this.#open.size >= OPEN_FILES ? this.#open.entries().next().value : undefined;
    if (oldest) {
      const [oldId, { descriptor, buffer }] = oldest;
      this.#open.delete(oldId);
      this.#spare.push(buffer);
      closeSync(descriptor);
    }
    const opened = openFile(assetId, this.#locate(assetId), (length) => this.#bufferOf(length));
    this.#open.set(assetId, opened);
    return opened;
  }

  #bufferOf(length: number): Float32Array {
    const index = this.#spare.findIndex((buffer) => buffer.length >= length);
    return index < 0 ? new Float32Array(length) : this.#spare.splice(index, 1)[0]!;
  }
}

function openFile(
  assetId: AssetId,
  { path, channels, durationSamples }: PcmFile,
  bufferOf: (length: number) => Float32Array,
): OpenFile {
  let descriptor: number;
  try {
    descriptor = openSync(path, 'r');
  } catch (error) {
    throw missing(assetId, `is not there (${path})`, error);
  }
  const { size } = fstatSync(descriptor);
  const frames = size / (BYTES_PER_SAMPLE * channels);
  if (!Number.isInteger(frames) || (durationSamples !== undefined && frames !== durationSamples)) {
    closeSync(descriptor);
    throw missing(assetId, `has the wrong length (${path}, ${size} bytes)`);
  }
  // One length for all files of as many channels: any can be used again for any.
  const buffer = bufferOf(READ_AHEAD * channels);
  return {
    descriptor,
    channels,
    frames,
    buffer,
    bytes: new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength),
    bufferStart: 0,
    bufferFrames: 0,
  };
}

function missing(assetId: AssetId, what: string, cause?: unknown): AppError {
  return new AppError({
    code: 'missing-audio',
    message: `The decoded audio of ${assetId.slice(0, 12)}… ${what}. Export again: it is decoded anew from the library.`,
    details: { assetId },
    ...(cause === undefined ? {} : { cause }),
  });
}
