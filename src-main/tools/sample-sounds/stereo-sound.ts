import { type Samples, samples, samplesToSeconds, secondsToSamples } from '#shared/units.ts';

/** Two channels of the same length at the project rate. */
export interface StereoSound {
  readonly left: Float64Array;
  readonly right: Float64Array;
}

/** Length of one sample: what a phase or a decay advances by. */
export const SECONDS_PER_SAMPLE = samplesToSeconds(samples(1));

export function silence(length: Samples): StereoSound {
  return { left: new Float64Array(length), right: new Float64Array(length) };
}

/**
 * Adds a one-channel sound to a loop, from `atSeconds` on. What reaches past the end goes on at the beginning, so the
 * joint of the loop falls in the middle of every tail and cannot be heard. `pan`: −1 left, 0 centre, 1 right; constant power.
 */
export function addAround(target: StereoSound, sound: Float64Array, atSeconds: number, pan: number): void {
  const angle = ((pan + 1) * Math.PI) / 4;
  addChannelAround(target.left, sound, atSeconds, Math.cos(angle) * Math.SQRT2);
  addChannelAround(target.right, sound, atSeconds, Math.sin(angle) * Math.SQRT2);
}

function addChannelAround(target: Float64Array, sound: Float64Array, atSeconds: number, gain: number): void {
  let position = secondsToSamples(atSeconds) % target.length;
  for (let n = 0; n < sound.length; n += 1) {
    target[position]! += sound[n]! * gain;
    position += 1;
    if (position === target.length) position = 0;
  }
}

/** Adds `gain` times one sound to another of the same length. */
export function mixInto(target: StereoSound, sound: StereoSound, gain: number): void {
  for (let n = 0; n < target.left.length; n += 1) {
    target.left[n]! += sound.left[n]! * gain;
    target.right[n]! += sound.right[n]! * gain;
  }
}

/** Applies the same change to both channels. */
export function eachChannel(sound: StereoSound, change: (channel: Float64Array) => Float64Array): StereoSound {
  return { left: change(sound.left), right: change(sound.right) };
}

/** A smooth step from 0 at `from` to 1 at `to`: half a period of a cosine. */
export function riseBetween(at: number, from: number, to: number): number {
  if (at <= from) return 0;
  if (at >= to) return 1;
  return 0.5 - 0.5 * Math.cos((Math.PI * (at - from)) / (to - from));
}

/** Raises the first `riseSeconds` of a sound from silence and lowers its last `fallSeconds` to it, in place. */
export function fadeEdges(sound: Float64Array, riseSeconds: number, fallSeconds: number): void {
  const rise = secondsToSamples(riseSeconds);
  const fall = secondsToSamples(fallSeconds);
  for (let n = 0; n < rise; n += 1) sound[n]! *= riseBetween(n, 0, rise);
  for (let n = 1; n <= fall; n += 1) sound[sound.length - n]! *= riseBetween(n, 1, fall);
}
