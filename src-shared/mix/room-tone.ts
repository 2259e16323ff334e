import { dbToLinear, msToSamples, secondsToSamples } from '../units.ts';
import { fadeGain } from './curves.ts';

/**
 * Pink down to about 80 Hz and flat below: each row beyond the first is noise held for twice as long as the row before.
 * Lower rows would spend the level on rumble nobody hears.
 */
const HELD_ROWS = 8;
/** Rows are signed integers of this many bits: their sum is exact in any order, so any start gives the same samples. */
const ROW_BITS = 20;
/** RMS of the sum of independent, evenly spread rows: each has a variance of 2^(2·bits) / 12. */
const NOISE_RMS = 2 ** ROW_BITS * Math.sqrt((HELD_ROWS + 1) / 12);

const rows = new Int32Array(HELD_ROWS + 1);

/**
 * Adds room tone of a given level (RMS in dBFS) to both channels: a quiet pink-like noise, because dead digital silence
 * between sentences sounds like a fault and fails delivery checks. The sample depends on its position alone.
 *
 * The same noise goes to both channels, as the hiss of one microphone would: a dual-mono episode stays dual mono (which
 * joint stereo codes for nothing), and a mono downmix 0.5·L + 0.5·R keeps the level exactly. Two different noises would
 * lose 3 dB there.
 *
 * Method: Voss-McCartney noise (M. Gardner, Scientific American, April 1978; J. McCartney's staggered update), with the
 * random source replaced by a hash of the row and the position. Repeats after 2³² samples, a day.
 */
export function addRoomTone(startSample: number, left: Float32Array, right: Float32Array, levelDbfsRms: number): void {
  const scale = dbToLinear(levelDbfsRms) / NOISE_RMS;
  let held = 0;
  for (let row = 1; row <= HELD_ROWS; row++) {
    rows[row] = heldValue(row, startSample);
    held += rows[row]!;
  }
  for (let i = 0; i < left.length; i++) {
    const position = (startSample + i) | 0;
    // Rows are staggered so that exactly one changes at each position: the one after its count of trailing zeros.
    const row = 32 - Math.clz32(position & -position);
    if (row >= 1 && row <= HELD_ROWS) {
      const value = heldValue(row, position);
      held += value - rows[row]!;
      rows[row] = value;
    }
    const tone = (held + noise(position, 0)) * scale;
    left[i] = left[i]! + tone;
    right[i] = right[i]! + tone;
  }
}

/** The row's value: one for each stretch of 2^row samples, offset by half a stretch. */
function heldValue(row: number, position: number): number {
  return noise((position + (1 << (row - 1))) >>> row, row);
}

/** An evenly spread integer of ROW_BITS bits, signed. Bit mixer: C. Wellons' "lowbias32". */
function noise(cell: number, row: number): number {
  let x = (cell + Math.imul(row, 0x9e3779b9)) | 0;
  x = Math.imul(x ^ (x >>> 16), 0x7feb352d);
  x = Math.imul(x ^ (x >>> 15), 0x846ca68b);
  return (x ^ (x >>> 16)) >> (32 - ROW_BITS);
}

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
      else addRoomTone(this.#placeIn(index, at), blockLeft, blockRight, this.#levelDbfsRms);
      at = stop;
    }
  }

  #cross(index: number, at: number, left: Float32Array, right: Float32Array): void {
    const out = this.#out.subarray(0, left.length).fill(0);
    const into = this.#into.subarray(0, left.length).fill(0);
    const unused = this.#unused.subarray(0, left.length);
    addRoomTone(this.#placeIn(index - 1, at), out, unused, this.#levelDbfsRms);
    addRoomTone(this.#placeIn(index, at), into, unused, this.#levelDbfsRms);
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
