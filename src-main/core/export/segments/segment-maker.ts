import { throwIfCancelled } from '#shared/errors.ts';
import type { StretchMeasure } from '#shared/loudness/stretch-meter.ts';
import type { ByteRoom } from '../../byte-room.ts';
import { lowered, type Rendering } from './rendering.ts';
import type { CachedSegment, SegmentCache } from './segment-cache.ts';
import type { EncodeWork, SegmentPeaks, SegmentWorkers } from './segment-work.ts';

export interface SegmentDemand {
  readonly workers: SegmentWorkers;
  readonly cache: SegmentCache;
  /** Name of a segment, rendered so. */
  readonly keyOf: (index: number, rendering: Rendering) => string;
  /** What encodes segments that lie side by side, by their indexes. */
  readonly workOf: (run: readonly number[], rendering: Rendering) => EncodeWork;
}

/** A peak that is above its limit still after so many ceilings of its own is left to the check of the whole. */
const MOST_LOWERINGS = 3;
/** Of a segment that somebody removes as often as it is made. */
const MOST_TRIES = 3;

/** Has segments encoded that are not in the cache. */
export class SegmentMaker {
  readonly #demand: SegmentDemand;
  /** By their names: what is heard twice, or wanted by two at a time, is made once. */
  readonly #making = new Map<string, Promise<SegmentPeaks>>();

  constructor(demand: SegmentDemand) {
    this.#demand = demand;
  }

  /** What is under way already. */
  underWay(key: string): Promise<SegmentPeaks> | undefined {
    return this.#making.get(key);
  }

  /** Begins to encode a run; each of its segments is under way from now on. */
  start(run: readonly number[], rendering: Rendering, signal: AbortSignal | undefined): void {
    const { workers, workOf } = this.#demand;
    const work = workOf(run, rendering);
    const waiting = work.keys.map((key) => ({ key, ...Promise.withResolvers<SegmentPeaks>() }));
    for (const { key, promise } of waiting) {
      this.#making.set(key, promise);
      // Nobody may be waiting for it any more.
      promise.catch(() => undefined);
    }
    const takeNext = () => {
      const next = waiting.shift();
      if (next) this.#making.delete(next.key);
      return next;
    };
    const fail = (error: unknown): void => {
      for (let left = takeNext(); left; left = takeNext()) left.reject(error);
    };
    workers
      .run(work, signal, (peaks) => takeNext()?.resolve(peaks))
      .then((count) => fail(new Error(`Of ${work.keys.length} segments ${count} were made`)), fail);
  }

  /** The segment again with a lower ceiling while its peaks are above their limits. */
  async keepLimits(index: number, peaks: SegmentPeaks, rendering: Rendering, signal: AbortSignal): Promise<void> {
    let at = lowered(rendering, peaks);
    for (let lowerings = 0; at && lowerings < MOST_LOWERINGS; lowerings++) {
      const key = this.#demand.keyOf(index, at);
      at = lowered(at, this.#demand.cache.peaks(key) ?? (await this.#makeAlone(index, key, at, signal)));
    }
  }

  /** What was measured of the segment, as {@link keepLimits} leaves it; what is not there is made. */
  async measured(index: number, rendering: Rendering, signal: AbortSignal | undefined): Promise<StretchMeasure> {
    const found = await this.#final(index, rendering, signal, (key) => this.#demand.cache.head(key));
    return found.measure;
  }

  /** The same with its bytes, for a file to be joined from. @param room where its bytes are put. */
  async encoded(
    index: number,
    rendering: Rendering,
    room: ByteRoom,
    signal: AbortSignal | undefined,
  ): Promise<CachedSegment> {
    return this.#final(index, rendering, signal, (key) => this.#demand.cache.segment(key, room));
  }

  async #final<Found extends { readonly measure: SegmentPeaks }>(
    index: number,
    rendering: Rendering,
    signal: AbortSignal | undefined,
    look: (key: string) => Found | null,
  ): Promise<Found> {
    let found = await this.#fetch(index, rendering, signal, look);
    let at = lowered(rendering, found.measure);
    for (let lowerings = 0; at && lowerings < MOST_LOWERINGS; lowerings++) {
      found = await this.#fetch(index, at, signal, look);
      at = lowered(at, found.measure);
    }
    return found;
  }

  async #fetch<Found>(
    index: number,
    rendering: Rendering,
    signal: AbortSignal | undefined,
    look: (key: string) => Found | null,
  ): Promise<Found> {
    const { keyOf, cache } = this.#demand;
    const key = keyOf(index, rendering);
    for (let tries = 0; ; tries++) {
      throwIfCancelled(signal);
      await this.#making.get(key);
      const found = look(key);
      if (found) return found;
      if (tries === MOST_TRIES) throw new Error(`The segment ${key} was made and is gone, again and again`);
      // It may have been finished while this was looking. What is there and cannot be read is made again.
      if (tries > 0 || cache.peaks(key) === null) await this.#makeAlone(index, key, rendering, signal);
    }
  }

  #makeAlone(index: number, key: string, rendering: Rendering, signal: AbortSignal | undefined): Promise<SegmentPeaks> {
    if (!this.#making.has(key)) this.start([index], rendering, signal);
    return this.#making.get(key)!;
  }
}
