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
  /** The window under way, where a block ended within it. */
  readonly #window: readonly Float32Array[];
  #inWindow = 0;
  /** Of whole windows. */
  #frames = 0;
  #start = -1;
  #end = 0;

  constructor(channels: number) {
    this.#window = Array.from({ length: channels }, () => new Float32Array(WINDOW));
  }

  /** One array per channel at the project rate. Blocks of any size give the same result. */
  push(block: PlanarBlock): void {
    const length = block[0]!.length;
    for (let at = 0; at < length; ) {
      const count = Math.min(length - at, WINDOW - this.#inWindow);
      if (count === WINDOW) {
        this.#look(block, at, WINDOW);
      } else {
        for (const [c, kept] of this.#window.entries()) kept.set(block[c]!.subarray(at, at + count), this.#inWindow);
        this.#inWindow += count;
        if (this.#inWindow === WINDOW) this.#lookAtKept();
      }
      at += count;
    }
  }

  finish(): SpeechBounds {
    if (this.#inWindow > 0) this.#lookAtKept();
    if (this.#start < 0) return { speechStartSample: samples(0), speechEndSample: samples(this.#frames) };
    return {
      speechStartSample: samples(Math.max(0, this.#start - PRE_ROLL)),
      speechEndSample: samples(Math.min(this.#frames, this.#end + POST_ROLL)),
    };
  }

  #lookAtKept(): void {
    this.#look(this.#window, 0, this.#inWindow);
    this.#inWindow = 0;
  }

  /** Looks at the next window, which lies in `channels` from `from` on. */
  #look(channels: readonly Float32Array[], from: number, length: number): void {
    const limit = THRESHOLD * THRESHOLD * length;
    if (channels.some((channel) => energyOf(channel, from, length) > limit)) {
      if (this.#start < 0) {
        this.#start = this.#frames + Math.min(...channels.map((channel) => firstLoud(channel, from, length)));
      }
      this.#end = this.#frames + Math.max(...channels.map((channel) => lastLoud(channel, from, length))) + 1;
    }
    this.#frames += length;
  }
}

/** Four sums side by side: one would wait for every addition before the next. */
function energyOf(input: Float32Array, from: number, length: number): number {
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  const end = from + length;
  let i = from;
  for (; i + 4 <= end; i += 4) {
    a += input[i]! * input[i]!;
    b += input[i + 1]! * input[i + 1]!;
    c += input[i + 2]! * input[i + 2]!;
    d += input[i + 3]! * input[i + 3]!;
  }
  for (; i < end; i++) a += input[i]! * input[i]!;
  return a + b + (c + d);
}

function isLoud(sample: number): boolean {
  return sample > THRESHOLD || sample < -THRESHOLD;
}

/** `length` when there is none. */
function firstLoud(input: Float32Array, from: number, length: number): number {
  let i = 0;
  while (i < length && !isLoud(input[from + i]!)) i++;
  return i;
}

/** −1 when there is none. */
function lastLoud(input: Float32Array, from: number, length: number): number {
  let i = length - 1;
  while (i >= 0 && !isLoud(input[from + i]!)) i--;
  return i;
}
