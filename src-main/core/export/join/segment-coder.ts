import type { FrameGrid } from '#shared/frame-grid.ts';
import type { ProgrammeSource } from '#shared/mix/master.ts';
import type { Samples } from '#shared/units.ts';
import type { FfmpegLocation } from '../../audio/ffmpeg-location.ts';
import type { PlanarBlock } from '../../audio/pcm-samples.ts';
import type { ExportFormat } from '../export-format.ts';
import type { EncodedAs } from '../presets.ts';

/** What every segment of a file has in common. Plain data: it can be sent to a worker. */
export interface CoderSettings {
  readonly format: ExportFormat;
  readonly channels: 1 | 2;
  readonly encodedAs: EncodedAs;
  readonly ffmpeg: FfmpegLocation;
  /** Of AAC, see `settleAacQuality`; absent: one that suits speech. The same for all segments of a file. */
  readonly aacQuality?: number;
}

/** A stretch of a part of the programme (the whole of it, or a chapter's file). */
export interface SegmentJob {
  /**
   * Finished sound in the part's positions; of a mono programme both channels are the same. Never asked for anything
   * outside of `[0, durationSamples)`.
   */
  readonly source: ProgrammeSource;
  /** 0, or a cut: `isOnGrid(coder.grid, distance from the cut before it)`. */
  readonly startSample: Samples;
  /** The next cut, or `durationSamples`. */
  readonly endSample: Samples;
  /** Of the part: 0 and this are where the encoder starts and where it is flushed. */
  readonly durationSamples: Samples;
}

/** Segments side by side, encoded in one go. */
export interface RunJob extends Pick<SegmentJob, 'source' | 'durationSamples'> {
  /** Where the first begins and where each ends; as the edges of a {@link SegmentJob}. */
  readonly edges: readonly Samples[];
}

export interface WorkOptions {
  readonly signal?: AbortSignal;
}

/**
 * A segment as it is kept: independent of where it lies in a file, whose counts and checksums are written when it is joined.
 * Everything but the bytes is JSON.
 */
export interface EncodedSegment {
  /** Frames of exactly this segment and what the join must know of each; only the joiner and the decoder read them. */
  readonly bytes: Uint8Array;
  /** How many frames the encoder made of it. */
  readonly frames: number;
  /** Sound in it, in samples at {@link SegmentCoder.sampleRateHz}. */
  readonly sampleCount: number;
  /** Checksums and headers, in the format's own terms. */
  readonly facts: Readonly<Record<string, string | number>>;
}

/** A segment that was just encoded, with some of the frames around it, which are not kept. */
export interface FreshSegment extends EncodedSegment {
  readonly around: FramesAround;
}

/** What a decoder needs to hear before and after a segment to give the segment's own samples as a listener gets them. */
export interface FramesAround {
  readonly before: Uint8Array;
  readonly framesBefore: number;
  readonly after: Uint8Array;
}

/** A piece of one segment as a listener gets it. */
export interface HeardPiece {
  /** One array a channel, which may be used again for the next piece. */
  readonly block: PlanarBlock;
  /** The segment that has been heard to its end with this; null while it goes on. */
  readonly ended: FreshSegment | null;
}

export interface SegmentCoder {
  /** Where cuts may lie, from cut to cut. */
  readonly grid: FrameGrid;
  /** Of the encoded sound, and of what {@link decode} gives. */
  readonly sampleRateHz: number;
  /** How much sound around a segment takes part in its bytes; the cache's key must cover it. */
  readonly preRollSamples: Samples;
  readonly postRollSamples: Samples;
  /** All that the bytes depend on besides the sound: format, options, the encoder's version, our own. For the cache's key. */
  readonly identity: string;
  /**
   * Encodes segments one after the other, in one process; any number of runs at once, in any order. A segment is what it would
   * be alone: the same bytes, or (AAC, and rarely the others) others as near to the sound. Throws AppError `ffmpeg-missing`,
   * `ffmpeg-failed`, Cancelled, or what the source throws; RangeError for edges that are no cuts.
   */
  readonly encode: (run: RunJob, options?: WorkOptions) => AsyncGenerator<FreshSegment>;
  /**
   * Segments of one run as a listener gets them, one after the other: `sampleCount` samples a channel of each. They may still
   * be coming. Throws as {@link encode}, and `ffmpeg-failed` when less comes out.
   */
  readonly decode: (
    segments: Iterable<FreshSegment> | AsyncIterable<FreshSegment>,
    options?: WorkOptions,
  ) => AsyncGenerator<HeardPiece>;
}

/** A run of one segment. */
export async function encodeAlone(
  coder: SegmentCoder,
  { source, startSample, endSample, durationSamples }: SegmentJob,
  options?: WorkOptions,
): Promise<FreshSegment> {
  const run = { source, durationSamples, edges: [startSample, endSample] };
  for await (const segment of coder.encode(run, options)) return segment;
  throw new Error('A run of one segment gave none');
}
