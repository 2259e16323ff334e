/**
 * Finds the clips that sound in a stretch of time: a segment tree of latest ends over the clips in order of start.
 * A lookup costs O(found · log n) however long some clips are (a bed under ten hours does not make every block look at
 * all the lines before it), keeps no state, and answers in the clips' order.
 */
export class ClipIndex {
  readonly #starts: Float64Array;
  /** Heap layout: node i has children 2i and 2i + 1; leaves from `#leaves` on. */
  readonly #latestEnds: Float64Array;
  readonly #leaves: number;
  readonly #found: Int32Array;
  #foundCount = 0;

  /** @param clips sorted by start. */
  constructor(clips: readonly { readonly startSample: number; readonly durationSamples: number }[]) {
    this.#starts = Float64Array.from(clips, (clip) => clip.startSample);
    this.#found = new Int32Array(clips.length);
    let leaves = 1;
    while (leaves < clips.length) leaves *= 2;
    this.#leaves = leaves;
    this.#latestEnds = new Float64Array(2 * leaves).fill(Number.NEGATIVE_INFINITY);
    clips.forEach((clip, i) => {
      this.#latestEnds[leaves + i] = clip.startSample + clip.durationSamples;
    });
    for (let node = leaves - 1; node >= 1; node--) {
      this.#latestEnds[node] = Math.max(this.#latestEnds[2 * node]!, this.#latestEnds[2 * node + 1]!);
    }
  }

  /**
   * Looks up the clips that overlap the half-open range.
   * @returns how many; read their indexes with {@link at} before the next lookup.
   */
  find(fromSample: number, toSample: number): number {
    this.#foundCount = 0;
    this.#collect(1, 0, this.#leaves, this.#countStartingBefore(toSample), fromSample);
    return this.#foundCount;
  }

  at(i: number): number {
    return this.#found[i]!;
  }

  #countStartingBefore(toSample: number): number {
    let low = 0;
    let high = this.#starts.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#starts[middle]! < toSample) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #collect(node: number, first: number, size: number, limit: number, fromSample: number): void {
    if (first >= limit || this.#latestEnds[node]! <= fromSample) return;
    if (size === 1) {
      this.#found[this.#foundCount++] = first;
      return;
    }
    const half = size / 2;
    this.#collect(2 * node, first, half, limit, fromSample);
    this.#collect(2 * node + 1, first + half, half, limit, fromSample);
  }
}
