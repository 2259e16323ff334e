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

/** What filters remember of two channels, left beside right: s1, s2 of the shelf, then h1, h2 of the high-pass. */
export const FILTER_MEMORY_LENGTH = 8;

/**
 * Filters a stretch of both channels, each with its own memory, which goes on from where it was.
 *
 * @param energies set to the sums of squares of what comes out, left and right.
 */
export type WeighPair = (
  filters: KWeightingFilters,
  memory: Float64Array,
  left: Float32Array,
  right: Float32Array,
  from: number,
  to: number,
  energies: Float64Array,
) => void;

export const weighPair: WeighPair = (filters, memory, left, right, from, to, energies) => {
  energies[0] = weigh(filters, memory, 0, left, from, to);
  energies[1] = weigh(filters, memory, 1, right, from, to);
};

/** One channel of {@link weighPair}; `lane` 0 is left. @returns the sum of squares. */
export function weigh(
  { shelf, highPass }: KWeightingFilters,
  memory: Float64Array,
  lane: 0 | 1,
  input: Float32Array,
  from: number,
  to: number,
): number {
  const { b0, b1, b2, a1, a2 } = shelf;
  const { a1: c1, a2: c2 } = highPass;
  let s1 = memory[lane]!;
  let s2 = memory[lane + 2]!;
  let h1 = memory[lane + 4]!;
  let h2 = memory[lane + 6]!;
  let energy = 0;
  // Transposed direct form II, both stages in one pass; the high-pass has b = 1, −2, 1. What waits for the newest
  // product comes last in each sum: the time it takes is the time of this chain.
  for (let i = from; i < to; i++) {
    const x = input[i]!;
    const y = b0 * x + s1;
    s1 = b1 * x + s2 - a1 * y;
    s2 = b2 * x - a2 * y;
    const z = y + h1;
    h1 = h2 - 2 * y - c1 * z;
    h2 = y - c2 * z;
    energy += z * z;
  }
  memory[lane] = s1;
  memory[lane + 2] = s2;
  memory[lane + 4] = h1;
  memory[lane + 6] = h2;
  return energy;
}
