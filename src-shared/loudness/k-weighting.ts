/**
 * The K-weighting of ITU-R BS.1770-5 Annex 1 at any sample rate: a high shelf (the head) and a high-pass (RLB), each a
 * biquad. The standard prints coefficients for 48 kHz only. The analogue prototypes below, put through the bilinear
 * transform, give those to all printed digits and the same response at other rates. (The parameters of the prototypes
 * are the ones found for libebur128.)
 */

import { kernels } from '../kernels/kernels.ts';
import { type Biquad, FILTER_MEMORY_LENGTH, type KWeightingFilters, weigh } from './weigh-pair.ts';

export function designKWeighting(sampleRateHz: number): KWeightingFilters {
  return { shelf: designShelf(sampleRateHz), highPass: designHighPass(sampleRateHz) };
}

function designShelf(sampleRateHz: number): Biquad {
  const gainDb = 3.999843853973347;
  const q = 0.7071752369554196;
  const k = Math.tan((Math.PI * 1681.974450955533) / sampleRateHz);
  const high = 10 ** (gainDb / 20);
  const band = high ** 0.4996667741545416;
  const a0 = 1 + k / q + k * k;
  return {
    b0: (high + (band * k) / q + k * k) / a0,
    b1: (2 * (k * k - high)) / a0,
    b2: (high - (band * k) / q + k * k) / a0,
    a1: (2 * (k * k - 1)) / a0,
    a2: (1 - k / q + k * k) / a0,
  };
}

function designHighPass(sampleRateHz: number): Biquad {
  const q = 0.5003270373238773;
  const k = Math.tan((Math.PI * 38.13547087602444) / sampleRateHz);
  const a0 = 1 + k / q + k * k;
  return { b0: 1, b1: -2, b2: 1, a1: (2 * (k * k - 1)) / a0, a2: (1 - k / q + k * k) / a0 };
}

/** Below this a filter's memory is inaudible by 300 dB, and about to become denormal numbers, which are slow. */
const NEGLIGIBLE = 1e-20;

/** Forgets, of one channel, what is about to become denormal numbers. */
function settle(memory: Float64Array, lane: 0 | 1): void {
  let sum = 0;
  for (let i = lane; i < FILTER_MEMORY_LENGTH; i += 2) sum += Math.abs(memory[i]!);
  if (sum >= NEGLIGIBLE) return;
  for (let i = lane; i < FILTER_MEMORY_LENGTH; i += 2) memory[i] = 0;
}

/** One channel's filter with its memory. */
export class KWeighting {
  readonly #filters: KWeightingFilters;
  readonly #memory = new Float64Array(FILTER_MEMORY_LENGTH);

  constructor(filters: KWeightingFilters) {
    this.#filters = filters;
  }

  /** Filters a stretch of input and returns the sum of squares of what comes out. */
  energyOf(input: Float32Array, from: number, to: number): number {
    const energy = weigh(this.#filters, this.#memory, 0, input, from, to);
    settle(this.#memory, 0);
    return energy;
  }
}

/** Two channels' filters, faster than two of one: they are worked out side by side, with the same result. */
export class StereoKWeighting {
  readonly #filters: KWeightingFilters;
  readonly #memory = new Float64Array(FILTER_MEMORY_LENGTH);
  /** What {@link weigh} answers. */
  readonly energies = new Float64Array(2);

  constructor(filters: KWeightingFilters) {
    this.#filters = filters;
  }

  /** Filters a stretch of both channels; the sums of squares of what comes out are then in `energies`. */
  weigh(left: Float32Array, right: Float32Array, from: number, to: number): void {
    kernels.weighPair(this.#filters, this.#memory, left, right, from, to, this.energies);
    settle(this.#memory, 0);
    settle(this.#memory, 1);
  }
}
