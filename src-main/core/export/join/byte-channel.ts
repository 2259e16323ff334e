/** Hands bytes from who makes them to who reads them, one piece at a time: neither runs ahead. */
export class ByteChannel implements AsyncIterable<Uint8Array> {
  #next = Promise.withResolvers<Uint8Array | null>();
  #taken = Promise.withResolvers<void>();
  #isRead = true;

  /** Resolves when the piece was taken, and at once when nobody reads any more. */
  async push(bytes: Uint8Array): Promise<void> {
    if (!this.#isRead) return;
    this.#next.resolve(bytes);
    await this.#taken.promise;
  }

  end(): void {
    this.#next.resolve(null);
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    try {
      for (;;) {
        const bytes = await this.#next.promise;
        if (bytes === null) return;
        const taken = this.#taken;
        this.#next = Promise.withResolvers();
        this.#taken = Promise.withResolvers();
        taken.resolve();
        yield bytes;
      }
    } finally {
      this.#isRead = false;
      this.#taken.resolve();
    }
  }
}
