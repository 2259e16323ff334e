/**
 * Turns the gain a limiter needs at each sample into one that can be heard without noticing: down ahead of the peak,
 * held across it, up again along a straight line, corners rounded.
 *
 * Gains are whole numbers (1 is {@link FULL_GAIN}) and all sums stay below 2⁵³, so every step is exact. That makes the
 * running sums and the release forget completely: after {@link GainSmoother.memory} samples without reduction the output is
 * exactly full again, and a run begun anywhere that far ahead gives the same bits as one begun at the start.
 */

/** 1.0 as a whole number: steps of 2⁻²⁴, finer than the samples they multiply. */
export const FULL_GAIN = 2 ** 24;

export interface GainSmootherOptions {
  /** Half of the way down: each of the two averages spans this many samples. */
  readonly halfAttack: number;
  /** On either side of a peak the gain stays down this long, so that it is flat under the kernel that found the peak. */
  readonly hold: number;
  /** From silence to full. */
  readonly release: number;
}

export class GainSmoother {
  /** Outputs lag inputs by this much. */
  readonly latency: number;
  /** So long after the last input below full, outputs are exactly full. */
  readonly memory: number;
  readonly #half: number;
  readonly #window: number;
  readonly #step: number;
  readonly #fullSum: number;
  // The smallest of a sliding window: candidates in rising order, each with the time it came (a monotonic queue).
  readonly #mask: number;
  readonly #candidates: Int32Array;
  readonly #times: Float64Array;
  #head = 0;
  #tail = 0;
  #time = 0;
  #released = FULL_GAIN;
  // Two running means, one after the other: a triangle in all.
  readonly #first: Float64Array;
  readonly #second: Float64Array;
  #firstSum = 0;
  #secondSum = 0;
  #slot = 0;

  constructor({ halfAttack, hold, release }: GainSmootherOptions) {
    const smoothing = 2 * halfAttack - 2;
    this.latency = smoothing + hold;
    this.#half = halfAttack;
    this.#window = smoothing + 2 * hold + 1;
    this.#step = Math.ceil(FULL_GAIN / release);
    this.memory = this.#window + release + smoothing;
    this.#fullSum = FULL_GAIN * halfAttack * halfAttack;
    const capacity = 2 ** Math.ceil(Math.log2(this.#window + 1));
    this.#mask = capacity - 1;
    this.#candidates = new Int32Array(capacity);
    this.#times = new Float64Array(capacity);
    this.#first = new Float64Array(halfAttack);
    this.#second = new Float64Array(halfAttack);
    this.reset();
  }

  /** As if nothing but full gain had ever come. */
  reset(): void {
    this.#head = 0;
    this.#tail = 0;
    this.#time = 0;
    this.#released = FULL_GAIN;
    this.#slot = 0;
    this.#first.fill(FULL_GAIN);
    this.#firstSum = FULL_GAIN * this.#half;
    this.#second.fill(this.#firstSum);
    this.#secondSum = this.#firstSum * this.#half;
  }

  /**
   * @param needed the largest gain allowed at the newest sample, 0…FULL_GAIN, whole.
   * @returns the gain for the sample `latency` before, as a factor; exactly 1 where nothing is reduced.
   */
  next(needed: number): number {
    const rising = this.#released + this.#step;
    let released = this.#smallest(needed);
    if (rising < released) released = rising;
    this.#released = released;

    const slot = this.#slot;
    this.#firstSum += released - this.#first[slot]!;
    this.#first[slot] = released;
    this.#secondSum += this.#firstSum - this.#second[slot]!;
    this.#second[slot] = this.#firstSum;
    this.#slot = slot + 1 === this.#half ? 0 : slot + 1;
    return this.#secondSum / this.#fullSum;
  }

  #smallest(needed: number): number {
    const mask = this.#mask;
    let tail = this.#tail;
    while (tail !== this.#head && this.#candidates[(tail - 1) & mask]! >= needed) tail--;
    this.#candidates[tail & mask] = needed;
    this.#times[tail & mask] = this.#time;
    this.#tail = tail + 1;
    if (this.#times[this.#head & mask]! <= this.#time - this.#window) this.#head++;
    this.#time++;
    return this.#candidates[this.#head & mask]!;
  }
}
