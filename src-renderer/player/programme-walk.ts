import type { BlockMixer } from '#shared/mix/block-mixer.ts';
import { JumpSmoother } from './jump-smoother.ts';

/** A half-open stretch of the programme that is played again and again. */
export interface LoopRange {
  readonly startSample: number;
  readonly endSample: number;
}

/** Shorter than this a loop is a buzz, and its seams would be most of what is heard. */
export const SHORTEST_LOOP_SAMPLES = 2_400;

export interface WalkOptions {
  readonly mixer: BlockMixer;
  readonly durationSamples: number;
  /** Audio that was just read is not here yet: the block has to be mixed again. */
  readonly hasMissing: () => boolean;
  readonly startSample: number;
  readonly direction: 1 | -1;
  /** Only forwards. One that lies behind is not gone back to. */
  readonly loop: LoopRange | null;
}

/** Goes through the mix of a programme, block by block: forwards, backwards, in a loop. */
export class ProgrammeWalk {
  readonly #options: WalkOptions;
  readonly #smoothers = [new JumpSmoother(), new JumpSmoother()] as const;
  #sample: number;
  #hasJumped = false;

  constructor(options: WalkOptions) {
    this.#options = options;
    this.#sample = options.startSample;
  }

  /** Where the next block begins; backwards, where it ends. */
  get sample(): number {
    return this.#sample;
  }

  /** The next block does not follow the one before: a loop began again. */
  get hasJumped(): boolean {
    return this.#hasJumped;
  }

  /**
   * Fills as much of both channels as lies before the next jump or the end. 0: the end. null: audio is missing, nothing
   * was taken.
   */
  take(left: Float32Array, right: Float32Array): number | null {
    const { mixer, hasMissing, direction, loop } = this.#options;
    const frames = Math.max(0, Math.min(left.length, this.#remaining));
    if (frames === 0) return 0;
    const channels = [left.subarray(0, frames), right.subarray(0, frames)] as const;
    mixer.render(direction === 1 ? this.#sample : this.#sample - frames, ...channels);
    if (hasMissing()) return null;
    channels.forEach((channel, index) => {
      if (direction === -1) channel.reverse();
      this.#smoothers[index]!.process(channel, frames, this.#hasJumped, this.#hasJumped && this.#sample === 0);
    });
    this.#hasJumped = false;
    this.#sample += direction * frames;
    if (direction === 1 && this.#sample === loop?.endSample) {
      this.#sample = loop.startSample;
      this.#hasJumped = true;
    }
    return frames;
  }

  get #remaining(): number {
    const { durationSamples, direction, loop } = this.#options;
    if (direction === -1) return this.#sample;
    const isAhead = loop !== null && this.#sample < loop.endSample;
    return (isAhead ? Math.min(loop.endSample, durationSamples) : durationSamples) - this.#sample;
  }
}
