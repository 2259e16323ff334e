/** Memory for one run of bytes after the other. Garbage of this size would have the heap searched every few dozen times. */
export class ByteRoom {
  #bytes = Buffer.alloc(0);

  /** So many bytes, whatever stood in them; those given out before are not to be used any more. */
  take(length: number): Buffer {
    if (this.#bytes.length < length) this.#bytes = Buffer.allocUnsafeSlow(Math.ceil(1.25 * length));
    return this.#bytes.subarray(0, length);
  }
}
