import { kernels } from '../kernels/kernels.ts';
import type { FilterBank, RateRatio } from './resample-run.ts';
import { kaiserBeta, windowedSinc } from './windowed-sinc.ts';

/** Taps on either side of the centre, counted at the lower of the two rates. */
const TAPS_PER_SIDE = 48;
/** With so many taps a Kaiser window of this attenuation falls across 1/15 of the lower rate: here from 0.9 of half of it to 1.033. */
const STOPBAND_DB = 100;
const CUTOFF = 29 / 60;
/** Ratios with more phases than this are interpolated between neighbouring ones; the error is below −115 dB. */
const MOST_PHASES = 1024;

/**
 * Changes the sample rate of one channel by a windowed sinc in polyphase form: flat to 0.9 of half the lower rate,
 * 100 dB down from 1.033 of it. The filter's delay is taken out, so that sound stays where it was: output sample k stands
 * at the time of input sample k · from / to, sound before and after the input counts as silence, and n input samples
 * give exactly round(n · to / from). Blocks of any size give the same result.
 */
export class Resampler {
  readonly #fromHz: number;
  readonly #toHz: number;
  readonly #ratio: RateRatio;
  readonly #bank: FilterBank | null;
  /** Input not yet done with; its first sample is input sample `#base`, which may lie before the start. */
  #pending: Float64Array;
  #pendingCount: number;
  #base: number;
  #received = 0;
  #produced = 0;
  #isFlushed = false;

  /** Throws RangeError for rates that are not positive integers. */
  constructor(fromHz: number, toHz: number) {
    for (const rate of [fromHz, toHz]) {
      if (!Number.isInteger(rate) || rate <= 0)
        throw new RangeError(`A sample rate is a positive integer, got ${rate}`);
    }
    const divisor = greatestCommonDivisor(fromHz, toHz);
    this.#fromHz = fromHz;
    this.#toHz = toHz;
    this.#ratio = { step: fromHz / divisor, phaseCount: toHz / divisor };
    this.#bank = fromHz === toHz ? null : filterBank(fromHz, toHz, this.#ratio.phaseCount);
    const reach = this.#bank?.reach ?? 0;
    this.#pending = new Float64Array(4096 + 2 * reach);
    this.#pendingCount = reach;
    this.#base = -reach;
  }

  /** Takes the next input and returns the output that has become certain: about as much, sometimes none. */
  push(input: Float32Array): Float32Array {
    if (this.#isFlushed) throw new Error('The resampler was flushed: a new sound needs a new one');
    this.#received += input.length;
    if (!this.#bank) return input.slice();
    this.#append(input, input.length);
    return this.#drain(Number.POSITIVE_INFINITY);
  }

  /** The rest, once all input has gone in. */
  flush(): Float32Array {
    this.#isFlushed = true;
    if (!this.#bank) return new Float32Array(0);
    this.#append(null, this.#bank.reach + 1);
    return this.#drain(Math.round((this.#received * this.#toHz) / this.#fromHz));
  }

  /** `null` appends silence. */
  #append(input: Float32Array | null, count: number): void {
    const needed = this.#pendingCount + count;
    if (needed > this.#pending.length) {
      const grown = new Float64Array(2 ** Math.ceil(Math.log2(needed)));
      grown.set(this.#pending.subarray(0, this.#pendingCount));
      this.#pending = grown;
    }
    if (input) this.#pending.set(input, this.#pendingCount);
    else this.#pending.fill(0, this.#pendingCount, needed);
    this.#pendingCount = needed;
  }

  #drain(outputLimit: number): Float32Array {
    const { reach } = this.#bank!;
    const { step, phaseCount } = this.#ratio;
    const lastCentre = this.#base + this.#pendingCount - 1 - reach;
    const certain = Math.floor(((lastCentre + 1) * phaseCount - 1) / step) + 1;
    const count = Math.max(0, Math.min(certain, outputLimit) - this.#produced);
    const output = new Float32Array(count);
    if (count > 0) {
      const position = this.#produced * step;
      const phase = position % phaseCount;
      const centre = (position - phase) / phaseCount;
      kernels.resample(this.#pending, centre - reach + 1 - this.#base, this.#bank!, this.#ratio, phase, output);
    }
    this.#produced += count;
    this.#forget(reach);
    return output;
  }

  #forget(reach: number): void {
    const nextCentre = Math.floor((this.#produced * this.#ratio.step) / this.#ratio.phaseCount);
    const done = Math.min(this.#pendingCount, Math.max(0, nextCentre - reach - this.#base));
    this.#pending.copyWithin(0, done, this.#pendingCount);
    this.#pendingCount -= done;
    this.#base += done;
  }
}

const banks = new Map<string, FilterBank>();

/** Banks are kept: a thousand clips at one rate need one. */
function filterBank(fromHz: number, toHz: number, phaseCount: number): FilterBank {
  const key = `${fromHz}:${toHz}`;
  let bank = banks.get(key);
  if (!bank) {
    bank = designBank(Math.min(1, toHz / fromHz), phaseCount);
    banks.set(key, bank);
  }
  return bank;
}

/** @param lowering the lower rate as a share of the input rate, at most 1. */
function designBank(lowering: number, phaseCount: number): FilterBank {
  const halfWidth = TAPS_PER_SIDE / lowering;
  const reach = 2 * Math.ceil(halfWidth / 2);
  const kernel = windowedSinc(CUTOFF * lowering, halfWidth, kaiserBeta(STOPBAND_DB));
  const rows = Math.min(phaseCount, MOST_PHASES);
  const width = 2 * reach;
  const taps = new Float64Array((rows + 1) * width);
  for (let row = 0; row <= rows; row++) {
    const phase = taps.subarray(row * width, (row + 1) * width);
    for (let tap = 0; tap < width; tap++) phase[tap] = kernel(tap - (reach - 1) - row / rows);
    // Every phase passes a constant unchanged; else a constant would come out with a ripple at the phase rate.
    const sum = phase.reduce((total, tap) => total + tap, 0);
    for (let tap = 0; tap < width; tap++) phase[tap] = phase[tap]! / sum;
  }
  return { reach, taps, rowsPerPhase: rows / phaseCount };
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
