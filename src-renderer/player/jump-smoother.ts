/** How long a jump takes to wear off: 2.7 ms, too short to hear as a fade, long enough not to click. */
const SMOOTH_FRAMES = 128;

/**
 * Keeps pauses, seeks and gaps from clicking: what was heard last is worn off from where it stood, and what starts in
 * the middle of a sound is faded in. Where nothing jumps, the samples pass untouched.
 */
export class JumpSmoother {
  #last = 0;
  #residue = 0;
  #residueFrame = SMOOTH_FRAMES;
  #fadeInFrame = SMOOTH_FRAMES;

  /**
   * `frames`: how many frames of `channel` are sound; the rest is silence. `isJump`: they do not follow the last ones.
   * `isStart`: they are the programme's first, which nothing precedes.
   */
  process(channel: Float32Array, frames: number, isJump: boolean, isStart: boolean): void {
    if (isJump && frames > 0) {
      this.#wearOff(this.#last);
      this.#fadeInFrame = isStart ? SMOOTH_FRAMES : 0;
    }
    for (let i = 0; i < frames && this.#fadeInFrame < SMOOTH_FRAMES; i++, this.#fadeInFrame++) {
      channel[i] = channel[i]! * (this.#fadeInFrame / SMOOTH_FRAMES);
    }
    if (frames > 0) this.#last = channel[frames - 1]!;
    this.#addResidue(channel, 0);
    if (frames < channel.length && this.#last !== 0) {
      this.#wearOff(this.#last);
      this.#last = 0;
      this.#fadeInFrame = 0;
      this.#addResidue(channel, frames);
    }
  }

  #wearOff(level: number): void {
    this.#residue = level;
    this.#residueFrame = 0;
  }

  #addResidue(channel: Float32Array, from: number): void {
    for (let i = from; i < channel.length && this.#residueFrame < SMOOTH_FRAMES; i++, this.#residueFrame++) {
      channel[i] = channel[i]! + this.#residue * (1 - (this.#residueFrame + 1) / SMOOTH_FRAMES);
    }
  }
}
