/** Reads ID3v2.3 tags back, byte by byte, without the code under test. */

export interface Id3Frame {
  readonly id: string;
  readonly body: Buffer;
}

/** Fails on a size that does not end where the tag ends. */
export function framesOf(tag: Uint8Array): readonly Id3Frame[] {
  const bytes = Buffer.from(tag);
  const size = (bytes[6]! << 21) | (bytes[7]! << 14) | (bytes[8]! << 7) | bytes[9]!;
  const frames: Id3Frame[] = [];
  let at = 10;
  while (at < 10 + size) {
    const length = bytes.readUInt32BE(at + 4);
    frames.push({ id: bytes.toString('latin1', at, at + 4), body: bytes.subarray(at + 10, at + 10 + length) });
    at += 10 + length;
  }
  if (at !== 10 + size) throw new Error(`frames end at ${at}, the tag at ${10 + size}`);
  return frames;
}

/** A table of contents taken apart. */
export function childrenOf({ body }: Id3Frame): { elementId: string; flags: number; children: string[] } {
  const end = body.indexOf(0);
  const count = body[end + 2]!;
  const children = body
    .toString('latin1', end + 3)
    .split('\0')
    .slice(0, count);
  return { elementId: body.toString('latin1', 0, end), flags: body[end + 1]!, children };
}
