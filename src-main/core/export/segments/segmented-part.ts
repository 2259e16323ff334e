import { throwIfCancelled } from '#shared/errors.ts';
import { ProgrammeMeter } from '#shared/loudness/programme-meter.ts';
import type { StretchMeasure } from '#shared/loudness/stretch-meter.ts';
import { TruePeakLimiter } from '#shared/mix/limiter.ts';
import type { MasterOptions } from '#shared/mix/master.ts';
import { TONE_LEAD_SAMPLES, type ToneStart, toneStartsWithin } from '#shared/mix/room-tone.ts';
import { msToSamples, PROJECT_RATE_HZ, type Samples } from '#shared/units.ts';
import type { CoderSettings, EncodedSegment, SegmentCoder } from '../join/segment-coder.ts';
import type { SampleRange } from '../sampled-programme.ts';
import type { PartSound } from './part-sound.ts';
import type { Segment } from './plan-segments.ts';
import type { SegmentCache } from './segment-cache.ts';
import { type ContentOf, digestOf, type Reach } from './segment-content.ts';
import type { SegmentWorkers } from './segment-work.ts';

/** What a part is made with. */
export interface SegmentStudio {
  readonly workers: SegmentWorkers;
  readonly cache: SegmentCache;
}

export interface PartDemand {
  readonly sound: PartSound;
  readonly durationSamples: Samples;
  readonly segments: readonly Segment[];
  readonly contentOf: ContentOf;
  readonly settings: CoderSettings;
  readonly coder: SegmentCoder;
  readonly studio: SegmentStudio;
  readonly signal?: AbortSignal;
}

/** How the segments of a part are to sound. */
export interface Rendering {
  /** null: the mix as it is. */
  readonly chain: MasterOptions | null;
  readonly amplifyDb: number;
}

type OnDone = (doneSamples: number) => void;

/** Of the filters that measure; see segment-runner.ts. */
const WARM_UP = msToSamples(200);
/** Between where a segment's own tone has set in and the first that depends on it. */
const TONE_ROOM = msToSamples(100);
/** For whatever counts from one sample further. */
const MARGIN = 64;
/** Looking into the cache for a moment must not hold up the program for longer. */
const LOOKS_AT_ONCE = 64;

/** A part of a programme as segments: each measured, encoded and found again by what it is made from. */
export class SegmentedPart {
  readonly #demand: PartDemand;
  readonly #contents: readonly string[];
  readonly #reach: Reach;
  /** By their names: what is heard twice, or wanted by two at a time, is made once. */
  readonly #making = new Map<string, Promise<StretchMeasure>>();

  constructor(demand: PartDemand) {
    this.#demand = demand;
    this.#reach = reachOf(demand.coder);
    const { segments, contentOf } = demand;
    this.#contents = segments.map(({ startSample, endSample }) => contentOf(startSample, endSample, this.#reach));
  }

  /** Of all that sounds, before any master. */
  get contentDigest(): string {
    return digestOf(this.#contents);
  }

  /** Names of the segments, rendered and encoded so. */
  keysFor({ chain, amplifyDb }: Rendering): readonly string[] {
    const { segments, coder } = this.#demand;
    const { toneStarts: _, ...rest } = chain ?? { toneStarts: undefined };
    const { beforeSamples, afterSamples } = this.#reach;
    const hasTone = chain?.roomToneDbfs !== undefined;
    return segments.map((segment, index) => {
      const { startSample, endSample } = segment;
      const tone = hasTone
        ? toneStartsWithin(this.#starts(index), startSample - beforeSamples, endSample + afterSamples).map(
            ({ atSample, seed }) => [atSample - startSample, seed],
          )
        : null;
      return digestOf([this.#contents[index], chain && rest, tone, amplifyDb, coder.identity]);
    });
  }

  /** How much of the part would have to be made, in samples. */
  async missing(keys: readonly string[]): Promise<number> {
    const { segments } = this.#demand;
    const measures = await this.#look(keys);
    return segments.reduce((sum, segment, index) => sum + (measures[index] ? 0 : lengthOf(segment)), 0);
  }

  /** Measures every segment without a master, in their order. */
  async measureMix(chain: MasterOptions, onDone?: OnDone): Promise<readonly StretchMeasure[]> {
    const { sound, segments } = this.#demand;
    const keys = this.#contents.map((content) => digestOf([content, 'mix', chain.isMono === true]));
    return this.#each(keys, onDone, async (index, signal) => {
      const range = segments[index]!;
      const work = { kind: 'measure', sound, chain, ranges: [range], key: keys[index]! } as const;
      return (await this.#demand.studio.workers.run(work, signal))[0]!;
    });
  }

  /** Measures stretches, or all segments, through a master; nothing is kept. */
  async measure(chain: MasterOptions, ranges: readonly SampleRange[] | null, onDone?: OnDone): Promise<ProgrammeMeter> {
    const { sound, segments } = this.#demand;
    const wanted = ranges ?? segments.map(({ startSample, endSample }) => ({ startSample, endSample }));
    const withTone = { ...chain, toneStarts: segments.map(toneStart) };
    const measures = await this.#all(wanted.length, async (index, signal) => {
      const range = wanted[index]!;
      const work = { kind: 'measure', sound, chain: withTone, ranges: [range] } as const;
      const [measure] = await this.#demand.studio.workers.run(work, signal);
      onDone?.(lengthOf(range));
      return measure!;
    });
    return meterOf(measures);
  }

