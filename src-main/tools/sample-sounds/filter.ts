import { SECONDS_PER_SAMPLE } from './stereo-sound.ts';

/** Coefficients of a second-order section, normalised to a0 = 1. */
export interface Biquad {
  readonly b0: number;
  readonly b1: number;
  readonly b2: number;
  readonly a1: number;
  readonly a2: number;
}

/** Second-order low-pass and high-pass by the bilinear transform: R. Bristow-Johnson, "Audio EQ Cookbook". */
export function lowPass(cutoffHz: number, q = Math.SQRT1_2): Biquad {
  const omega = 2 * Math.PI * cutoffHz * SECONDS_PER_SAMPLE;
  const alpha = Math.sin(omega) / (2 * q);
  const edge = 1 - Math.cos(omega);
  return normalise(edge / 2, edge, edge / 2, omega, alpha);
}

export function highPass(cutoffHz: number, q = Math.SQRT1_2): Biquad {
  const omega = 2 * Math.PI * cutoffHz * SECONDS_PER_SAMPLE;
  const alpha = Math.sin(omega) / (2 * q);
  const edge = 1 + Math.cos(omega);
  return normalise(edge / 2, -edge, edge / 2, omega, alpha);
}

function normalise(b0: number, b1: number, b2: number, omega: number, alpha: number): Biquad {
  const a0 = 1 + alpha;
  return { b0: b0 / a0, b1: b1 / a0, b2: b2 / a0, a1: (-2 * Math.cos(omega)) / a0, a2: (1 - alpha) / a0 };
}

/** Filters a sound that begins from silence. */
export function filter(input: Float64Array, ...sections: readonly Biquad[]): Float64Array {
  return sections.reduce((signal, section) => runBiquad(signal, section, false), input);
}

/** Filters a loop as if it had been playing for ever: the filter's memory at the start is what the end leaves in it. */
export function filterAround(input: Float64Array, ...sections: readonly Biquad[]): Float64Array {
  return sections.reduce((signal, section) => runBiquad(signal, section, true), input);
}

/** Transposed direct form II. Around a loop the first pass only brings the memory to its steady state. */
function runBiquad(input: Float64Array, { b0, b1, b2, a1, a2 }: Biquad, isLoop: boolean): Float64Array {
  const output = new Float64Array(input.length);
  let first = 0;
  let second = 0;
  for (let pass = isLoop ? 0 : 1; pass < 2; pass += 1) {
    for (let n = 0; n < input.length; n += 1) {
      const value = input[n]!;
      const result = b0 * value + first;
      first = b1 * value - a1 * result + second;
      second = b2 * value - a2 * result;
      output[n] = result;
    }
  }
  return output;
}
