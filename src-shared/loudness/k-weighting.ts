/**
 * The K-weighting of ITU-R BS.1770-5 Annex 1 at any sample rate: a high shelf (the head) and a high-pass (RLB), each a
 * biquad. The standard prints coefficients for 48 kHz only. The analogue prototypes below, put through the bilinear
 * transform, give those to all printed digits and the same response at other rates. (The parameters of the prototypes
 * are the ones found for libebur128.)
 */

export interface Biquad {
  readonly b0: number;
  readonly b1: number;
  readonly b2: number;
  readonly a1: number;
  readonly a2: number;
}

export interface KWeightingFilters {
  readonly shelf: Biquad;
  readonly highPass: Biquad;
}

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

/** One channel's filter with its memory. */
export class KWeighting {
  readonly #filters: KWeightingFilters;
  #s1 = 0;
  #s2 = 0;
  #h1 = 0;
  #h2 = 0;

  constructor(filters: KWeightingFilters) {
    this.#filters = filters;
  }

  /** Filters a stretch of input and returns the sum of squares of what comes out. */
  energyOf(input: Float32Array, from: number, to: number): number {
    const { shelf, highPass } = this.#filters;
    const { b0, b1, b2, a1, a2 } = shelf;
    const { a1: c1, a2: c2 } = highPass;
    let s1 = this.#s1;
    let s2 = this.#s2;
    let h1 = this.#h1;
    let h2 = this.#h2;
    let energy = 0;
    // Transposed direct form II, both stages in one pass; the high-pass has b = 1, −2, 1.
    for (let i = from; i < to; i++) {
      const x = input[i]!;
      const y = b0 * x + s1;
      s1 = b1 * x - a1 * y + s2;
      s2 = b2 * x - a2 * y;
      const z = y + h1;
      h1 = h2 - 2 * y - c1 * z;
      h2 = y - c2 * z;
      energy += z * z;
    }
    const isFaded = Math.abs(s1) + Math.abs(s2) + Math.abs(h1) + Math.abs(h2) < NEGLIGIBLE;
    this.#s1 = isFaded ? 0 : s1;
    this.#s2 = isFaded ? 0 : s2;
    this.#h1 = isFaded ? 0 : h1;
    this.#h2 = isFaded ? 0 : h2;
    return energy;
  }
}
