/** Boxes of ISO 14496-12: a 32-bit size, four letters, content. */

export interface Mp4Box {
  readonly type: string;
  /** Where the box starts and ends in the bytes it was found in. */
  readonly start: number;
  readonly contentStart: number;
  readonly end: number;
}

/** Size and type of the box that starts there; null when the bytes do not hold a header. */
export function readBoxHeader(bytes: Uint8Array, at: number): Mp4Box | null {
  if (at + 8 > bytes.length) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
  const size = view.getUint32(at);
  if (size !== 1) return { type, start: at, contentStart: at + 8, end: at + size };
  if (at + 16 > bytes.length) return null;
  return { type, start: at, contentStart: at + 16, end: at + Number(view.getBigUint64(at + 8)) };
}

/** A box as the pieces it is made of, end to end: the index of ten hours is megabytes, and each level would copy them. */
export type BoxPieces = readonly Uint8Array[];

export function box(type: string, ...contents: readonly (Uint8Array | BoxPieces)[]): BoxPieces {
  const pieces = contents.flatMap((content) => (content instanceof Uint8Array ? [content] : content));
  const head = Buffer.alloc(8);
  head.writeUInt32BE(
    pieces.reduce((sum, piece) => sum + piece.length, head.length),
    0,
  );
  head.write(type, 4, 'latin1');
  return [head, ...pieces];
}

/** A box that begins with a version and 24 flags. */
export function fullBox(
  type: string,
  version: number,
  flags: number,
  ...contents: readonly (Uint8Array | BoxPieces)[]
): BoxPieces {
  const head = Buffer.alloc(4);
  head.writeUInt32BE(version * 2 ** 24 + flags, 0);
  return box(type, head, ...contents);
}
