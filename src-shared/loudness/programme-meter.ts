import { linearToDb } from '../units.ts';
import { integratedLufsOf, loudnessRangeOf, powerToLufs, STEPS_PER_SECOND } from './gating.ts';
import { GrowingList } from './growing-list.ts';
import { type StretchMeasure, SUB_BLOCKS_PER_SECOND, subBlockEnd } from './stretch-meter.ts';
import { findTruePeaks, TRUE_PEAK_REACH } from './true-peak-filter.ts';

const HOPS_PER_STEP = SUB_BLOCKS_PER_SECOND / STEPS_PER_SECOND;
const MOMENTARY_HOPS = 40;
const SHORT_TERM_HOPS = 300;
const FLOOR_STEPS = 4;
const CONTEXT = 2 * TRUE_PEAK_REACH;

/**
 * Measures a programme from the measures of the stretches it consists of, without touching sound: loudness after BS.1770 and
 * EBU Tech 3342 as `LoudnessMeter` does, level, noise floor, peaks, head and tail as `DeliveryMeter` and `TruePeakMeter` do.
 *
 * A stretch that does not begin on the programme's grid of 10 ms gives each sub-block's energy to the two hops it lies in, in
 * proportion. No energy is lost, and windows of 400 ms err by the unevenness within 10 ms at their ends: well under 0.01 LU
 * of a programme's loudness.
 */
export class ProgrammeMeter {
  readonly #sampleRateHz: number;
  readonly #channels: number;
  readonly #weighted: HopEnergies;
  readonly #plain: HopEnergies;
  #frames = 0;
  #truePeak = 0;
  #samplePeak = 0;
  #firstSound = -1;
  #lastSound = -1;
  /** Of each channel the last samples so far, those that are still to be judged. */
  #ends: readonly Float32Array[];

  constructor({ sampleRateHz, channels }: { readonly sampleRateHz: number; readonly channels: number }) {
    this.#sampleRateHz = sampleRateHz;
    this.#channels = channels;
    const hopFrames = sampleRateHz / SUB_BLOCKS_PER_SECOND;
    this.#weighted = new HopEnergies(hopFrames, [MOMENTARY_HOPS, SHORT_TERM_HOPS]);
    this.#plain = new HopEnergies(hopFrames, []);
    this.#ends = Array.from({ length: channels }, () => new Float32Array(CONTEXT));
  }

