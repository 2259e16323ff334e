/**
 * A generator of uniform numbers in [0, 1) that gives the same sequence everywhere: mulberry32 (Tommy Ettinger, public
 * domain), 32-bit integer arithmetic only. Good enough for noise and for scattering events; not for secrets.
 */
export type Random = () => number;

export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Uniform in [low, high). */
export function between(random: Random, low: number, high: number): number {
  return low + (high - low) * random();
}

/** White noise, uniform in [−1, 1). */
export function whiteNoise(random: Random, length: number): Float64Array {
  return Float64Array.from({ length }, () => between(random, -1, 1));
}
