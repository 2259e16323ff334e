import { msToSamples, type Samples, samples } from '#shared/units.ts';
import type { PlanarBlock } from './pcm-samples.ts';

/** Sound above this is speech: the level at which audiobook shops measure head and tail. */
const THRESHOLD = 10 ** (-50 / 20);
const WINDOW = msToSamples(5);
/** Kept before the first and after the last sound, so that soft beginnings and ends of words are not cut. */
const PRE_ROLL = msToSamples(5);
const POST_ROLL = msToSamples(10);

export interface SpeechBounds {
  readonly speechStartSample: Samples;
  readonly speechEndSample: Samples;
}

/**
 * Finds where sound begins and ends. The sound is looked at in windows of 5 ms from its start; a window counts when the RMS
 * of one channel is above −50 dBFS (a single click does not reach that). The range goes from the first sample above
 * −50 dBFS in the first such window, less 5 ms, to the last one in the last such window, plus 10 ms; the whole sound when
 * no window counts.
 */
export class SpeechBoundsFinder {
  readonly #energies: Float64Array;
  #frames = 0;
  #inWindow = 0;
  /** Within the window under way; −1: none. */
  #firstLoud = -1;
  #lastLoud = -1;
  #start = -1;
  #end = 0;

  constructor(channels: number) {
    this.#energies = new Float64Array(channels);
  }

  /** One array per channel at the project rate. Blocks of any size give the same result. */
  push(block: PlanarBlock): void {
    const length = block[0]!.length;
    for (let at = 0; at < length; ) {
      const stop = Math.min(length, at + WINDOW - this.#inWindow);
      for (let channel = 0; channel < this.#energies.length; channel++) this.#scan(block[channel]!, at, stop, channel);
      this.#frames += stop - at;
      this.#inWindow += stop - at;
      at = stop;
      if (this.#inWindow === WINDOW) this.#closeWindow();
    }
  }

  finish(): SpeechBounds {
    if (this.#inWindow > 0) this.#closeWindow();
    if (this.#start < 0) return { speechStartSample: samples(0), speechEndSample: samples(this.#frames) };
    return {
      speechStartSample: samples(Math.max(0, this.#start - PRE_ROLL)),
      speechEndSample: samples(Math.min(this.#frames, this.#end + POST_ROLL)),
    };
  }

  #scan(input: Float32Array, from: number, to: number, channel: number): void {
    const position = this.#frames - from;
    let energy = 0;
    for (let i = from; i < to; i++) {
      const sample = input[i]!;
      energy += sample * sample;
      if (sample > THRESHOLD || sample < -THRESHOLD) {
        if (this.#firstLoud < 0 || position + i < this.#firstLoud) this.#firstLoud = position + i;
        if (position + i > this.#lastLoud) this.#lastLoud = position + i;
      }
    }
    this.#energies[channel] = this.#energies[channel]! + energy;
  }

  #closeWindow(): void {
    const loudest = Math.max(...this.#energies);
    if (loudest > THRESHOLD * THRESHOLD * this.#inWindow) {
      if (this.#start < 0) this.#start = this.#firstLoud;
      this.#end = this.#lastLoud + 1;
    }
    this.#energies.fill(0);
    this.#inWindow = 0;
    this.#firstLoud = -1;
    this.#lastLoud = -1;
  }
}
