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
  /** Input samples per output sample as the fraction step / phaseCount, in lowest terms. */
  readonly #step: number;
  readonly #phaseCount: number;
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
    this.#step = fromHz / divisor;
    this.#phaseCount = toHz / divisor;
    this.#bank = fromHz === toHz ? null : filterBank(fromHz, toHz, this.#phaseCount);
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
    const bank = this.#bank!;
    const lastCentre = this.#base + this.#pendingCount - 1 - bank.reach;
    const certain = Math.floor(((lastCentre + 1) * this.#phaseCount - 1) / this.#step) + 1;
    const count = Math.max(0, Math.min(certain, outputLimit) - this.#produced);
    const output = new Float32Array(count);
    for (let i = 0; i < count; i++) {
      const position = (this.#produced + i) * this.#step;
      const phase = position % this.#phaseCount;
      const centre = (position - phase) / this.#phaseCount;
      output[i] = bank.apply(this.#pending, centre - bank.reach + 1 - this.#base, phase);
    }
    this.#produced += count;
    this.#forget(bank.reach);
    return output;
  }

  #forget(reach: number): void {
    const nextCentre = Math.floor((this.#produced * this.#step) / this.#phaseCount);
    const done = Math.min(this.#pendingCount, Math.max(0, nextCentre - reach - this.#base));
    this.#pending.copyWithin(0, done, this.#pendingCount);
    this.#pendingCount -= done;
    this.#base += done;
  }
}

/** The kernel sampled at every phase; phase p of n stands p/n of an input sample after the centre. */
class FilterBank {
  /** Input samples from `centre − reach + 1` to `centre + reach` are read. */
  readonly reach: number;
  readonly #phases: readonly Float64Array[];
  readonly #rowsPerPhase: number;

  constructor(reach: number, phases: readonly Float64Array[], rowsPerPhase: number) {
    this.reach = reach;
    this.#phases = phases;
    this.#rowsPerPhase = rowsPerPhase;
  }

  apply(input: Float64Array, start: number, phase: number): number {
    const row = phase * this.#rowsPerPhase;
    const lower = Math.floor(row);
    const value = convolve(input, start, this.#phases[lower]!);
    if (row === lower) return value;
    const share = row - lower;
    return (1 - share) * value + share * convolve(input, start, this.#phases[lower + 1]!);
  }
}

/** Four sums side by side: one would wait for every addition before the next. */
function convolve(input: Float64Array, start: number, taps: Float64Array): number {
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  for (let k = 0; k < taps.length; k += 4) {
    a += input[start + k]! * taps[k]!;
    b += input[start + k + 1]! * taps[k + 1]!;
    c += input[start + k + 2]! * taps[k + 2]!;
    d += input[start + k + 3]! * taps[k + 3]!;
  }
  return a + b + (c + d);
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
  const phases = Array.from({ length: rows + 1 }, (_, row) => {
    const taps = Float64Array.from({ length: 2 * reach }, (_, tap) => kernel(tap - (reach - 1) - row / rows));
    // Every phase passes a constant unchanged; else a constant would come out with a ripple at the phase rate.
    const sum = taps.reduce((total, tap) => total + tap, 0);
    return taps.map((tap) => tap / sum);
  });
  return new FilterBank(reach, phases, rows / phaseCount);
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
