/** Sounds made by arithmetic, one array per channel. */

export interface ToneOptions {
  readonly rateHz: number;
  readonly seconds: number;
  readonly frequencyHz?: number;
  /** Of the sine's peak. */
  readonly levelDbfs?: number;
  readonly silenceBeforeSeconds?: number;
  readonly silenceAfterSeconds?: number;
}

export function tone(options: ToneOptions): Float32Array {
  const {
    rateHz,
    seconds,
    frequencyHz = 440,
    levelDbfs = -12,
    silenceBeforeSeconds = 0,
    silenceAfterSeconds = 0,
  } = options;
  const before = Math.round(silenceBeforeSeconds * rateHz);
  const length = Math.round(seconds * rateHz);
  const samples = new Float32Array(before + length + Math.round(silenceAfterSeconds * rateHz));
  const amplitude = 10 ** (levelDbfs / 20);
  // A quarter turn on, so that the first sample is already loud and the start can be found to the sample.
  for (let i = 0; i < length; i++) {
    samples[before + i] = amplitude * Math.cos((2 * Math.PI * frequencyHz * i) / rateHz);
  }
  return samples;
}

/** The same noise every time: a linear congruential generator. */
export function noise(length: number, levelDbfs = -20, seed = 1): Float32Array {
  const amplitude = 10 ** (levelDbfs / 20);
  let state = seed >>> 0;
  return Float32Array.from({ length }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return amplitude * (state / 2 ** 31 - 1);
  });
}

export function rmsDb(samples: Float32Array): number {
  let energy = 0;
  for (const sample of samples) energy += sample * sample;
  return 10 * Math.log10(energy / samples.length);
}
