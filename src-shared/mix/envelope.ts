import { envelopeGain } from './curves.ts';
import type { EnvelopePoint } from './mix-plan.ts';

/** A plan's envelope ready to be read at any position. */
export class Envelope {
  readonly #positions: Float64Array;
  readonly #gains: Float64Array;

  /** @param points sorted; none means a constant 1. */
  constructor(points: readonly EnvelopePoint[]) {
    this.#positions = Float64Array.from(points, (point) => point.atSample);
    this.#gains = Float64Array.from(points, (point) => point.gain);
  }

  /**
   * Fills `gains` from a position on. Where the factor is the same throughout nothing is written and it is returned,
   * so that the usual block costs one lookup; otherwise the answer is null.
   */
  fill(startSample: number, frames: number, gains: Float64Array): number | null {
    const end = startSample + frames;
    let point = this.#pointAtOrBefore(startSample);
    const first = this.#flatUntil(point);
    if (first >= end) return this.#gainAt(point);

    let at = startSample;
    while (at < end) {
      const stop = Math.min(end, this.#positions[point + 1] ?? end);
      const from = this.#gainAt(point);
      const to = this.#gainAt(point + 1);
      if (from === to) {
        gains.fill(from, at - startSample, stop - startSample);
      } else {
        const origin = this.#positions[point]!;
        const length = this.#positions[point + 1]! - origin;
        for (let n = at; n < stop; n++) gains[n - startSample] = envelopeGain(from, to, (n - origin) / length);
      }
      at = stop;
      point++;
    }
    return null;
  }

  /** Index of the last point at or before a position; −1 before the first. */
  #pointAtOrBefore(sample: number): number {
    let low = 0;
    let high = this.#positions.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#positions[middle]! <= sample) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  /** Constant outside the points. */
  #gainAt(point: number): number {
    const last = this.#gains.length - 1;
    return last < 0 ? 1 : this.#gains[Math.min(last, Math.max(0, point))]!;
  }

  #flatUntil(point: number): number {
    const gain = this.#gainAt(point);
    let next = point + 1;
    while (next < this.#gains.length && this.#gains[next] === gain) next++;
    // The curve starts to move at the last point that still has this gain.
    return next >= this.#gains.length ? Number.POSITIVE_INFINITY : this.#positions[Math.max(0, next - 1)]!;
  }
}
