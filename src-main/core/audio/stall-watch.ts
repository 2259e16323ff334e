/** Calls back once when nothing has happened for a while. Time in which the other side waits for us does not count. */
export class StallWatch {
  readonly #limitMs: number;
  readonly #onStall: () => void;
  #timer: NodeJS.Timeout | undefined;
  #held = 0;

  constructor(limitMs: number, onStall: () => void) {
    this.#limitMs = limitMs;
    this.#onStall = onStall;
    this.touch();
  }

  /** Something moved. */
  touch(): void {
    if (this.#held > 0) return;
    // Restarting a timer is cheap; making a new one for every block is not.
    if (this.#timer) this.#timer.refresh();
    else this.#timer = setTimeout(this.#onStall, this.#limitMs);
  }

  /** While this runs, we are the ones who are slow. */
  async exempt<Value>(work: () => Value | Promise<Value>): Promise<Value> {
    this.#held++;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    try {
      return await work();
    } finally {
      this.#held--;
      this.touch();
    }
  }

  stop(): void {
    this.#held = Number.POSITIVE_INFINITY;
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
