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
  readonly #hopFrames: number;
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
    this.#hopFrames = sampleRateHz / SUB_BLOCKS_PER_SECOND;
    this.#weighted = new HopEnergies(this.#hopFrames);
    this.#plain = new HopEnergies(this.#hopFrames);
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
    return integratedLufsOf(this.#stepPowers());
  }

  loudnessRangeLu(): number | null {
    return loudnessRangeOf(this.#stepPowers());
  }

  /** Over 400 ms, in steps of 10 ms; null for less. */
  momentaryMaxLufs(): number | null {
    const mean = this.#loudestMean(MOMENTARY_HOPS);
    return mean === null ? null : powerToLufs(mean);
  }

  /** Over 3 s. */
  shortTermMaxLufs(): number | null {
    const mean = this.#loudestMean(SHORT_TERM_HOPS);
    return mean === null ? null : powerToLufs(mean);
  }

  rmsDb(): number {
    if (this.#frames === 0) return Number.NEGATIVE_INFINITY;
    return powerToDb(this.#plain.total() / (this.#frames * this.#channels));
  }

  noiseFloorDb(): number {
    const steps = stepsOf(this.#plain.whole(this.#frames), this.#hopFrames * this.#channels);
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

  #stepPowers(): Float64Array {
    return stepsOf(this.#weighted.whole(this.#frames), this.#hopFrames);
  }

  #loudestMean(hops: number): number | null {
    const energies = this.#weighted.whole(this.#frames);
    if (energies.length < hops) return null;
    let sum = 0;
    let largest = 0;
    for (let i = 0; i < energies.length; i++) {
      sum += energies[i]! - (i >= hops ? energies[i - hops]! : 0);
      if (i >= hops - 1 && sum > largest) largest = sum;
    }
    return largest / (hops * this.#hopFrames);
  }

  #toMs(frames: number): number {
    return (frames * 1000) / this.#sampleRateHz;
  }
}

/** Energies of the programme's hops of 10 ms. */
class HopEnergies {
  readonly #hopFrames: number;
  readonly #done = new GrowingList();
  /** Of the hop that is being filled. */
  #open = 0;
  #total = 0;

  constructor(hopFrames: number) {
    this.#hopFrames = hopFrames;
  }

  /** Spreads the energy of the samples from…to evenly; ascending. */
  add(from: number, to: number, energy: number): void {
    this.#total += energy;
    const perFrame = energy / (to - from);
    for (let at = from; at < to; ) {
      const end = (this.#done.length + 1) * this.#hopFrames;
      const stop = Math.min(to, end);
      this.#open += stop - at === to - from ? energy : perFrame * (stop - at);
      at = stop;
      if (stop === end) {
        this.#done.push(this.#open);
        this.#open = 0;
      }
    }
  }

  total(): number {
    return this.#total;
  }

  /** Those that are full. */
  whole(frames: number): Float64Array {
    return this.#done.toArray().subarray(0, Math.floor(frames / this.#hopFrames));
  }
}

/** Mean squares of every 100 ms. */
function stepsOf(hops: Float64Array, hopFrames: number): Float64Array {
  const steps = new Float64Array(Math.floor(hops.length / HOPS_PER_STEP));
  for (let step = 0; step < steps.length; step++) {
    let sum = 0;
    for (let hop = 0; hop < HOPS_PER_STEP; hop++) sum += hops[step * HOPS_PER_STEP + hop]!;
    steps[step] = sum / (hopFrames * HOPS_PER_STEP);
  }
  return steps;
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
