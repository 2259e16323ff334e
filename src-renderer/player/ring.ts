/**
 * The mixer's worker writes, the audio worklet reads, the page looks on: a ring of stereo frames in shared memory.
 *
 * Frames are counted from the start, never reset, in 32 bits that wrap; only differences are used. A seek is a restart:
 * the writer says from which count on the frames are new and which position of the programme that count is, under a
 * sequence number that is odd while the writer is at it (a seqlock), so that the reader never pairs an old count with
 * a new position. What the reader had not read of the old frames it drops by moving its own count: no lock, no copy,
 * no waiting on the audio thread.
 *
 * Which place of the programme a frame is follows from marks: "from this count on, the programme goes on at that sample,
 * so many samples a frame". A loop, another speed and playing backwards are marks. A change that is to be heard at once
 * without a gap takes back what lies ahead of the reader, but for a lead it cannot reach meanwhile, and writes it anew.
 */

/** 0.68 s at the project rate: bridges a slow fetch. A seek costs nothing, since it drops what is left. */
export const RING_FRAMES = 32_768;
export const MASK = RING_FRAMES - 1;
/**
 * What must be ready before anything is heard after a seek or after running dry. Mixed in a few milliseconds; without
 * it a busy machine would stutter over the first blocks.
 */
export const READY_FRAMES = RING_FRAMES / 2;
/** Two marks can stand as near as a short loop's ends: ten a ring full are usual, a hundred possible. */
export const MARKS = 256;
export const MARK_MASK = MARKS - 1;
/** The mark the reader passed last stays readable for the writer. */
export const KEPT_MARKS = MARKS - 2;

/** Places in the control words. */
export const WORD = {
  sequence: 0,
  written: 1,
  read: 2,
  /** Frames before this count are not to be heard any more. */
  restartedAt: 3,
  /** The restart that the writer made last, and the one that the reader has taken over. */
  restartId: 4,
  takenOverId: 5,
  /** The programme ends at this count, where `hasEnd`. */
  endsAt: 6,
  hasEnd: 7,
  isPlaying: 8,
  underruns: 9,
  /** Bits of a non-negative float32: those compare as integers do. */
  leftPeak: 10,
  rightPeak: 11,
  /** How many marks there have been, as far as the writer and the reader have come. */
  marksWritten: 12,
  marksRead: 13,
  /** How many frames are waited for after a restart. */
  readyFrames: 14,
} as const;
const CONTROL_WORDS = 16;

/** Places in the positions, in samples of the programme; then a sample and a rate for each mark. */
export const POSITION = { restart: 0, read: 1, marks: 2 } as const;

/** What the meters say, in LUFS and dBTP; NaN: nothing yet. */
export const METER = { momentary: 0, shortTerm: 1, integrated: 2, truePeak: 3 } as const;
const METERS = 4;

/** What is handed between threads. */
export interface RingMemory {
  readonly control: SharedArrayBuffer;
  readonly positions: SharedArrayBuffer;
  readonly audio: SharedArrayBuffer;
  readonly markCounts: SharedArrayBuffer;
  readonly meters: SharedArrayBuffer;
}

export function createRingMemory(): RingMemory {
  return {
    control: new SharedArrayBuffer(CONTROL_WORDS * Int32Array.BYTES_PER_ELEMENT),
    positions: new SharedArrayBuffer((POSITION.marks + 2 * MARKS) * Float64Array.BYTES_PER_ELEMENT),
    audio: new SharedArrayBuffer(2 * RING_FRAMES * Float32Array.BYTES_PER_ELEMENT),
    markCounts: new SharedArrayBuffer(MARKS * Int32Array.BYTES_PER_ELEMENT),
    meters: new SharedArrayBuffer(METERS * Float64Array.BYTES_PER_ELEMENT),
  };
}

/** Both ends and all onlookers see the same words. */
export class RingView {
  protected readonly control: Int32Array;
  protected readonly positions: Float64Array;
  protected readonly left: Float32Array;
  protected readonly right: Float32Array;
  protected readonly markCounts: Int32Array;
  protected readonly meters: Float64Array;

  constructor(memory: RingMemory) {
    this.control = new Int32Array(memory.control);
    this.positions = new Float64Array(memory.positions);
    this.markCounts = new Int32Array(memory.markCounts);
    this.meters = new Float64Array(memory.meters);
    this.left = new Float32Array(memory.audio, 0, RING_FRAMES);
    this.right = new Float32Array(memory.audio, RING_FRAMES * Float32Array.BYTES_PER_ELEMENT, RING_FRAMES);
  }

  protected load(word: number): number {
    return Atomics.load(this.control, word);
  }

  protected store(word: number, value: number): void {
    Atomics.store(this.control, word, value);
  }
}

export function copyIn(ring: Float32Array, count: number, from: Float32Array): void {
  const at = count & MASK;
  const untilEnd = Math.min(from.length, RING_FRAMES - at);
  ring.set(from.subarray(0, untilEnd), at);
  ring.set(from.subarray(untilEnd), 0);
}

export function copyOut(ring: Float32Array, count: number, to: Float32Array, frames: number): void {
  const at = count & MASK;
  const untilEnd = Math.min(frames, RING_FRAMES - at);
  for (let i = 0; i < untilEnd; i++) to[i] = ring[at + i]!;
  for (let i = untilEnd; i < frames; i++) to[i] = ring[i - untilEnd]!;
}
