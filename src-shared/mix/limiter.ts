import { kernels } from '../kernels/kernels.ts';
import { TRUE_PEAK_REACH } from '../loudness/true-peak-filter.ts';
import { dbToLinear, msToSamples } from '../units.ts';
import { FULL_GAIN, GainSmoother } from './gain-smoother.ts';

const CHUNK_FRAMES = 1024;
/**
 * Peaks that must come down come down to this far below the ceiling. Turning the gain moves the peaks beside the one
 * that asked for it by a few hundredths of a decibel, and a meter with another filter reads a few hundredths more.
 */
const MARGIN_DB = 0.1;

export interface LimiterOptions {
  /** No true peak of the output is above this. */
  readonly ceilingDbtp: number;
  /** How long before a peak the gain starts to fall. Default 5 ms. */
  readonly attackMs?: number;
  /** How long the gain takes from silence to full; a reduction by half takes half of it. Default 150 ms. */
  readonly releaseMs?: number;
}

/**
 * A look-ahead limiter for true peaks (BS.1770 Annex 2), both channels by the same gain so that the image stands still.
 *
 * The output at a sample depends on a bounded window around it, {@link lookBehind} samples back and {@link latency}
 * ahead, and on nothing else: there is no history. Started that far before any position, it gives the same bits as from
 * the beginning. Where no peak is above the ceiling the output is the input, bit for bit.
 */
export class TruePeakLimiter {
  /** The output lags the input by this many samples. */
  readonly latency: number;
  /** After `reset`, outputs are what they would have been in an endless run once this many samples have gone in and `latency` more. */
  readonly lookBehind: number;
  readonly #ceiling: number;
  readonly #target: number;
  readonly #smoother: GainSmoother;
  readonly #history: number;
  readonly #left: Float32Array;
  readonly #right: Float32Array;
  readonly #peaks = new Float64Array(CHUNK_FRAMES);
  /** Samples since the last one that needed a reduction. */
  #quietFor = Number.POSITIVE_INFINITY;

  constructor({ ceilingDbtp, attackMs = 5, releaseMs = 150 }: LimiterOptions) {
    this.#ceiling = dbToLinear(ceilingDbtp);
    this.#target = dbToLinear(ceilingDbtp - MARGIN_DB);
    this.#smoother = new GainSmoother({
      halfAttack: Math.max(1, Math.round(msToSamples(attackMs) / 2)),
      hold: TRUE_PEAK_REACH,
      release: Math.max(1, msToSamples(releaseMs)),
    });
    this.latency = this.#smoother.latency + TRUE_PEAK_REACH;
    this.lookBehind = this.#smoother.memory + TRUE_PEAK_REACH;
    this.#history = this.latency + TRUE_PEAK_REACH;
    this.#left = new Float32Array(this.#history + CHUNK_FRAMES);
    this.#right = new Float32Array(this.#history + CHUNK_FRAMES);
  }

  /** As if silence had come before. */
  reset(): void {
    this.#left.fill(0);
    this.#right.fill(0);
    this.#smoother.reset();
    this.#quietFor = Number.POSITIVE_INFINITY;
  }

  /** Takes the next samples and replaces them, in place, by those from `latency` samples before. */
  process(left: Float32Array, right: Float32Array): void {
    for (let done = 0; done < left.length; done += CHUNK_FRAMES) {
      this.#processChunk(left.subarray(done, done + CHUNK_FRAMES), right.subarray(done, done + CHUNK_FRAMES));
    }
  }

  #processChunk(left: Float32Array, right: Float32Array): void {
    const frames = left.length;
    this.#left.set(left, this.#history);
    this.#right.set(right, this.#history);
    const largest = this.#findPeaks(frames);
    const delayed = this.#history - this.latency;
    if (largest === 0 && this.#quietFor >= this.#smoother.memory) {
      left.set(this.#left.subarray(delayed, delayed + frames));
      right.set(this.#right.subarray(delayed, delayed + frames));
      this.#quietFor += frames;
    } else {
      this.#reduce(left, right, delayed);
    }
    this.#left.copyWithin(0, frames, this.#history + frames);
    this.#right.copyWithin(0, frames, this.#history + frames);
  }

  /** Fills the peaks for the intervals that have just become whole. @returns 0 when none is above the ceiling. */
  #findPeaks(frames: number): number {
    const from = this.#history - TRUE_PEAK_REACH;
    this.#peaks.fill(0, 0, frames);
    return Math.max(
      kernels.findTruePeaks(this.#left, from, frames, this.#ceiling, this.#peaks),
      kernels.findTruePeaks(this.#right, from, frames, this.#ceiling, this.#peaks),
    );
  }

  #reduce(left: Float32Array, right: Float32Array, delayed: number): void {
    for (let i = 0; i < left.length; i++) {
      const peak = this.#peaks[i]!;
      let needed = FULL_GAIN;
      if (peak > 0) {
        needed = Math.floor((this.#target / peak) * FULL_GAIN);
        this.#quietFor = 0;
      } else {
        this.#quietFor++;
      }
      const gain = this.#smoother.next(needed);
      left[i] = this.#left[delayed + i]! * gain;
      right[i] = this.#right[delayed + i]! * gain;
    }
  }
}