  /**
   * Renders, encodes and measures what is not there yet.
   * @param first indexes of segments to be looked at before the others; null for all in their order.
   * @returns what a listener of the segments asked for gets, in their order.
   */
  async encode(
    rendering: Rendering,
    options: { readonly only?: readonly number[]; readonly onDone?: OnDone } = {},
  ): Promise<readonly StretchMeasure[]> {
    const { segments } = this.#demand;
    const keys = this.keysFor(rendering);
    const only = options.only ?? segments.map((_, index) => index);
    const measures = await this.#each(
      only.map((index) => keys[index]!),
      options.onDone,
      (position, signal) => this.#encodeOne(only[position]!, keys[only[position]!]!, rendering, signal),
      only,
    );
    return measures;
  }

  /** The segments for a file to be joined from, also while {@link encode} makes them; what has been removed is made again. */
  async *encoded(rendering: Rendering): AsyncGenerator<EncodedSegment> {
    const { studio, signal } = this.#demand;
    for (const [index, key] of this.keysFor(rendering).entries()) {
      throwIfCancelled(signal);
      let segment = await studio.cache.segment(key);
      for (let tries = 0; !segment; tries++) {
        if (tries === 3) throw new Error(`The segment ${key} was made and is gone, again and again`);
        await this.#once(key, () => this.#encodeOne(index, key, rendering, signal));
        segment = await studio.cache.segment(key);
      }
      yield segment;
    }
  }

  #encodeOne(
    index: number,
    key: string,
    { chain, amplifyDb }: Rendering,
    signal: AbortSignal | undefined,
  ): Promise<StretchMeasure> {
    const { sound, segments, durationSamples, settings, studio } = this.#demand;
    const { startSample, endSample } = segments[index]!;
    const toned = chain && { ...chain, toneStarts: this.#starts(index) };
    return studio.workers.run(
      { kind: 'encode', sound, chain: toned, amplifyDb, coder: settings, startSample, endSample, durationSamples, key },
      signal,
    );
  }

  /** The tone around one segment. */
  #starts(index: number): readonly ToneStart[] {
    return this.#demand.segments.slice(Math.max(0, index - 1), index + 3).map(toneStart);
  }

  async #look(keys: readonly string[]): Promise<readonly (StretchMeasure | null)[]> {
    const { studio, signal } = this.#demand;
    const measures: (StretchMeasure | null)[] = [];
    for (const key of keys) {
      measures.push(studio.cache.head(key)?.measure ?? null);
      if (measures.length % LOOKS_AT_ONCE !== 0) continue;
      throwIfCancelled(signal);
      await nextTurn();
    }
    return measures;
  }

  async #each(
    keys: readonly string[],
    onDone: OnDone | undefined,
    make: (position: number, signal: AbortSignal) => Promise<StretchMeasure>,
    indexes: readonly number[] = keys.map((_, index) => index),
  ): Promise<readonly StretchMeasure[]> {
    const { segments } = this.#demand;
    const known = await this.#look(keys);
    return this.#all(keys.length, async (position, signal) => {
      const measure = known[position] ?? (await this.#once(keys[position]!, () => make(position, signal)));
      onDone?.(lengthOf(segments[indexes[position]!]!));
      return measure;
    });
  }

  #once(key: string, make: () => Promise<StretchMeasure>): Promise<StretchMeasure> {
    const running = this.#making.get(key) ?? make().finally(() => this.#making.delete(key));
    this.#making.set(key, running);
    return running;
  }

  /** Does all; the first failure stops the rest, and is thrown when they have stopped. */
  async #all<Result>(
    count: number,
    make: (position: number, signal: AbortSignal) => Promise<Result>,
  ): Promise<readonly Result[]> {
    const failing = new AbortController();
    const signals = [failing.signal, ...(this.#demand.signal ? [this.#demand.signal] : [])];
    const signal = AbortSignal.any(signals);
    let failure: { readonly error: unknown } | undefined;
    const results = await Promise.all(
      Array.from({ length: count }, async (_, position) => {
        try {
          return await make(position, signal);
        } catch (error) {
          failure ??= { error };
          failing.abort();
          return undefined;
        }
      }),
    );
    if (failure) throw failure.error;
    return results as readonly Result[];
  }
}

export function meterOf(measures: readonly StretchMeasure[]): ProgrammeMeter {
  const meter = new ProgrammeMeter(measures[0] ?? { sampleRateHz: PROJECT_RATE_HZ, channels: 1 });
  for (const measure of measures) meter.add(measure);
  return meter;
}

function reachOf(coder: SegmentCoder): Reach {
  const limiter = new TruePeakLimiter({ ceilingDbtp: 0 });
  const beforeSamples = Math.max(WARM_UP, coder.preRollSamples) + limiter.lookBehind + MARGIN;
  if (beforeSamples > TONE_LEAD_SAMPLES - TONE_ROOM)
    throw new Error(`${coder.identity} wants more before a segment than has its tone`);
  return { beforeSamples, afterSamples: coder.postRollSamples + limiter.latency + MARGIN };
}

function toneStart({ startSample, seed }: Segment): ToneStart {
  return { atSample: startSample, seed };
}

function lengthOf({ startSample, endSample }: SampleRange): number {
  return endSample - startSample;
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
