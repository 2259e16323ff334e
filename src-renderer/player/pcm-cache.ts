import type { AssetId } from '#shared/ids.ts';
import type { PcmReader } from '#shared/mix/mix-plan.ts';

/** 1.4 s at the project rate: one request on a loopback connection answers in a few milliseconds. */
export const CHUNK_FRAMES = 65_536;
const BYTES_PER_SAMPLE = Float32Array.BYTES_PER_ELEMENT;

/** A stretch of an asset's decoded audio, half-open; short where the audio ends. Rejects when it cannot be had. */
export type FetchPcm = (assetId: AssetId, firstByte: number, endByte: number) => Promise<ArrayBuffer>;

export interface Chunk {
  readonly assetId: AssetId;
  readonly index: number;
}

/**
 * Decoded audio as the mixer wants it, of which only the parts in use are in memory. Reading never waits: what is not
 * here yet reads as silence and is remembered as missing. Whoever mixes then fetches it and mixes that block again, so
 * that which audio is needed when is decided by the mixer alone and written down nowhere else.
 */
export class PcmCache implements PcmReader {
  readonly #fetchPcm: FetchPcm;
  readonly #maxBytes: number;
  /** In the order of last use. */
  readonly #chunks = new Map<string, Float32Array>();
  readonly #missing = new Map<string, Chunk>();
  readonly #fetching = new Map<string, Promise<void>>();
  #channels: ReadonlyMap<AssetId, 1 | 2> = new Map();
  #byteLength = 0;

  constructor(fetchPcm: FetchPcm, maxBytes: number) {
    this.#fetchPcm = fetchPcm;
    this.#maxBytes = maxBytes;
  }

  /** What plays from now on. Audio never changes, so what is in memory stays good. */
  setChannels(channels: ReadonlyMap<AssetId, 1 | 2>): void {
    this.#channels = channels;
  }

  get byteLength(): number {
    return this.#byteLength;
  }

  get hasMissing(): boolean {
    return this.#missing.size > 0;
  }

  /** What reads since the last call did not find. */
  takeMissing(): readonly Chunk[] {
    const missing = [...this.#missing.values()];
    this.#missing.clear();
    return missing;
  }

  read(assetId: AssetId, startFrame: number, frames: number, left: Float32Array, right: Float32Array): void {
    const channels = this.#channels.get(assetId) ?? 1;
    left.fill(0, 0, frames);
    right.fill(0, 0, frames);
    const end = startFrame + frames;
    for (let at = Math.max(0, startFrame); at < end; ) {
      const index = Math.floor(at / CHUNK_FRAMES);
      const stop = Math.min(end, (index + 1) * CHUNK_FRAMES);
      const chunk = this.#chunk(assetId, index);
      if (chunk) copyFrames(chunk, channels, at - index * CHUNK_FRAMES, stop - at, left, right, at - startFrame);
      at = stop;
    }
  }

  /** Resolves when the chunk is here. Never given up once begun: who seeks away often comes back. Rejects as fetching does. */
  async fetch({ assetId, index }: Chunk): Promise<void> {
    const key = keyOf(assetId, index);
    if (this.#chunks.has(key)) return;
    const underway = this.#fetching.get(key);
    if (underway) return underway;
    const fetching = this.#load(assetId, index, key).finally(() => this.#fetching.delete(key));
    this.#fetching.set(key, fetching);
    return fetching;
  }

  async #load(assetId: AssetId, index: number, key: string): Promise<void> {
    const bytesPerFrame = (this.#channels.get(assetId) ?? 1) * BYTES_PER_SAMPLE;
    const firstByte = index * CHUNK_FRAMES * bytesPerFrame;
    const bytes = await this.#fetchPcm(assetId, firstByte, firstByte + CHUNK_FRAMES * bytesPerFrame);
    // A file that is not whole frames long is cut to those it has.
    const chunk = new Float32Array(bytes, 0, Math.floor(bytes.byteLength / BYTES_PER_SAMPLE));
    this.#chunks.set(key, chunk);
    this.#byteLength += chunk.byteLength;
    for (const [oldKey, old] of this.#chunks) {
      if (this.#byteLength <= this.#maxBytes || oldKey === key) break;
      this.#chunks.delete(oldKey);
      this.#byteLength -= old.byteLength;
    }
  }

  #chunk(assetId: AssetId, index: number): Float32Array | undefined {
    const key = keyOf(assetId, index);
    const chunk = this.#chunks.get(key);
    if (chunk) {
      this.#chunks.delete(key);
      this.#chunks.set(key, chunk);
    } else {
      this.#missing.set(key, { assetId, index });
    }
    return chunk;
  }
}

function keyOf(assetId: AssetId, index: number): string {
  return `${assetId}/${index}`;
}

function copyFrames(
  chunk: Float32Array,
  channels: 1 | 2,
  from: number,
  frames: number,
  left: Float32Array,
  right: Float32Array,
  to: number,
): void {
  const available = Math.min(frames, Math.floor(chunk.length / channels) - from);
  for (let i = 0; i < available; i++) {
    const first = chunk[(from + i) * channels]!;
    left[to + i] = first;
    right[to + i] = channels === 1 ? first : chunk[(from + i) * channels + 1]!;
  }
}
