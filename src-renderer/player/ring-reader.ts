import { copyOut, KEPT_MARKS, MARK_MASK, POSITION, RingView, WORD } from './ring.ts';

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
