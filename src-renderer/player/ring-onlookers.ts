import { MASK, POSITION, RING_FRAMES, RingView, WORD } from './ring.ts';

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
