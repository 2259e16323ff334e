/** Called once a frame; true asks for another frame. */
export type FrameListener = () => boolean;

/**
 * The one place where animation frames are asked for. Listeners write to the page directly: what moves sixty times a
 * second does not go through React. While nothing moves, nothing runs.
 */
export class FrameClock {
  readonly #listeners = new Set<FrameListener>();
  #handle: number | null = null;

  /** Listens until the returned function is called; the listener is called at the next frame. */
  subscribe(listener: FrameListener): () => void {
    this.#listeners.add(listener);
    this.request();
    return () => {
      this.#listeners.delete(listener);
    };
  }

  /** Something changed: everybody looks once. */
  request(): void {
    this.#handle ??= requestAnimationFrame(this.#tick);
  }

  dispose(): void {
    if (this.#handle !== null) cancelAnimationFrame(this.#handle);
    this.#handle = null;
    this.#listeners.clear();
  }

  readonly #tick = (): void => {
    this.#handle = null;
    let isMore = false;
    for (const listener of [...this.#listeners]) isMore = listener() || isMore;
    if (isMore) this.request();
  };
}
