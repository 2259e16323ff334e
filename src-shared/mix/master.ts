import { dbToLinear } from '../units.ts';
import { TruePeakLimiter } from './limiter.ts';
import { RoomTone, type ToneStart } from './room-tone.ts';

const CHUNK_FRAMES = 1024;

/** Anything that can be asked for a stretch of stereo sound at any position; the mixer is one. */
export interface ProgrammeSource {
  render(startSample: number, left: Float32Array, right: Float32Array): void;
}

export interface MasterOptions {
  /** Static gain to the loudness target. */
  readonly gainDb: number;
  /** Room tone under the whole programme, RMS; absent: none. */
  readonly roomToneDbfs?: number;
  /** Where the tone begins anew; absent: it depends on the position alone. */
  readonly toneStarts?: readonly ToneStart[];
  readonly ceilingDbtp: number;
  /** Gives the mean of both channels, 0.5·L + 0.5·R, in both. Peaks of a mean are never above the channels' own. */
  readonly isMono?: boolean;
}

/**
 * The end of the chain, the same in the player and the exporter: static gain, room tone, true-peak limiter, mono downmix.
 *
 * Positions are the programme's: the limiter's delay is already taken out. Asking for stretches one after the other
 * streams; a jump costs a few hundredths of a second of warm-up, after which the bits are those of an unbroken run.
 */
export class Master {
  readonly #source: ProgrammeSource;
  readonly #gain: number;
  readonly #roomTone: RoomTone | null;
  readonly #isMono: boolean;
  readonly #limiter: TruePeakLimiter;
  readonly #left = new Float32Array(CHUNK_FRAMES);
  readonly #right = new Float32Array(CHUNK_FRAMES);
  /** Where the next output of an unbroken run stands; NaN before the first. */
  #next = Number.NaN;

  constructor(source: ProgrammeSource, options: MasterOptions) {
    const { gainDb, roomToneDbfs, ceilingDbtp, isMono = false } = options;
    this.#source = source;
    this.#gain = dbToLinear(gainDb);
    this.#roomTone = roomToneDbfs === undefined ? null : new RoomTone(roomToneDbfs, options.toneStarts);
    this.#isMono = isMono;
    this.#limiter = new TruePeakLimiter({ ceilingDbtp });
  }

  /** Fills both channels (of equal length) from a position of the programme. */
  render(startSample: number, left: Float32Array, right: Float32Array): void {
    if (startSample !== this.#next) this.#warmUp(startSample);
    for (let done = 0; done < left.length; done += CHUNK_FRAMES) {
      const blockLeft = left.subarray(done, done + CHUNK_FRAMES);
      const blockRight = right.subarray(done, done + CHUNK_FRAMES);
      this.#advance(startSample + done + this.#limiter.latency, blockLeft, blockRight);
      if (this.#isMono) downmix(blockLeft, blockRight);
    }
    this.#next = startSample + left.length;
  }

  #warmUp(startSample: number): void {
    this.#limiter.reset();
    const end = startSample + this.#limiter.latency;
    for (let at = startSample - this.#limiter.lookBehind; at < end; at += CHUNK_FRAMES) {
      const frames = Math.min(CHUNK_FRAMES, end - at);
      this.#advance(at, this.#left.subarray(0, frames), this.#right.subarray(0, frames));
    }
  }

  /** Feeds the limiter from a position of the source; the block then holds what comes out. */
  #advance(inputStart: number, left: Float32Array, right: Float32Array): void {
    this.#source.render(inputStart, left, right);
    for (let i = 0; i < left.length; i++) {
      left[i] = left[i]! * this.#gain;
      right[i] = right[i]! * this.#gain;
    }
    this.#roomTone?.add(inputStart, left, right);
    this.#limiter.process(left, right);
  }
}

function downmix(left: Float32Array, right: Float32Array): void {
  for (let i = 0; i < left.length; i++) {
    const mean = 0.5 * left[i]! + 0.5 * right[i]!;
    left[i] = mean;
    right[i] = mean;
  }
}
