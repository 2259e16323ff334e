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
const MASK = RING_FRAMES - 1;
/**
 * What must be ready before anything is heard after a seek or after running dry. Mixed in a few milliseconds; without
 * it a busy machine would stutter over the first blocks.
 */
export const READY_FRAMES = RING_FRAMES / 2;
/** Two marks can stand as near as a short loop's ends: ten a ring full are usual, a hundred possible. */
const MARKS = 256;
const MARK_MASK = MARKS - 1;
/** The mark the reader passed last stays readable for the writer. */
const KEPT_MARKS = MARKS - 2;

/** Places in the control words. */
const WORD = {
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
const POSITION = { restart: 0, read: 1, marks: 2 } as const;

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

class RingView {
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

/** For the worker that mixes. One writer at a time. */
export class RingWriter extends RingView {
  /** From here on the frames are those from `sample` of the programme, heard when so many of them are ready. */
  restart(sample: number, restartId: number, readyFrames = READY_FRAMES, rate = 1): void {
    Atomics.add(this.control, WORD.sequence, 1);
    this.positions[POSITION.restart] = sample;
    this.store(WORD.restartedAt, this.load(WORD.written));
    this.store(WORD.restartId, restartId);
    this.store(WORD.readyFrames, readyFrames);
    this.store(WORD.hasEnd, 0);
    this.mark(sample, rate);
    Atomics.add(this.control, WORD.sequence, 1);
  }

  get freeFrames(): number {
    return RING_FRAMES - ((this.load(WORD.written) - this.load(WORD.read)) | 0);
  }

  /** What the reader has not taken of what was written since the last restart. */
  get aheadFrames(): number {
    return Math.max(0, (this.load(WORD.written) - this.#firstUnread) | 0);
  }

  /** False: more marks than fit are waiting to be read. */
  get hasRoomForMark(): boolean {
    return ((this.load(WORD.marksWritten) - this.load(WORD.marksRead)) | 0) < KEPT_MARKS;
  }

  /** The frame that is written next is `sample` of the programme, and each after it `rate` samples further. */
  mark(sample: number, rate: number): void {
    const mark = this.load(WORD.marksWritten);
    const at = mark & MARK_MASK;
    this.positions[POSITION.marks + 2 * at] = sample;
    this.positions[POSITION.marks + 2 * at + 1] = rate;
    Atomics.store(this.markCounts, at, this.load(WORD.written));
    this.store(WORD.marksWritten, (mark + 1) | 0);
  }

  /**
   * Takes back everything ahead of the reader but `leadFrames`, and an end. Answers where the programme stands at the
   * frame that is written next, and how many frames were taken back; {@link copyTakenBack} still has them.
   */
  takeBack(leadFrames: number): { readonly sample: number; readonly frames: number } {
    this.store(WORD.hasEnd, 0);
    const end = this.load(WORD.written);
    let cut = end;
    for (;;) {
      const keep = (this.#firstUnread + leadFrames) | 0;
      if (((end - keep) | 0) <= 0) break;
      cut = keep;
      this.store(WORD.written, cut);
      // The reader ran past the cut while it was made (this thread was held up for the whole lead): cut again further on.
      if (((cut - this.#firstUnread) | 0) >= 0) break;
      this.store(WORD.written, end);
      cut = end;
    }
    let mark = this.load(WORD.marksWritten);
    const sampleAt = (index: number): number => this.positions[POSITION.marks + 2 * (index & MARK_MASK)]!;
    const countAt = (index: number): number => this.markCounts[index & MARK_MASK]!;
    const oldest = this.load(WORD.marksRead);
    let sample = Number.NaN;
    for (let last = (mark - 1) | 0; ((last - oldest) | 0) >= -1; last = (last - 1) | 0) {
      const distance = (cut - countAt(last)) | 0;
      if (distance < 0) {
        mark = last;
        continue;
      }
      sample = sampleAt(last) + distance * this.positions[POSITION.marks + 2 * (last & MARK_MASK) + 1]!;
      break;
    }
    this.store(WORD.marksWritten, mark);
    return { sample, frames: (end - cut) | 0 };
  }

  /** The frames that stand where is written next, as they were before they were taken back. */
  copyTakenBack(left: Float32Array, right: Float32Array): void {
    const written = this.load(WORD.written);
    copyOut(this.left, written, left, left.length);
    copyOut(this.right, written, right, right.length);
  }

  /** Nothing that was asked for before a restart is heard any more, taken over or not. */
  get #firstUnread(): number {
    const isTakenOver = this.load(WORD.takenOverId) === this.load(WORD.restartId);
    return isTakenOver ? this.load(WORD.read) : this.load(WORD.restartedAt);
  }

  /** The caller has looked at `freeFrames`. */
  write(left: Float32Array, right: Float32Array): void {
    const written = this.load(WORD.written);
    copyIn(this.left, written, left);
    copyIn(this.right, written, right);
    this.store(WORD.written, (written + left.length) | 0);
  }

  /** Nothing comes after what was written. */
  finish(): void {
    this.store(WORD.endsAt, this.load(WORD.written));
    this.store(WORD.hasEnd, 1);
  }
}

export interface PulledFrames {
  /** A restart was taken over just now: what was asked for before it means nothing. */
  readonly hasRestarted: boolean;
  /** How many frames of the programme were given; the rest was filled with silence. */
  readonly frames: number;
  /** The first of them does not follow the last one given before. */
  readonly isJump: boolean;
  /** They are the first of the programme. */
  readonly isStart: boolean;
  /** The last frame of the programme was given just now. */
  readonly hasEnded: boolean;
}

/** For the audio worklet. Allocates nothing. */
export class RingReader extends RingView {
  readonly #pulled = { hasRestarted: false, frames: 0, isJump: false, isStart: false, hasEnded: false };
  #sequence = 0;
  #restartedAt = 0;
  #restartSample = 0;
  #isJump = false;
  #isFilling = true;
  /** Of the mark that was passed last. */
  #markCount = 0;
  #markSample = 0;
  #markRate = 1;

  get isPlaying(): boolean {
    return this.load(WORD.isPlaying) === 1;
  }

  /** Frames that are ready. */
  get filledFrames(): number {
    return Math.max(0, (this.load(WORD.written) - this.load(WORD.read)) | 0);
  }

  /** Takes frames while playing, and keeps the position current. The answer is the same object each time. */
  pull(left: Float32Array, right: Float32Array): PulledFrames {
    const pulled = this.#pulled;
    pulled.frames = 0;
    pulled.isJump = false;
    pulled.isStart = false;
    pulled.hasEnded = false;
    left.fill(0);
    right.fill(0);
    pulled.hasRestarted = this.#takeOverRestart();
    if (!this.isPlaying || this.#isStillFilling()) return pulled;

    const read = this.load(WORD.read);
    const frames = Math.min(left.length, this.filledFrames);
    copyOut(this.left, read, left, frames);
    copyOut(this.right, read, right, frames);
    const now = (read + frames) | 0;
    this.store(WORD.read, now);
    pulled.frames = frames;
    pulled.isJump = this.#isJump;
    pulled.isStart = this.#restartSample === 0 && read === this.#restartedAt;
    if (frames > 0) this.#isJump = false;

    const isAtEnd = this.load(WORD.hasEnd) === 1 && now === this.load(WORD.endsAt);
    if (isAtEnd) {
      this.store(WORD.isPlaying, 0);
      pulled.hasEnded = true;
    } else if (frames < left.length) {
      // Before the first frames of a place nothing has been interrupted yet.
      if (now !== this.#restartedAt) Atomics.add(this.control, WORD.underruns, 1);
      this.#isJump = true;
      this.#isFilling = true;
    }
    this.#publishPosition(now);
    return pulled;
  }

  /** Keeps the highest level until the page has looked. */
  raisePeaks(leftPeakBits: number, rightPeakBits: number): void {
    if (leftPeakBits > this.load(WORD.leftPeak)) this.store(WORD.leftPeak, leftPeakBits);
    if (rightPeakBits > this.load(WORD.rightPeak)) this.store(WORD.rightPeak, rightPeakBits);
  }

  /** True until enough is ready, or all there is. */
  #isStillFilling(): boolean {
    const isReady = this.filledFrames >= this.load(WORD.readyFrames) || this.load(WORD.hasEnd) === 1;
    if (isReady) this.#isFilling = false;
    return this.#isFilling;
  }

  #takeOverRestart(): boolean {
    const sequence = this.load(WORD.sequence);
    if (sequence === this.#sequence || sequence % 2 !== 0) return false;
    const restartedAt = this.load(WORD.restartedAt);
    const restartId = this.load(WORD.restartId);
    const restartSample = this.positions[POSITION.restart]!;
    // The writer began another restart while we read: take that one next time.
    if (this.load(WORD.sequence) !== sequence) return false;
    this.#sequence = sequence;
    this.#restartedAt = restartedAt;
    this.#restartSample = restartSample;
    this.#isJump = true;
    this.#isFilling = true;
    this.store(WORD.read, restartedAt);
    this.#publishPosition(restartedAt);
    this.store(WORD.takenOverId, restartId);
    return true;
  }

  #publishPosition(read: number): void {
    const written = this.load(WORD.marksWritten);
    let mark = this.load(WORD.marksRead);
    // Restarts while nobody listened: only the last one's marks count.
    if (((written - mark) | 0) > KEPT_MARKS) mark = (written - KEPT_MARKS) | 0;
    for (; mark !== written; mark = (mark + 1) | 0) {
      const at = mark & MARK_MASK;
      const count = Atomics.load(this.markCounts, at);
      if (((read - count) | 0) < 0) break;
      this.#markCount = count;
      this.#markSample = this.positions[POSITION.marks + 2 * at]!;
      this.#markRate = this.positions[POSITION.marks + 2 * at + 1]!;
    }
    this.store(WORD.marksRead, mark);
    this.positions[POSITION.read] = this.#markSample + ((read - this.#markCount) | 0) * this.#markRate;
  }
}

/** For the worker: looks at what the reader took, before the writer writes over it. */
export class RingWitness extends RingView {
  #measured = 0;
  #takenOverId = 0;

  /**
   * Gives every frame that was played since the last call, in order, to `visit`, in stretches that do not wrap. Frames
   * right before a restart that was taken over since may be left out.
   */
  visitPlayed(visit: (left: Float32Array, right: Float32Array) => void): void {
    const restartId = this.load(WORD.restartId);
    const takenOverId = this.load(WORD.takenOverId);
    if (takenOverId !== restartId) return;
    if (takenOverId !== this.#takenOverId) {
      this.#takenOverId = takenOverId;
      this.#measured = this.load(WORD.restartedAt);
    }
    const read = this.load(WORD.read);
    for (let left = Math.min(RING_FRAMES, (read - this.#measured) | 0); left > 0; ) {
      const at = this.#measured & MASK;
      const count = Math.min(left, RING_FRAMES - at);
      visit(this.left.subarray(at, at + count), this.right.subarray(at, at + count));
      this.#measured = (this.#measured + count) | 0;
      left -= count;
    }
    this.#measured = read;
  }

  publishMeter(which: number, value: number | null): void {
    this.meters[which] = value ?? Number.NaN;
  }
}

/** For the page: looks, and says play or pause. */
export class RingMonitor extends RingView {
  setPlaying(isPlaying: boolean): void {
    this.store(WORD.isPlaying, isPlaying ? 1 : 0);
  }

  /** The next frame to be heard. Of an older restart until that one is taken over; see `takenOverId`. */
  get positionSample(): number {
    return this.positions[POSITION.read]!;
  }

  get takenOverId(): number {
    return this.load(WORD.takenOverId);
  }

  get isPlaying(): boolean {
    return this.load(WORD.isPlaying) === 1;
  }

  /** See {@link METER}. */
  meter(which: number): number {
    return this.meters[which]!;
  }

  /** How often the audio thread found too little. */
  get underruns(): number {
    return this.load(WORD.underruns);
  }

  /** Highest level of each channel since the last look, linear. */
  takePeaks(): { readonly left: number; readonly right: number } {
    return { left: this.#takePeak(WORD.leftPeak), right: this.#takePeak(WORD.rightPeak) };
  }

  #takePeak(word: number): number {
    bits[0] = Atomics.exchange(this.control, word, 0);
    return floats[0]!;
  }
}

const bits = new Int32Array(1);
const floats = new Float32Array(bits.buffer);

/** Bits of the largest magnitude, for {@link RingReader.raisePeaks}. */
export function peakBits(channel: Float32Array): number {
  let peak = 0;
  for (let i = 0; i < channel.length; i++) {
    const magnitude = Math.abs(channel[i]!);
    if (magnitude > peak) peak = magnitude;
  }
  floats[0] = peak;
  return bits[0]!;
}

function copyIn(ring: Float32Array, count: number, from: Float32Array): void {
  const at = count & MASK;
  const untilEnd = Math.min(from.length, RING_FRAMES - at);
  ring.set(from.subarray(0, untilEnd), at);
  ring.set(from.subarray(untilEnd), 0);
}

function copyOut(ring: Float32Array, count: number, to: Float32Array, frames: number): void {
  const at = count & MASK;
  const untilEnd = Math.min(frames, RING_FRAMES - at);
  for (let i = 0; i < untilEnd; i++) to[i] = ring[at + i]!;
  for (let i = untilEnd; i < frames; i++) to[i] = ring[i - untilEnd]!;
}
