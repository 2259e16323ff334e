import { throwIfCancelled } from '#shared/errors.ts';
import { ProgrammeMeter } from '#shared/loudness/programme-meter.ts';
import type { StretchMeasure } from '#shared/loudness/stretch-meter.ts';
import { TruePeakLimiter } from '#shared/mix/limiter.ts';
import type { MasterOptions } from '#shared/mix/master.ts';
import { TONE_LEAD_SAMPLES, type ToneStart, toneStartsWithin } from '#shared/mix/room-tone.ts';
import { msToSamples, PROJECT_RATE_HZ, type Samples } from '#shared/units.ts';
import { ByteRoom } from '../../byte-room.ts';
import type { CoderSettings, EncodedSegment, SegmentCoder } from '../join/segment-coder.ts';
import type { SampleRange } from '../sampled-programme.ts';
import type { PartSound } from './part-sound.ts';
import { planRuns } from './plan-runs.ts';
import type { Segment } from './plan-segments.ts';
import type { Rendering } from './rendering.ts';
import type { SegmentCache } from './segment-cache.ts';
import { type ContentOf, digestOf, type Reach } from './segment-content.ts';
import { SegmentMaker } from './segment-maker.ts';
import type { EncodeWork, SegmentPeaks, SegmentWorkers } from './segment-work.ts';

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

type OnDone = (doneSamples: number) => void;

