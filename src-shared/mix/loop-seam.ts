import type { AssetId } from '../ids.ts';
import { msToSamples } from '../units.ts';
import { smoothstep } from './curves.ts';
import type { PcmReader } from './mix-plan.ts';

/** How far after a seam a jump is worn off, and how far on both sides it is judged. */
const SEAM_SAMPLES = msToSamples(5);
/** A step at the seam is a click when it is this much larger than any step near it. */
const CLICK_RATIO = 1.5;

/**
 * Keeps loops from clicking. A loop that was made to be one repeats sample for sample. Where its end does not meet its
 * start, the jump is added to the start of the next pass and worn off over 5 ms, so that the wave goes on from where it
 * was; a crossfade would need sound beyond the loop that often is not there, and would shorten the beat.
 */
export class LoopSeam {
  readonly #reader: PcmReader;
  readonly #tail = [new Float32Array(SEAM_SAMPLES), new Float32Array(SEAM_SAMPLES)] as const;
  readonly #head = [new Float32Array(SEAM_SAMPLES), new Float32Array(SEAM_SAMPLES)] as const;

  constructor(reader: PcmReader) {
    this.#reader = reader;
  }

  /** Mends `frames` frames that were read from `offset` frames into a second or later pass of the loop. */
  mend(
    assetId: AssetId,
    sourceStart: number,
    loopSamples: number,
    offset: number,
    frames: number,
    left: Float32Array,
    right: Float32Array,
  ): void {
    const window = Math.min(SEAM_SAMPLES, loopSamples);
    if (offset >= window) return;
    this.#reader.read(assetId, sourceStart + loopSamples - window, window, this.#tail[0], this.#tail[1]);
    this.#reader.read(assetId, sourceStart, window, this.#head[0], this.#head[1]);
    const count = Math.min(frames, window - offset);
    wearOff(left, jumpAt(this.#tail[0], this.#head[0], window), offset, count, window);
    wearOff(right, jumpAt(this.#tail[1], this.#head[1], window), offset, count, window);
  }
}

/** From the first sample back to the last one; 0 when the seam is no rougher than the sound around it. */
function jumpAt(tail: Float32Array, head: Float32Array, window: number): number {
  let roughest = 0;
  for (let i = 1; i < window; i++) {
    roughest = Math.max(roughest, Math.abs(tail[i]! - tail[i - 1]!), Math.abs(head[i]! - head[i - 1]!));
  }
  const jump = tail[window - 1]! - head[0]!;
  return Math.abs(jump) > CLICK_RATIO * roughest ? jump : 0;
}

function wearOff(channel: Float32Array, jump: number, offset: number, count: number, window: number): void {
  if (jump === 0) return;
  for (let i = 0; i < count; i++) {
    channel[i] = channel[i]! + jump * (1 - smoothstep((offset + i) / window));
  }
}
