import { kernels } from '../kernels/kernels.ts';
import { GrowingList } from './growing-list.ts';
import { designKWeighting, KWeighting, StereoKWeighting } from './k-weighting.ts';
import { TRUE_PEAK_REACH } from './true-peak-filter.ts';

/** Sub-blocks are this long, the hop in which momentary loudness moves; see loudness-meter.ts. */
export const SUB_BLOCKS_PER_SECOND = 100;
/** Sound, for the lengths of head and tail; see delivery-meter.ts. */
const SOUND_ABOVE = 10 ** (-50 / 20);
const CHUNK_FRAMES = 4_800;
const CONTEXT = 2 * TRUE_PEAK_REACH;

/**
 * What a stretch of a programme contributes to the measurements of the whole, wherever it comes to lie. Plain data; energies
 * are sums of squares over one sub-block and all channels. Ten hours take 29 MB.
 */
export interface StretchMeasure {
  readonly sampleRateHz: number;
  readonly channels: number;
  readonly frames: number;
  /** K-weighted. The last sub-block of a stretch may be short. */
  readonly weighted: Float32Array;
  readonly plain: Float32Array;
  /** Linear. The true peak of what can be judged without the neighbours; `edges` is the rest. */
  readonly truePeak: number;
  readonly samplePeak: number;
  /** Of the first and the last sample above −50 dBFS in any channel; −1 for none. */
  readonly firstSound: number;
  readonly lastSound: number;
  /** For each channel its first and its last 48 samples, fewer in a shorter stretch. */
  readonly edges: readonly { readonly first: Float32Array; readonly last: Float32Array }[];
}

export interface StretchMeterOptions {
  readonly sampleRateHz: number;
  readonly channels: 1 | 2;
  /** Default true. Without it the true peak is that of the samples. */
  readonly hasTruePeak?: boolean;
}

/** Position at which a sub-block of a stretch ends. */
export function subBlockEnd(subBlock: number, sampleRateHz: number): number {
  return Math.round(((subBlock + 1) * sampleRateHz) / SUB_BLOCKS_PER_SECOND);
}

/** Measures a stretch by itself, for a `ProgrammeMeter` to put together. Blocks of any size give the same result. */
export class StretchMeter {
  readonly #sampleRateHz: number;
  readonly #hasTruePeak: boolean;
  readonly #filter: KWeighting | StereoKWeighting;
  readonly #buffers: readonly Float32Array[];
  readonly #peaks = new Float64Array(CHUNK_FRAMES);
  readonly #firsts: readonly Float32Array[];
  readonly #weighted = new GrowingList();
  readonly #plain = new GrowingList();
  #weightedEnergy = 0;
  #plainEnergy = 0;
  #frames = 0;
  #subBlockEnd: number;
  #truePeak = 0;
  #samplePeak = 0;
  #firstSound = -1;
  #lastSound = -1;

  constructor({ sampleRateHz, channels, hasTruePeak = true }: StretchMeterOptions) {
    this.#sampleRateHz = sampleRateHz;
    this.#hasTruePeak = hasTruePeak;
    const filters = designKWeighting(sampleRateHz);
    const each = Array.from({ length: channels }, (_, channel) => channel);
    this.#filter = channels === 2 ? new StereoKWeighting(filters) : new KWeighting(filters);
    this.#buffers = each.map(() => new Float32Array(CONTEXT + CHUNK_FRAMES));
    this.#firsts = each.map(() => new Float32Array(CONTEXT));
    this.#subBlockEnd = subBlockEnd(0, sampleRateHz);
  }

  /**
   * What sounds before the stretch, for the filters to have its memory: a fifth of a second leaves nothing to wish for.
   * Without it the stretch is measured as if silence came before. Only before the first {@link push}.
   */
  warmUp(channels: readonly Float32Array[]): void {
    this.#weigh(channels, 0, channels[0]!.length);
  }

  /** One array per channel, of equal lengths. */
  push(channels: readonly Float32Array[]): void {
    const frames = channels[0]?.length ?? 0;
    for (let at = 0; at < frames; at += CHUNK_FRAMES)
      this.#pushChunk(channels, at, Math.min(frames, at + CHUNK_FRAMES));
  }

