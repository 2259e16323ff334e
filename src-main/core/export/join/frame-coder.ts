/** What coders that encode in frames, with some of them around a segment, have in common. */
import { type FrameGrid, gridLength } from '#shared/frame-grid.ts';
import { type Samples, samples } from '#shared/units.ts';
import type { PlanarBlock } from '../../audio/pcm-samples.ts';
import { resamplingRoom } from './anchored-resampler.ts';
import type { FrameEncoder } from './frame-encoder.ts';
import { brokenSegment, decoded } from './run-coder.ts';
import type { CoderSettings, FreshSegment, HeardPiece, RunJob, SegmentCoder } from './segment-coder.ts';
import { segmentSound } from './segment-sound.ts';
import { type Rolls, type SegmentSpan, spanOf } from './segment-span.ts';

/** Raised when the same sound and options give other bytes or facts than before. */
const JOIN_VERSION = 2;

export interface FrameCodec extends Rolls {
  readonly settings: CoderSettings;
  readonly grid: FrameGrid;
  readonly encoder: FrameEncoder;
  /** Sound of so many whole frames to be encoded before everything else and dropped. */
  readonly primer?: { readonly frames: number; readonly block: () => PlanarBlock };
  /** How many frames a last segment has that holds so many samples; absent: as many as the encoder gives. */
  readonly lastFrames?: (sampleCount: number) => number;
  /** Frames kept on either side for the decoder. */
  readonly decoderFrames: { readonly before: number; readonly after: number };
  /** Frames as one run of bytes, from which they can be told again. */
  readonly pack: (frames: readonly Uint8Array[]) => Uint8Array;
  readonly factsOf: (frames: readonly Uint8Array[], bytes: Uint8Array) => FreshSegment['facts'];
  readonly demuxer: string;
  /** Packed frames as a stream for {@link demuxer}; absent: they are one. */
  readonly streamOf?: (packed: AsyncIterable<Uint8Array>) => AsyncIterable<Uint8Array>;
  /** By so many samples the decoder's output lags behind the frames. */
  readonly delaySamples: number;
}

export function frameCoder(codec: FrameCodec): SegmentCoder {
  const { grid, settings } = codec;
  return {
    grid,
    sampleRateHz: grid.rateHz,
    ...rollSamples(grid, codec),
    identity: identityOf(settings, codec.encoder.identity),
    encode: (run, { signal } = {}) => segmentsOf(codec, run, signal),
    decode: (segments, { signal } = {}) => heard(codec, segments, signal),
  };
}

export function rollSamples(
  grid: FrameGrid,
  { framesBefore, framesAfter }: Rolls,
): { readonly preRollSamples: Samples; readonly postRollSamples: Samples } {
  const room = resamplingRoom(grid.rateHz);
  return {
    preRollSamples: samples(gridLength(grid, framesBefore) + room),
    postRollSamples: samples(gridLength(grid, framesAfter) + room),
  };
}

export function identityOf({ format, channels, ffmpeg }: CoderSettings, options: readonly string[]): string {
  return JSON.stringify([JOIN_VERSION, format, channels, options, ffmpeg.version]);
}

async function* segmentsOf(
  codec: FrameCodec,
  run: RunJob,
  signal: AbortSignal | undefined,
): AsyncGenerator<FreshSegment> {
  const { settings, grid, decoderFrames, primer } = codec;
  const spans = spansOf(run, grid, codec);
  const shape = { ...codec, channels: settings.channels, ...grid };
  const frames = new FrameWindow(codec.encoder.frames(runSound(run, spans, shape, primer, signal), signal));
  try {
    let start = (primer?.frames ?? 0) + (spans[0]?.framesBefore ?? 0);
    for (const [index, span] of spans.entries()) {
      const due = span.isLast ? (codec.lastFrames?.(span.sampleCount) ?? span.frames) : span.frames;
      // The last one is not done before the encoder has ended well.
      await frames.fill(index === spans.length - 1 ? Number.POSITIVE_INFINITY : start + due + decoderFrames.after);
      const end = span.isLast && !codec.lastFrames ? Math.max(start + due, frames.end) : start + due;
      if (frames.end < end) throw brokenSegment(`it gave ${frames.end} frames where ${end} were due`);
      const own = frames.slice(start, end);
      const before = frames.slice(Math.max(primer?.frames ?? 0, start - decoderFrames.before), start);
      const bytes = codec.pack(own);
      yield {
        bytes,
        frames: own.length,
        sampleCount: span.sampleCount,
        facts: codec.factsOf(own, bytes),
        around: {
          before: codec.pack(before),
          framesBefore: before.length,
          after: codec.pack(frames.slice(end, end + decoderFrames.after)),
        },
      };
      frames.drop(end - decoderFrames.before);
      start = end;
    }
  } finally {
    await frames.close();
  }
}

