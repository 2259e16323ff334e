import type { ProgrammeWalk } from './programme-walk.ts';
import { TimeStretch } from './time-stretch.ts';

/** What a source gave: frames of it, beginning at `sample` of the programme and going on by `rate` a frame. */
export interface SourceBlock {
  readonly frames: number;
  readonly sample: number;
  readonly rate: number;
  /** It does not go on where the block before ended: the ring needs a mark. */
  readonly isMarked: boolean;
}

/** Gives the frames that are heard, one block after another. */
export interface FrameSource {
  /** Fills what it can of both channels. null: audio is missing, nothing was taken. No frames: the end. */
  next(left: Float32Array, right: Float32Array): SourceBlock | null;
  /** How far ahead of what is heard it may be asked; absent: as far as there is room. */
  readonly maxAheadFrames?: number;
}

/** The programme as it is: its samples, untouched. */
export class PlainSource implements FrameSource {
  readonly #walk: ProgrammeWalk;
  constructor(walk: ProgrammeWalk) {
    this.#walk = walk;
  }

  next(left: Float32Array, right: Float32Array): SourceBlock | null {
    const { sample, hasJumped: isMarked } = this.#walk;
    const frames = this.#walk.take(left, right);
    return frames === null ? null : { frames, sample, rate: 1, isMarked };
  }
}

const INPUT_FRAMES = 2_048;

/** Where the programme stands at a frame of the stretcher's input. */
interface InputMark {
  readonly frame: number;
  readonly sample: number;
}

/** The programme at another speed, or backwards, at its own pitch. */
export class StretchedSource implements FrameSource {
  readonly #walk: ProgrammeWalk;
  readonly #speed: number;
  readonly #direction: 1 | -1;
  readonly #stretch: TimeStretch;
  readonly #left = new Float32Array(INPUT_FRAMES);
  readonly #right = new Float32Array(INPUT_FRAMES);
  #marks: InputMark[];
  #inputFrames = 0;
  #outputFrames = 0;
  #hasEnded = false;

  /** @param rate samples of the programme a frame; below 0: backwards. Never 0. */
  constructor(walk: ProgrammeWalk, rate: number) {
    this.#walk = walk;
    this.#speed = Math.abs(rate);
    this.#direction = rate < 0 ? -1 : 1;
    this.#stretch = new TimeStretch(this.#speed);
    this.#marks = [{ frame: 0, sample: walk.sample }];
  }

  next(left: Float32Array, right: Float32Array): SourceBlock | null {
    while (this.#stretch.wantsInput) {
      if (!this.#feed()) return null;
    }
    const total = Math.ceil(this.#inputFrames / this.#speed);
    const hop = TimeStretch.HOP_FRAMES;
    const frames = this.#hasEnded ? Math.max(0, Math.min(hop, total - this.#outputFrames)) : hop;
    const sample = this.#sampleAt(this.#outputFrames * this.#speed);
    if (frames > 0) this.#stretch.pull(left.subarray(0, hop), right.subarray(0, hop));
    this.#outputFrames += frames;
    return { frames, sample, rate: this.#direction * this.#speed, isMarked: true };
  }

  /** False: audio is missing. */
  #feed(): boolean {
    const { sample, hasJumped } = this.#walk;
    const frames = this.#hasEnded ? 0 : this.#walk.take(this.#left, this.#right);
    if (frames === null) return false;
    if (frames === 0) {
      this.#hasEnded = true;
      this.#stretch.push(SILENCE, SILENCE);
      return true;
    }
    if (hasJumped) this.#marks.push({ frame: this.#inputFrames, sample });
    this.#stretch.push(this.#left.subarray(0, frames), this.#right.subarray(0, frames));
    this.#inputFrames += frames;
    return true;
  }

  #sampleAt(frame: number): number {
    while (this.#marks.length > 1 && this.#marks[1]!.frame <= frame) this.#marks.shift();
    const mark = this.#marks[0]!;
    return mark.sample + (frame - mark.frame) * this.#direction;
  }
}

const SILENCE = new Float32Array(INPUT_FRAMES);
