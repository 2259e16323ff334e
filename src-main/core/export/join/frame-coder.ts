/** What coders that encode with some frames around a segment have in common. */
import { type FrameGrid, gridLength } from '#shared/frame-grid.ts';
import { type Samples, samples } from '#shared/units.ts';
import type { PlanarBlock } from '../../audio/pcm-samples.ts';
import type { PcmWidth } from '../pcm-bytes.ts';
import { resamplingRoom } from './anchored-resampler.ts';
import { brokenSegment, encoded } from './run-coder.ts';
import type { CoderSettings, FreshSegment, SegmentCoder, SegmentJob } from './segment-coder.ts';
import { segmentSound } from './segment-sound.ts';
import { type Rolls, type SegmentSpan, spanOf } from './segment-span.ts';

/** Raised when the same sound and options give other bytes or facts than before. */
const JOIN_VERSION = 1;

export interface FrameCodec extends Rolls {
  readonly settings: CoderSettings;
  readonly grid: FrameGrid;
  readonly width: PcmWidth;
  /** ffmpeg's, for the bare sound on standard output. */
  readonly options: readonly string[];
  /** Cuts what ffmpeg wrote into frames, in order. */
  readonly framesOf: (bytes: Buffer) => readonly Uint8Array[] | Promise<readonly Uint8Array[]>;
  /** Sound of so many whole frames to be encoded before everything else and dropped. */
  readonly primer?: { readonly frames: number; readonly block: PlanarBlock };
  /** How many frames a last segment has that holds so many samples; absent: as many as the encoder gives. */
  readonly lastFrames?: (sampleCount: number) => number;
  /** Frames kept on either side for the decoder. */
  readonly decoderFrames: { readonly before: number; readonly after: number };
  /** Frames as one run of bytes, from which they can be told again. */
  readonly pack: (frames: readonly Uint8Array[]) => Uint8Array;
  readonly factsOf: (frames: readonly Uint8Array[], bytes: Uint8Array) => FreshSegment['facts'];
  readonly decode: (segment: FreshSegment, signal: AbortSignal | undefined) => AsyncGenerator<PlanarBlock>;
}

export function frameCoder(codec: FrameCodec): SegmentCoder {
  const { grid, settings } = codec;
  return {
    grid,
    sampleRateHz: grid.rateHz,
    ...rollSamples(grid, codec),
    identity: identityOf(settings, codec.options),
    encode: async (job, { signal } = {}) => segmentOf(codec, job, signal),
    decode: (segment, { signal } = {}) => codec.decode(segment, signal),
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

async function segmentOf(codec: FrameCodec, job: SegmentJob, signal: AbortSignal | undefined): Promise<FreshSegment> {
  const { settings, grid } = codec;
  const span = spanOf(job, grid, codec);
  const shape = { ...codec, channels: settings.channels, ...grid };
  const sound = segmentSound(job, span, shape, signal);
  const { channels, ffmpeg } = settings;
  const run = { ffmpeg, channels, rateHz: grid.rateHz, width: codec.width, options: codec.options, signal };
  const all = await codec.framesOf(await encoded(primed(sound, codec.primer), run));
  const { own, before, after } = cutOut(all.slice(codec.primer?.frames ?? 0), span, codec);
  const bytes = codec.pack(own);
  return {
    bytes,
    frames: own.length,
    sampleCount: span.sampleCount,
    facts: codec.factsOf(own, bytes),
    around: { before: codec.pack(before), framesBefore: before.length, after: codec.pack(after) },
  };
}

async function* primed(sound: AsyncIterable<PlanarBlock>, primer: FrameCodec['primer']): AsyncGenerator<PlanarBlock> {
  if (primer) yield primer.block;
  yield* sound;
}

interface CutOut {
  readonly own: readonly Uint8Array[];
  readonly before: readonly Uint8Array[];
  readonly after: readonly Uint8Array[];
}

function cutOut(all: readonly Uint8Array[], span: SegmentSpan, codec: FrameCodec): CutOut {
  const { before, after } = codec.decoderFrames;
  const start = span.framesBefore;
  const lastFrames = codec.lastFrames?.(span.sampleCount) ?? Math.max(span.frames, all.length - start);
  const end = start + (span.isLast ? lastFrames : span.frames);
  if (all.length < end) throw brokenSegment(`it gave ${all.length} frames where ${end} were due`);
  return {
    own: all.slice(start, end),
    before: all.slice(Math.max(0, start - before), start),
    after: all.slice(end, end + after),
  };
}
