/**
 * Another speed at the same pitch: WSOLA (Verhelst and Roelands, "An overlap-add technique based on waveform similarity",
 * ICASSP 1993). Windows are taken from the input `rate` times as far apart as they are laid down; each is shifted by up
 * to 8 ms to where it continues the one before best, so that the periods of a voice line up.
 */

/** 30 ms: two periods of the lowest voices. */
const WINDOW = 1_440;
const HOP = WINDOW / 2;
/** 8 ms either way: a period of a low voice. */
const REACH = 384;
/** The search looks at every so many lags and samples first, then at all lags around the best. */
const COARSE = 6;

/** Rises as half a Hann window; with its mirror it adds up to one. */
const RISE = Float32Array.from({ length: HOP }, (_, n) => 0.5 - 0.5 * Math.cos((Math.PI * (n + 0.5)) / HOP));

/** Stereo. Push input until it wants no more, then pull a hop. */
export class TimeStretch {
  /** Frames in one {@link pull}. */
  static readonly HOP_FRAMES = HOP;
  readonly #rate: number;
  #left = new Float32Array(16 * WINDOW);
  #right = new Float32Array(16 * WINDOW);
  #frames = 0;
  /** Input frame that stands first in the buffers. */
  #first = 0;
  #hops = 0;
  /** Where the window of the last hop was taken. */
  #taken = 0;

  /** @param rate input frames for one frame of output; above 0. */
  constructor(rate: number) {
    this.#rate = rate;
  }

  get wantsInput(): boolean {
    return this.#first + this.#frames < this.#nominal + REACH + WINDOW;
  }

  push(left: Float32Array, right: Float32Array): void {
    this.#dropUsed();
    if (this.#frames + left.length > this.#left.length) this.#grow(this.#frames + left.length);
    this.#left.set(left, this.#frames);
    this.#right.set(right, this.#frames);
    this.#frames += left.length;
  }

  /** Gives the next {@link TimeStretch.HOP_FRAMES} frames. Wants no input before. */
  pull(left: Float32Array, right: Float32Array): void {
    const at = this.#hops === 0 ? 0 : this.#bestPlace();
    const continued = this.#hops === 0 ? at : this.#taken + HOP;
    for (const [buffer, out] of [
      [this.#left, left],
      [this.#right, right],
    ] as const) {
      const into = at - this.#first;
      const from = continued - this.#first;
      for (let n = 0; n < HOP; n++) {
        const rise = RISE[n]!;
        out[n] = buffer[from + n]! * (1 - rise) + buffer[into + n]! * rise;
      }
    }
    this.#taken = at;
    this.#hops++;
  }

  get #nominal(): number {
    return Math.round(this.#hops * HOP * this.#rate);
  }

  /** Where the input is most like what would have followed the last window. */
  #bestPlace(): number {
    const template = this.#taken + HOP - this.#first;
    const nominal = this.#nominal - this.#first;
    const lowest = Math.max(-REACH, -nominal);
    let best = 0;
    let bestLikeness = Number.NEGATIVE_INFINITY;
    for (let lag = lowest; lag <= REACH; lag += COARSE) {
      const likeness = this.#likeness(template, nominal + lag, COARSE);
      if (likeness <= bestLikeness) continue;
      best = lag;
      bestLikeness = likeness;
    }
    const centre = best;
    bestLikeness = Number.NEGATIVE_INFINITY;
    for (let lag = Math.max(lowest, centre - COARSE); lag <= Math.min(REACH, centre + COARSE); lag++) {
      const likeness = this.#likeness(template, nominal + lag, 2);
      if (likeness <= bestLikeness) continue;
      best = lag;
      bestLikeness = likeness;
    }
    return this.#nominal + best;
  }

  /** Correlation over the overlap, by the energy of the candidate; the template's is the same for all. */
  #likeness(template: number, candidate: number, step: number): number {
    let product = 0;
    let energy = 1e-9;
    for (let n = 0; n < HOP; n += step) {
      const a = this.#left[template + n]! + this.#right[template + n]!;
      const b = this.#left[candidate + n]! + this.#right[candidate + n]!;
      product += a * b;
      energy += b * b;
    }
    return product / Math.sqrt(energy);
  }

  /** Frames before both the window under way and the next search. */
  #dropUsed(): void {
    const needed = Math.min(this.#taken + HOP, this.#nominal - REACH);
    const drop = Math.min(this.#frames, Math.max(0, needed - this.#first));
    if (drop < WINDOW) return;
    this.#left.copyWithin(0, drop, this.#frames);
    this.#right.copyWithin(0, drop, this.#frames);
    this.#frames -= drop;
    this.#first += drop;
  }

  #grow(frames: number): void {
    const size = 2 * frames;
    const [left, right] = [new Float32Array(size), new Float32Array(size)];
    left.set(this.#left.subarray(0, this.#frames));
    right.set(this.#right.subarray(0, this.#frames));
    this.#left = left;
    this.#right = right;
  }
}
