/** Signals and meters for the tests, made without the code under test. */

/** Seeded noise in −1…1 (Numerical Recipes' LCG is plenty for sound). */
export function noiseSource(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  };
}

export function signal(length: number, valueAt: (n: number) => number): Float32Array {
  return Float32Array.from({ length }, (_, n) => valueAt(n));
}

export function noise(length: number, seed: number, amplitude = 1): Float32Array {
  const next = noiseSource(seed);
  return signal(length, () => amplitude * next());
}

export function rmsDb(x: Float32Array): number {
  return 10 * Math.log10(x.reduce((sum, value) => sum + value * value, 0) / x.length);
}

/**
 * True peak in dB by 16× oversampling with a Blackman-windowed sinc of 32 samples a side: another rate and another
 * window than the code under test uses.
 */
export function independentTruePeakDb(x: Float32Array): number {
  const padded = new Float32Array(x.length + 2 * REACH);
  padded.set(x, REACH);
  let largest = 0;
  for (let n = 0; n < x.length + REACH; n++) {
    for (const taps of BLACKMAN_PHASES) {
      let sum = 0;
      for (let k = 0; k < taps.length; k++) sum += (padded[n + k] ?? 0) * taps[k]!;
      largest = Math.max(largest, Math.abs(sum));
    }
  }
  return 20 * Math.log10(largest);
}

const REACH = 32;
const BLACKMAN_PHASES = Array.from({ length: 16 }, (_, phase) =>
  Float64Array.from({ length: 2 * REACH }, (_, k) => {
    const distance = k - (REACH - 1) - phase / 16;
    const u = distance / REACH;
    const window = 0.42 + 0.5 * Math.cos(Math.PI * u) + 0.08 * Math.cos(2 * Math.PI * u);
    return (distance === 0 ? 1 : Math.sin(Math.PI * distance) / (Math.PI * distance)) * window;
  }),
);

/** Power of one frequency (cycles per sample) in dB re a full-scale sine, under a Hann window. */
export function toneLevelDb(x: Float32Array, frequency: number): number {
  let re = 0;
  let im = 0;
  let sum = 0;
  for (let n = 0; n < x.length; n++) {
    const window = 0.5 - 0.5 * Math.cos((2 * Math.PI * (n + 0.5)) / x.length);
    re += window * x[n]! * Math.cos(2 * Math.PI * frequency * n);
    im += window * x[n]! * Math.sin(2 * Math.PI * frequency * n);
    sum += window;
  }
  return 20 * Math.log10((2 * Math.hypot(re, im)) / sum);
}
