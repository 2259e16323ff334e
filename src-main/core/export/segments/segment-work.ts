import type { StretchMeasure } from '#shared/loudness/stretch-meter.ts';
import type { MasterOptions } from '#shared/mix/master.ts';
import type { Samples } from '#shared/units.ts';
import type { CoderSettings } from '../join/segment-coder.ts';
import type { SampleRange } from '../sampled-programme.ts';
import type { PartSound } from './part-sound.ts';

/** What a worker is asked to do. Plain data. */
export type SegmentWork = MeasureWork | EncodeWork | ProbeWork;

/** Renders stretches of a part and measures each, without true peaks. */
export interface MeasureWork {
  readonly kind: 'measure';
  readonly sound: PartSound;
  readonly chain: MasterOptions;
  readonly ranges: readonly SampleRange[];
  /** Of the cache, for a single range. */
  readonly key?: string;
}

/**
 * Renders segments that lie side by side, encodes them, decodes what came out, measures that, and puts both into the cache, one
 * segment after the other.
 */
export interface EncodeWork {
  readonly kind: 'encode';
  readonly sound: PartSound;
  /** null: the mix as it is, as stems have it. */
  readonly chain: MasterOptions | null;
  /** After the limiter: what the encoder takes away it is given beforehand. */
  readonly amplifyDb: number;
  readonly coder: CoderSettings;
  /** Where the first begins and where each ends. */
  readonly edges: readonly Samples[];
  readonly durationSamples: Samples;
  /** Of each segment. */
  readonly keys: readonly string[];
}

/** Finds out by how many decibels an encoder changes the level. */
export interface ProbeWork {
  readonly kind: 'probe';
  readonly coder: CoderSettings;
}

export interface WorkAnswers {
  readonly measure: readonly StretchMeasure[];
  /** How many segments were made; what was measured of each has been told before. */
  readonly encode: number;
  readonly probe: number;
}
export type AnswerTo<Work extends SegmentWork> = WorkAnswers[Work['kind']];

/** Linear. The rest of what was measured is read from the cache, piece by piece: that of ten hours is large. */
export type SegmentPeaks = Pick<StretchMeasure, 'truePeak' | 'samplePeak'>;

/** Is told of each segment of an {@link EncodeWork} when it is in the cache: those of the work in their order. */
export type OnSegment = (peaks: SegmentPeaks) => void;

/** Whatever does the work: threads, or (in tests) this one. */
export interface SegmentWorkers {
  /** Throws what rendering, encoding and storing throw; Cancelled at once when the signal says so. */
  readonly run: <Work extends SegmentWork>(
    work: Work,
    signal?: AbortSignal,
    onSegment?: OnSegment,
  ) => Promise<AnswerTo<Work>>;
  /** How many works are done at a time. */
  readonly size: number;
}
