/** A list of numbers that grows: 8 bytes each, where an array of a programme's length would move about in boxes. */
export class GrowingList {
  #values = new Float64Array(256);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(value: number): void {
    if (this.#length === this.#values.length) {
      const grown = new Float64Array(2 * this.#length);
      grown.set(this.#values);
      this.#values = grown;
    }
    this.#values[this.#length++] = value;
  }

  /** A copy. */
  toArray(): Float64Array {
    return this.#values.slice(0, this.#length);
  }
}
