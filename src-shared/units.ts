/**
 * Time in Lectern is an integer count of samples at one project rate. Everything else (seconds, milliseconds)
 * is a label or an argument to a foreign program, and crosses the border here and nowhere else:
 * a test greps for multiplications by the rate in other files.
 */

/** The project rate in hertz. Audio of other rates is resampled when it comes in. */
export const PROJECT_RATE_HZ = 48_000;

/** A position or length in samples at {@link PROJECT_RATE_HZ}; always an integer, may be negative for overlaps. */
export type Samples = number & { readonly __unit: 'samples' };

/** Brands an integer as samples. Throws RangeError for anything that is not a safe integer. */
export function samples(value: number): Samples {
  if (!Number.isSafeInteger(value)) throw new RangeError(`A sample position must be an integer, got ${value}`);
  return (value === 0 ? 0 : value) as Samples;
}

export const ZERO_SAMPLES = samples(0);

/** Nearest sample to a time in seconds. */
export function secondsToSamples(seconds: number): Samples {
  return samples(Math.round(seconds * PROJECT_RATE_HZ));
}

export function samplesToSeconds(value: Samples): number {
  return value / PROJECT_RATE_HZ;
}

/** Nearest sample to a time in milliseconds. */
export function msToSamples(milliseconds: number): Samples {
  return samples(Math.round((milliseconds * PROJECT_RATE_HZ) / 1000));
}

/** Milliseconds, not rounded. */
export function samplesToMs(value: Samples): number {
  return (value * 1000) / PROJECT_RATE_HZ;
}

/** Converts a count of frames at another rate to the nearest sample at the project rate. */
export function framesToSamples(frames: number, rateHz: number): Samples {
  return samples(Math.round((frames * PROJECT_RATE_HZ) / rateHz));
}

/** The nearest count of frames at another rate. */
export function samplesToFrames(value: Samples, rateHz: number): number {
  return Math.round((value * rateHz) / PROJECT_RATE_HZ);
}

/** How many samples of the project and frames at another rate last equally long, in lowest terms: 160 and 147 at 44.1 kHz. */
export function rateRatio(rateHz: number): { readonly samples: number; readonly frames: number } {
  const divisor = greatestCommonDivisor(PROJECT_RATE_HZ, rateHz);
  return { samples: PROJECT_RATE_HZ / divisor, frames: rateHz / divisor };
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}

export function addSamples(a: Samples, b: Samples): Samples {
  return samples(a + b);
}

export function subtractSamples(a: Samples, b: Samples): Samples {
  return samples(a - b);
}

export function maxSamples(a: Samples, b: Samples): Samples {
  return a > b ? a : b;
}

export function minSamples(a: Samples, b: Samples): Samples {
  return a < b ? a : b;
}

/** Amplitude factor of a level in decibels: 10^(dB/20). −Infinity gives 0. */
export function dbToLinear(db: number): number {
  return 10 ** (db / 20);
}

/** Level in decibels of an amplitude factor: 20·log10(x). 0 gives −Infinity. */
export function linearToDb(linear: number): number {
  return 20 * Math.log10(linear);
}