  finish(): StretchMeasure {
    if (this.#frames > subBlockEnd(this.#weighted.length - 1, this.#sampleRateHz)) this.#finishSubBlock();
    const kept = Math.min(this.#frames, CONTEXT);
    return {
      sampleRateHz: this.#sampleRateHz,
      channels: this.#buffers.length,
      frames: this.#frames,
      weighted: Float32Array.from(this.#weighted.toArray()),
      plain: Float32Array.from(this.#plain.toArray()),
      truePeak: Math.max(this.#truePeak, this.#samplePeak),
      samplePeak: this.#samplePeak,
      firstSound: this.#firstSound,
      lastSound: this.#lastSound,
      edges: this.#firsts.map((first, channel) => ({
        first: first.slice(0, kept),
        last: this.#buffers[channel]!.slice(CONTEXT - kept, CONTEXT),
      })),
    };
  }

  #pushChunk(channels: readonly Float32Array[], from: number, to: number): void {
    const before = this.#frames;
    for (let at = from; at < to; ) {
      const stop = Math.min(to, at + this.#subBlockEnd - this.#frames);
      this.#scan(channels, at, stop);
      this.#frames += stop - at;
      at = stop;
      if (this.#frames === this.#subBlockEnd) this.#finishSubBlock();
    }
    // Samples first: what is between them is looked at only where it may be above the largest.
    for (const [channel, buffer] of this.#buffers.entries()) {
      buffer.set(channels[channel]!.subarray(from, to), CONTEXT);
      if (this.#hasTruePeak) this.#findPeaks(buffer, to - from, before);
      buffer.copyWithin(0, to - from, CONTEXT + to - from);
    }
  }

  #scan(channels: readonly Float32Array[], from: number, to: number): void {
    let isHeard = false;
    this.#weightedEnergy += this.#weigh(channels, from, to);
    for (let channel = 0; channel < this.#buffers.length; channel++) {
      const input = channels[channel]!;
      const peak = this.#plainOf(input, from, to);
      if (peak > this.#samplePeak) this.#samplePeak = peak;
      isHeard ||= peak > SOUND_ABOVE;
      this.#keepFirst(this.#firsts[channel]!, input, from, to);
    }
    if (isHeard) this.#noteSound(channels, from, to);
  }

  /** K-weighted energy of all channels. */
  #weigh(channels: readonly Float32Array[], from: number, to: number): number {
    const filter = this.#filter;
    if (filter instanceof KWeighting) return filter.energyOf(channels[0]!, from, to);
    filter.weigh(channels[0]!, channels[1]!, from, to);
    return filter.energies[0]! + filter.energies[1]!;
  }

  /** Adds up the energy. @returns the largest magnitude. */
  #plainOf(input: Float32Array, from: number, to: number): number {
    let energy = 0;
    let peak = 0;
    for (let i = from; i < to; i++) {
      const sample = input[i]!;
      energy += sample * sample;
      const magnitude = Math.abs(sample);
      if (magnitude > peak) peak = magnitude;
    }
    this.#plainEnergy += energy;
    return peak;
  }

  #keepFirst(first: Float32Array, input: Float32Array, from: number, to: number): void {
    if (this.#frames >= CONTEXT) return;
    first.set(input.subarray(from, Math.min(to, from + CONTEXT - this.#frames)), this.#frames);
  }

  #noteSound(channels: readonly Float32Array[], from: number, to: number): void {
    const isSound = (at: number): boolean => channels.some((channel) => Math.abs(channel[at]!) > SOUND_ABOVE);
    let first = from;
    while (!isSound(first)) first++;
    let last = to - 1;
    while (!isSound(last)) last--;
    if (this.#firstSound < 0) this.#firstSound = this.#frames + first - from;
    this.#lastSound = this.#frames + last - from;
  }

  /**
   * The buffer begins {@link CONTEXT} samples before what is new; intervals that reach before the stretch are left out.
   * @param before samples of the stretch that came before these.
   */
  #findPeaks(buffer: Float32Array, frames: number, before: number): void {
    const skipped = Math.max(0, CONTEXT - before);
    if (skipped >= frames) return;
    const threshold = Math.max(this.#truePeak, this.#samplePeak);
    const from = TRUE_PEAK_REACH + skipped;
    this.#truePeak = Math.max(
      this.#truePeak,
      kernels.findTruePeaks(buffer, from, frames - skipped, threshold, this.#peaks),
    );
  }

  #finishSubBlock(): void {
    this.#weighted.push(this.#weightedEnergy);
    this.#plain.push(this.#plainEnergy);
    this.#weightedEnergy = 0;
    this.#plainEnergy = 0;
    this.#subBlockEnd = subBlockEnd(this.#weighted.length, this.#sampleRateHz);
  }
}
