/** WAV headers written around headerless samples, and mended where a streaming writer left them open. */

export interface PcmShape {
  readonly sampleRateHz: number;
  readonly channels: number;
  /** 16-bit little-endian integers, or 8-bit μ-law. */
  readonly encoding: 'pcm16' | 'mulaw';
}

/** Format tags of RFC 2361. */
const FORMATS = { pcm16: { tag: 1, bytes: 2 }, mulaw: { tag: 7, bytes: 1 } } as const;
/** Uncompressed formats: integers, floats, and those that say which in an extension. */
const PLAIN_TAGS: ReadonlySet<number> = new Set([1, 3, 0xfffe]);
/** From here on, and at 0, a size is no size but a writer's way of saying that it does not know. */
const PLACEHOLDER = 0x7fff_0000;

interface Layout {
  readonly dataOffset: number;
  readonly declaredBytes: number;
  readonly blockAlign: number;
  readonly isPlain: boolean;
}

/** null when the samples do not begin within `bytes`. */
function layoutOf(bytes: Uint8Array): Layout | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let format: Pick<Layout, 'blockAlign' | 'isPlain'> | undefined;
  for (let at = 12; at + 8 <= bytes.length; ) {
    const id = chunkId(bytes, at);
    const length = view.getUint32(at + 4, true);
    if (id === 'data') return format === undefined ? null : { ...format, dataOffset: at + 8, declaredBytes: length };
    if (id === 'fmt ' && at + 24 <= bytes.length) {
      const isPlain = PLAIN_TAGS.has(view.getUint16(at + 8, true));
      format = { isPlain, blockAlign: Math.max(1, view.getUint16(at + 20, true)) };
    }
    at += 8 + length + (length % 2);
  }
  return null;
}

function chunkId(bytes: Uint8Array, at: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + 4));
}

/** Whole frames as a WAV file; an odd byte at the end, left by a stream that cut a sample in two, is dropped. */
export function wrapPcm(samples: Uint8Array, shape: PcmShape): Uint8Array {
  const { tag, bytes } = FORMATS[shape.encoding];
  const blockAlign = shape.channels * bytes;
  const length = samples.length - (samples.length % blockAlign);
  const header = Buffer.alloc(44);
  header.write('RIFF', 0, 'latin1');
  header.writeUInt32LE(36 + length + (length % 2), 4);
  header.write('WAVEfmt ', 8, 'latin1');
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(tag, 20);
  header.writeUInt16LE(shape.channels, 22);
  header.writeUInt32LE(shape.sampleRateHz, 24);
  header.writeUInt32LE(shape.sampleRateHz * blockAlign, 28);
  header.writeUInt16LE(blockAlign, 32);
  header.writeUInt16LE(bytes * 8, 34);
  header.write('data', 36, 'latin1');
  header.writeUInt32LE(length, 40);
  return Buffer.concat([header, samples.subarray(0, length), Buffer.alloc(length % 2)]);
}

export type WavVerdict =
  /** `samples` is null for an encoding that is not ours to read. */
  | { readonly kind: 'whole'; readonly bytes: Uint8Array; readonly samples: Uint8Array | null }
  /** The header promises more than there is, and not as a placeholder: speech that did not arrive. */
  | { readonly kind: 'short'; readonly declaredBytes: number; readonly presentBytes: number }
  | { readonly kind: 'broken' };

/**
 * Writes the true lengths into a WAV whose header was written before its samples (sizes 0, all ones, or those of the
 * first piece). A promise that was not kept cannot be mended, except in a stream (`isStream`) which said itself that
 * it was complete: its header was a guess.
 */
export function mendWav(bytes: Uint8Array, isStream: boolean): WavVerdict {
  const layout = layoutOf(bytes);
  if (layout === null) return { kind: 'broken' };
  // Compressed, or longer than 32-bit sizes can say: nothing here to mend.
  if (!layout.isPlain || chunkId(bytes, 0) !== 'RIFF') return { kind: 'whole', bytes, samples: null };
  const { dataOffset, declaredBytes, blockAlign } = layout;
  const presentBytes = bytes.length - dataOffset;
  if (declaredBytes > 0 && declaredBytes < PLACEHOLDER) {
    if (declaredBytes > presentBytes && !isStream) return { kind: 'short', declaredBytes, presentBytes };
    // What follows the samples must be chunks up to the end of the file; else the size was that of a first piece.
    const isWhole =
      declaredBytes === presentBytes || areChunks(bytes, dataOffset + declaredBytes + (declaredBytes % 2));
    if (declaredBytes <= presentBytes && isWhole) {
      return { kind: 'whole', bytes, samples: bytes.subarray(dataOffset, dataOffset + declaredBytes) };
    }
  }
  const length = presentBytes - (presentBytes % blockAlign);
  const mended = Buffer.from(bytes.subarray(0, dataOffset + length));
  mended.writeUInt32LE(mended.length - 8, 4);
  mended.writeUInt32LE(length, dataOffset - 4);
  return { kind: 'whole', bytes: mended, samples: mended.subarray(dataOffset) };
}

function areChunks(bytes: Uint8Array, start: number): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let offset = start;
  while (offset + 8 <= bytes.length) {
    if (!/^[\x20-\x7e]{4}$/.test(chunkId(bytes, offset))) return false;
    const length = view.getUint32(offset + 4, true);
    offset += 8 + length + (length % 2);
  }
  // A last pad byte may be missing.
  return offset === bytes.length || offset === bytes.length + 1;
}
