import { kernels } from '../kernels/kernels.ts';
import { msToSamples, secondsToSamples } from '../units.ts';
import { fadeGain } from './curves.ts';

/** From here on another stretch of noise: one that belongs to what is heard there, wherever it lies in the programme. */
export interface ToneStart {
  /** Of the segment. Its tone begins {@link TONE_LEAD_SAMPLES} before. */
  readonly atSample: number;
  /** 32 bits. */
  readonly seed: number;
}

/**
 * Noise changes so long before a segment begins: whatever a segment's samples depend on before it (limiter, encoder) then
 * has that segment's own tone, and a segment before it that changed its length does not change it.
 */
export const TONE_LEAD_SAMPLES = secondsToSamples(2);
const CROSSOVER_SAMPLES = msToSamples(10);
const CHUNK_FRAMES = 1024;

/**
 * Room tone that moves with the segments of a programme. Where one stretch of noise gives way to the next they cross over
 * with equal power, so that neither a step nor a change of level is heard. Without starts it is {@link addRoomTone}.
 */
export class RoomTone {
  readonly #levelDbfsRms: number;
  readonly #starts: readonly ToneStart[];
  readonly #out = new Float32Array(CHUNK_FRAMES);
  readonly #into = new Float32Array(CHUNK_FRAMES);
  readonly #unused = new Float32Array(CHUNK_FRAMES);

  /** @param starts ascending, further apart than lead and crossover together; the first one's tone holds before it too. */
  constructor(levelDbfsRms: number, starts: readonly ToneStart[] = []) {
    this.#levelDbfsRms = levelDbfsRms;
    this.#starts = starts.length > 0 ? starts : [{ atSample: 0, seed: 0 }];
  }

  /** Adds the tone to both channels, from a position of the programme. */
  add(startSample: number, left: Float32Array, right: Float32Array): void {
    const end = startSample + left.length;
    for (let at = startSample; at < end; ) {
      const index = this.#startBefore(at);
      const began = index === 0 ? Number.NEGATIVE_INFINITY : this.#beginOf(index);
      const isCrossing = at < began + CROSSOVER_SAMPLES;
      const next = isCrossing ? began + CROSSOVER_SAMPLES : this.#beginOf(index + 1);
      const stop = Math.min(end, next, at + CHUNK_FRAMES);
      const blockLeft = left.subarray(at - startSample, stop - startSample);
      const blockRight = right.subarray(at - startSample, stop - startSample);
      if (isCrossing) this.#cross(index, at, blockLeft, blockRight);
      else kernels.addRoomTone(this.#placeIn(index, at), blockLeft, blockRight, this.#levelDbfsRms);
      at = stop;
    }
  }

  #cross(index: number, at: number, left: Float32Array, right: Float32Array): void {
    const out = this.#out.subarray(0, left.length).fill(0);
    const into = this.#into.subarray(0, left.length).fill(0);
    const unused = this.#unused.subarray(0, left.length);
    kernels.addRoomTone(this.#placeIn(index - 1, at), out, unused, this.#levelDbfsRms);
    kernels.addRoomTone(this.#placeIn(index, at), into, unused, this.#levelDbfsRms);
    const began = this.#beginOf(index);
    for (let i = 0; i < left.length; i++) {
      const t = (at + i - began + 0.5) / CROSSOVER_SAMPLES;
      const tone = out[i]! * fadeGain('equal-power', 1 - t) + into[i]! * fadeGain('equal-power', t);
      left[i] = left[i]! + tone;
      right[i] = right[i]! + tone;
    }
  }

  /** A seed is a place in the noise, which is the same for all. */
  #placeIn(index: number, at: number): number {
    const { atSample, seed } = this.#starts[index]!;
    return (at - atSample + seed) | 0;
  }

  #beginOf(index: number): number {
    const start = this.#starts[index];
    return start ? start.atSample - TONE_LEAD_SAMPLES : Number.POSITIVE_INFINITY;
  }

  /** Index of the last start whose tone has begun; the first one's always has. */
  #startBefore(at: number): number {
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if (this.#beginOf(middle) <= at) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}

/** The starts whose tone is heard in a stretch. */
export function toneStartsWithin(starts: readonly ToneStart[], from: number, to: number): readonly ToneStart[] {
  return starts.filter((start, index) => {
    const next = starts[index + 1];
    const isOver = next !== undefined && next.atSample - TONE_LEAD_SAMPLES + CROSSOVER_SAMPLES <= from;
    return !isOver && (index === 0 || start.atSample - TONE_LEAD_SAMPLES < to);
  });
}