  /** The next stretch. */
  add(stretch: StretchMeasure): void {
    if (stretch.sampleRateHz !== this.#sampleRateHz || stretch.channels !== this.#channels) {
      throw new Error(
        `A stretch of ${stretch.channels} channels at ${stretch.sampleRateHz} Hz is of another programme`,
      );
    }
    const { frames, weighted, plain } = stretch;
    for (let index = 0, from = 0; index < weighted.length; index++) {
      const to = Math.min(frames, subBlockEnd(index, this.#sampleRateHz));
      this.#weighted.add(this.#frames + from, this.#frames + to, weighted[index]!);
      this.#plain.add(this.#frames + from, this.#frames + to, plain[index]!);
      from = to;
    }
    if (stretch.firstSound >= 0) {
      if (this.#firstSound < 0) this.#firstSound = this.#frames + stretch.firstSound;
      this.#lastSound = this.#frames + stretch.lastSound;
    }
    this.#samplePeak = Math.max(this.#samplePeak, stretch.samplePeak);
    this.#truePeak = Math.max(this.#truePeak, stretch.truePeak);
    this.#join(stretch);
    this.#frames += frames;
  }

  /** null when no window of 400 ms passes the gates. */
  integratedLufs(): number | null {
    return integratedLufsOf(this.#weighted.stepPowers());
  }

  loudnessRangeLu(): number | null {
    return loudnessRangeOf(this.#weighted.stepPowers());
  }

  /** Over 400 ms, in steps of 10 ms; null for less. */
  momentaryMaxLufs(): number | null {
    const mean = this.#weighted.largestMean(0);
    return mean === null ? null : powerToLufs(mean);
  }

  /** Over 3 s. */
  shortTermMaxLufs(): number | null {
    const mean = this.#weighted.largestMean(1);
    return mean === null ? null : powerToLufs(mean);
  }

  rmsDb(): number {
    if (this.#frames === 0) return Number.NEGATIVE_INFINITY;
    return powerToDb(this.#plain.total() / (this.#frames * this.#channels));
  }

  noiseFloorDb(): number {
    const steps = this.#plain.stepPowers(this.#channels);
    if (steps.length < FLOOR_STEPS) return this.rmsDb();
    let floor = Number.POSITIVE_INFINITY;
    for (let i = 0; i + FLOOR_STEPS <= steps.length; i++) {
      const sum = steps[i]! + steps[i + 1]! + steps[i + 2]! + steps[i + 3]!;
      floor = Math.min(floor, sum / FLOOR_STEPS);
    }
    return powerToDb(floor);
  }

  truePeakDbtp(): number {
    let largest = this.#truePeak;
    for (const end of this.#ends) largest = peakAcross(end, new Float32Array(CONTEXT), largest);
    return linearToDb(Math.max(largest, this.#samplePeak));
  }

  samplePeakDbfs(): number {
    return linearToDb(this.#samplePeak);
  }

  headRoomMs(): number {
    return this.#toMs(this.#firstSound < 0 ? this.#frames : this.#firstSound);
  }

  tailRoomMs(): number {
    return this.#toMs(this.#frames - 1 - this.#lastSound);
  }

  durationMs(): number {
    return this.#toMs(this.#frames);
  }

  /** Peaks between the stretches, and those near their ends that a stretch alone could not judge. */
  #join({ edges, frames }: StretchMeasure): void {
    this.#ends = this.#ends.map((end, channel) => {
      const { first, last } = edges[channel]!;
      // Too short to be judged: it waits for the next one.
      if (frames < CONTEXT) return joined(end, last);
      this.#truePeak = peakAcross(end, first, this.#truePeak);
      return last;
    });
  }

  #toMs(frames: number): number {
    return (frames * 1000) / this.#sampleRateHz;
  }
}

/**
 * Spreads energies over the programme's hops of 10 ms and keeps of these what is asked for later: the sums of every ten, and the
 * largest of some numbers of neighbours.
 */
class HopEnergies {
  readonly #hopFrames: number;
  readonly #steps = new GrowingList();
  readonly #windows: readonly SlidingSum[];
  #hops = 0;
  /** Of the hop, and of the step, that is being filled. */
  #hop = 0;
  #step = 0;
  #total = 0;

  /** @param windows in hops. */
  constructor(hopFrames: number, windows: readonly number[]) {
    this.#hopFrames = hopFrames;
    this.#windows = windows.map((hops) => new SlidingSum(hops));
  }

  /** The samples from…to have this energy, evenly; ascending. */
  add(from: number, to: number, energy: number): void {
    this.#total += energy;
    const perFrame = energy / (to - from);
    for (let at = from; at < to; ) {
      const end = (this.#hops + 1) * this.#hopFrames;
      const stop = Math.min(to, end);
      this.#hop += stop - at === to - from ? energy : perFrame * (stop - at);
      at = stop;
      if (stop === end) this.#finishHop();
    }
  }

  total(): number {
    return this.#total;
  }

  /** Mean squares of every whole 100 ms. */
  stepPowers(channels = 1): Float64Array {
    const frames = this.#hopFrames * HOPS_PER_STEP * channels;
    return this.#steps.toArray().map((energy) => energy / frames);
  }

  /** The largest mean square over the window; null when the programme is shorter. */
  largestMean(window: number): number | null {
    const { largest, hops } = this.#windows[window]!;
    return largest === null ? null : largest / (hops * this.#hopFrames);
  }

  #finishHop(): void {
    for (const window of this.#windows) window.push(this.#hop);
    this.#step += this.#hop;
    this.#hop = 0;
    this.#hops++;
    if (this.#hops % HOPS_PER_STEP !== 0) return;
    this.#steps.push(this.#step);
    this.#step = 0;
  }
}

/** The sum of the last so many values, and the largest it has been. */
class SlidingSum {
  readonly hops: number;
  largest: number | null = null;
  readonly #values: Float64Array;
  #count = 0;
  #sum = 0;

  constructor(hops: number) {
    this.hops = hops;
    this.#values = new Float64Array(hops);
  }

  push(value: number): void {
    const slot = this.#count % this.hops;
    this.#sum += value - this.#values[slot]!;
    this.#values[slot] = value;
    this.#count++;
    if (this.#count >= this.hops) this.largest = Math.max(this.largest ?? 0, this.#sum);
  }
}

/** The larger of `threshold` and the peaks around where two pieces meet that are {@link CONTEXT} samples long at least. */
function peakAcross(before: Float32Array, after: Float32Array, threshold: number): number {
  const signal = joined(before, after);
  const frames = signal.length - CONTEXT;
  return Math.max(threshold, findTruePeaks(signal, TRUE_PEAK_REACH, frames, threshold, new Float64Array(frames)));
}

function joined(before: Float32Array, after: Float32Array): Float32Array {
  const both = new Float32Array(before.length + after.length);
  both.set(before);
  both.set(after, before.length);
  return both;
}

function powerToDb(meanSquare: number): number {
  return 10 * Math.log10(meanSquare);
}
