import { copyIn, copyOut, KEPT_MARKS, MARK_MASK, POSITION, READY_FRAMES, RING_FRAMES, RingView, WORD } from './ring.ts';

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