function spansOf({ source, durationSamples, edges }: RunJob, grid: FrameGrid, rolls: Rolls): readonly SegmentSpan[] {
  return edges.slice(1).map((endSample, index) => {
    const isFirst = index === 0;
    const job = { source, durationSamples, startSample: edges[index]!, endSample };
    return spanOf(job, grid, isFirst ? rolls : { ...rolls, framesBefore: 0 });
  });
}

/** Sound before the first segment, all of them, and sound after the last. */
async function* runSound(
  { source, durationSamples, edges }: RunJob,
  spans: readonly SegmentSpan[],
  shape: Parameters<typeof segmentSound>[2],
  primer: FrameCodec['primer'],
  signal: AbortSignal | undefined,
): AsyncGenerator<PlanarBlock> {
  if (primer) yield primer.block();
  for (const [index, span] of spans.entries()) {
    const job = { source, durationSamples, startSample: edges[index]!, endSample: edges[index + 1]! };
    const framesAfter = index === spans.length - 1 ? shape.framesAfter : 0;
    yield* segmentSound(job, span, { ...shape, framesAfter }, signal);
  }
}

/** Frames by their numbers, those that are still wanted. */
class FrameWindow {
  readonly #source: AsyncIterator<readonly Uint8Array[]>;
  #first = 0;
  #frames: Uint8Array[] = [];
  #isEnded = false;

  constructor(source: AsyncGenerator<readonly Uint8Array[]>) {
    this.#source = source;
  }

  /** Number of the next frame to come. */
  get end(): number {
    return this.#first + this.#frames.length;
  }

  /** Waits for frames up to a number, or the end. */
  async fill(end: number): Promise<void> {
    while (!this.#isEnded && this.end < end) {
      const next = await this.#source.next();
      if (next.done === true) this.#isEnded = true;
      else this.#frames.push(...next.value);
    }
  }

  slice(from: number, to: number): readonly Uint8Array[] {
    return this.#frames.slice(Math.max(0, from - this.#first), Math.max(0, to - this.#first));
  }

  /** Forgets those before a number. */
  drop(before: number): void {
    const count = Math.max(0, before - this.#first);
    this.#frames = this.#frames.slice(count);
    this.#first += count;
  }

  async close(): Promise<void> {
    await this.#source.return?.();
  }
}

async function* heard(
  codec: FrameCodec,
  segments: Iterable<FreshSegment> | AsyncIterable<FreshSegment>,
  signal: AbortSignal | undefined,
): AsyncGenerator<HeardPiece> {
  const { settings, demuxer, grid } = codec;
  /** Given to the decoder and not heard to the end yet. */
  const given: FreshSegment[] = [];
  let skip = codec.delaySamples;
  const packed = async function* (): AsyncGenerator<Uint8Array> {
    let last: FreshSegment | undefined;
    for await (const segment of segments) {
      if (!last) {
        skip += segment.around.framesBefore * grid.frameSamples;
        yield segment.around.before;
      }
      last = segment;
      given.push(segment);
      yield segment.bytes;
    }
    if (last) yield last.around.after;
  };
  const stream = codec.streamOf?.(packed()) ?? packed();
  const { ffmpeg, channels } = settings;
  let heardOfFirst = 0;
  for await (const block of decoded(stream, { ffmpeg, channels, demuxer, signal })) {
    const length = block[0]!.length;
    let at = Math.min(length, skip);
    skip -= at;
    for (let segment = given[0]; at < length && segment; segment = given[0]) {
      const count = Math.min(length - at, segment.sampleCount - heardOfFirst);
      const piece = block.map((channel) => channel.subarray(at, at + count));
      at += count;
      heardOfFirst += count;
      const isEnd = heardOfFirst === segment.sampleCount;
      if (isEnd) {
        given.shift();
        heardOfFirst = 0;
      }
      yield { block: piece, ended: isEnd ? segment : null };
    }
  }
  if (given[0]) {
    const { sampleCount } = given[0];
    throw brokenSegment(`${sampleCount - heardOfFirst} of ${sampleCount} samples are missing from what it encoded`);
  }
}