export interface EncodeOptions {
  /** Indexes of the segments asked for, ascending; absent: all. */
  readonly only?: readonly number[];
  readonly onDone?: OnDone;
  /** What goes through {@link SegmentedPart.encoded} already while it is made; absent: nobody, and their measures are read. */
  readonly hear?: (signal: AbortSignal) => Promise<ProgrammeMeter>;
}

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
  readonly #maker: SegmentMaker;
  /** What was found in the cache: whoever uses it makes it again if it is gone by then. */
  readonly #found = new Map<string, SegmentPeaks>();

  constructor(demand: PartDemand) {
    this.#demand = demand;
    this.#reach = reachOf(demand.coder);
    const { segments, contentOf } = demand;
    this.#contents = segments.map(({ startSample, endSample }) => contentOf(startSample, endSample, this.#reach));
    this.#maker = new SegmentMaker({
      ...demand.studio,
      keyOf: (index, rendering) => this.#keyOf(index, rendering),
      workOf: (run, rendering) => this.#workOf(run, rendering),
    });
  }

  /** Of all that sounds, before any master. */
  get contentDigest(): string {
    return digestOf(this.#contents);
  }

  /** Names of the segments, rendered and encoded so, before any of them gets another ceiling. */
  keysFor(rendering: Rendering): readonly string[] {
    return this.#demand.segments.map((_, index) => this.#keyOf(index, rendering));
  }

  #keyOf(index: number, { chain, amplifyDb }: Rendering): string {
    const { segments, coder } = this.#demand;
    const { toneStarts: _, ...rest } = chain ?? { toneStarts: undefined };
    const { beforeSamples, afterSamples } = this.#reach;
    const { startSample, endSample } = segments[index]!;
    const tone =
      chain?.roomToneDbfs === undefined
        ? null
        : toneStartsWithin(this.#starts(index, index), startSample - beforeSamples, endSample + afterSamples).map(
            ({ atSample, seed }) => [atSample - startSample, seed],
          );
    return digestOf([this.#contents[index], chain && rest, tone, amplifyDb, coder.identity]);
  }

  /** How much of the part would have to be made, in samples. */
  async missing(keys: readonly string[]): Promise<number> {
    const { segments } = this.#demand;
    const known = await this.#look(keys);
    return segments.reduce((sum, segment, index) => sum + (known[index] ? 0 : lengthOf(segment)), 0);
  }

  /** Measures every segment without a master. `peaks`: of each. */
  async measureMix(
    chain: MasterOptions,
    onDone?: OnDone,
  ): Promise<{ readonly meter: ProgrammeMeter; readonly peaks: readonly SegmentPeaks[] }> {
    const { sound, segments, studio, signal } = this.#demand;
    const keys = this.#contents.map((content) => digestOf([content, 'mix', chain.isMono === true]));
    const known = await this.#look(keys);
    const measureOne = async (index: number, either: AbortSignal | undefined): Promise<StretchMeasure> => {
      const [range, key] = [segments[index]!, keys[index]!];
      return (await studio.workers.run({ kind: 'measure', sound, chain, ranges: [range], key }, either))[0]!;
    };
    const peaks = await this.#together((either) =>
      segments.map(async (range, index) => {
        const { truePeak, samplePeak } = known[index] ?? (await measureOne(index, either));
        onDone?.(lengthOf(range));
        return { truePeak, samplePeak };
      }),
    );
    const meter = await meterOf(keys, async (key, index) => {
      return studio.cache.head(key)?.measure ?? (await measureOne(index, signal));
    });
    return { meter, peaks };
  }

  /** Measures stretches, or all segments, through a master; nothing is kept. */
  async measure(chain: MasterOptions, ranges: readonly SampleRange[] | null, onDone?: OnDone): Promise<ProgrammeMeter> {
    const { sound, segments } = this.#demand;
    const wanted = ranges ?? segments.map(({ startSample, endSample }) => ({ startSample, endSample }));
    const withTone = { ...chain, toneStarts: segments.map(toneStart) };
    const measures = await this.#together((signal) =>
      wanted.map(async (range) => {
        const work = { kind: 'measure', sound, chain: withTone, ranges: [range] } as const;
        const [measure] = await this.#demand.studio.workers.run(work, signal);
        onDone?.(lengthOf(range));
        return measure!;
      }),
    );
    return meterOf(measures, (measure) => measure);
  }

  /**
   * Renders, encodes and measures what is not there yet.
   * @returns what a listener of it gets, put together.
   */
  async encode(rendering: Rendering, { only, onDone, hear }: EncodeOptions = {}): Promise<ProgrammeMeter> {
    const { segments, studio } = this.#demand;
    const maker = this.#maker;
    const indexes = only ?? Array.from(segments.keys());
    const keys = indexes.map((index) => this.#keyOf(index, rendering));
    const known = await this.#look(keys);
    const firstWith = new Map(keys.map((key, at) => [key, at] as const).reverse());
    const missing = indexes.filter(
      (_, at) => !known[at] && !maker.underWay(keys[at]!) && firstWith.get(keys[at]!) === at,
    );
    const [meter] = await this.#together<ProgrammeMeter | null>((signal) => {
      for (const run of planRuns(segments, missing, studio.workers.size)) maker.start(run, rendering, signal);
      const made = indexes.map(async (index, at) => {
        const peaks = known[at] ?? (await maker.underWay(keys[at]!)!);
        onDone?.(lengthOf(segments[index]!));
        await maker.keepLimits(index, peaks, rendering, signal);
        return null;
      });
      // What is known is put together while the rest is made.
      const heard = hear?.(signal) ?? meterOf(indexes, (index) => maker.measured(index, rendering, signal));
      return [heard, ...made];
    });
    return meter!;
  }

  /**
   * The segments for a file to be joined from, also while {@link encode} makes them; what has been removed is made again. Their
   * bytes are there until the next is asked for.
   * @param meter is given the measures of each.
   */
  async *encoded(
    rendering: Rendering,
    { signal = this.#demand.signal, meter }: { readonly signal?: AbortSignal; readonly meter?: ProgrammeMeter } = {},
  ): AsyncGenerator<EncodedSegment> {
    const room = new ByteRoom();
    for (const index of this.#demand.segments.keys()) {
      const found = await this.#maker.encoded(index, rendering, room, signal);
      meter?.add(found.measure);
      yield found.encoded;
    }
  }

  #workOf(run: readonly number[], rendering: Rendering): EncodeWork {
    const { sound, segments, durationSamples, settings } = this.#demand;
    const { chain, amplifyDb } = rendering;
    const [first, last] = [run[0]!, run.at(-1)!];
    return {
      kind: 'encode',
      sound,
      chain: chain && { ...chain, toneStarts: this.#starts(first, last) },
      amplifyDb,
      coder: settings,
      edges: [segments[first]!.startSample, ...run.map((index) => segments[index]!.endSample)],
      durationSamples,
      keys: run.map((index) => this.#keyOf(index, rendering)),
    };
  }

  /** The tone around segments side by side. */
  #starts(first: number, last: number): readonly ToneStart[] {
    return this.#demand.segments.slice(Math.max(0, first - 1), last + 3).map(toneStart);
  }

  async #look(keys: readonly string[]): Promise<readonly (SegmentPeaks | null)[]> {
    const { studio, signal } = this.#demand;
    const found: (SegmentPeaks | null)[] = [];
    for (const key of keys) {
      const peaks = this.#found.get(key) ?? studio.cache.peaks(key);
      if (peaks) this.#found.set(key, peaks);
      found.push(peaks);
      if (found.length % LOOKS_AT_ONCE !== 0) continue;
      throwIfCancelled(signal);
      await nextTurn();
    }
    return found;
  }

  /** Waits for all that is begun; the first failure stops the rest, and is thrown when they have stopped. */
  async #together<Result>(begin: (signal: AbortSignal) => readonly Promise<Result>[]): Promise<readonly Result[]> {
    const failing = new AbortController();
    const signals = [failing.signal, ...(this.#demand.signal ? [this.#demand.signal] : [])];
    let failure: { readonly error: unknown } | undefined;
    const fail = (error: unknown): undefined => {
      failure ??= { error };
      failing.abort();
    };
    const results = await Promise.all(begin(AbortSignal.any(signals)).map((result) => result.catch(fail)));
    if (failure) throw failure.error;
    return results as readonly Result[];
  }
}

/** One measure after the other: all of them are large. */
async function meterOf<Item>(
  items: readonly Item[],
  measureOf: (item: Item, index: number) => StretchMeasure | Promise<StretchMeasure>,
): Promise<ProgrammeMeter> {
  let meter: ProgrammeMeter | undefined;
  for (const [index, item] of items.entries()) {
    const measure = await measureOf(item, index);
    meter ??= new ProgrammeMeter(measure);
    meter.add(measure);
    if (index % LOOKS_AT_ONCE === 0) await nextTurn();
  }
  return meter ?? new ProgrammeMeter({ sampleRateHz: PROJECT_RATE_HZ, channels: 1 });
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
