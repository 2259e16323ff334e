/**
 * Low-pass interpolation kernels: a sinc under a Kaiser window.
 * J. F. Kaiser, "Nonrecursive digital filter design using the I₀-sinh window function" (1974); the attenuation and
 * width formulas are his empirical ones, as in Oppenheim & Schafer, Discrete-Time Signal Processing, §7.5.
 */

/** Modified Bessel function of the first kind, order 0, by its power series. */
function besselI0(x: number): number {
  const quarter = (x * x) / 4;
  let term = 1;
  let sum = 1;
  for (let k = 1; term > sum * 1e-17; k++) {
    term *= quarter / (k * k);
    sum += term;
  }
  return sum;
}

/** The shape parameter that gives a stopband attenuation. Valid above 50 dB. */
export function kaiserBeta(attenuationDb: number): number {
  return 0.1102 * (attenuationDb - 8.7);
}

/**
 * An ideal low-pass cut to a finite length.
 *
 * @param cutoff in cycles per sample (0.5 is half the rate): the −6 dB point.
 * @param halfWidth in samples; the kernel is 0 from there on.
 * @returns the kernel as a function of the distance in samples.
 */
export function windowedSinc(cutoff: number, halfWidth: number, beta: number): (distance: number) => number {
  const scale = 1 / besselI0(beta);
  return (distance) => {
    const position = distance / halfWidth;
    if (position <= -1 || position >= 1) return 0;
    const window = besselI0(beta * Math.sqrt(1 - position * position)) * scale;
    const x = 2 * cutoff * distance;
    const sinc = x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
    return 2 * cutoff * sinc * window;
  };
}
