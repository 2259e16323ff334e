/** WAV files of every build, for the reader. Written apart from the program's own writer, so that they do not share mistakes. */

export type TestEncoding = 'u8' | 's16' | 's24' | 's32' | 'f32' | 'f64';

export interface TestChunk {
  readonly id: string;
  readonly body: Uint8Array;
}

export interface WavOptions {
  readonly encoding?: TestEncoding;
  readonly rateHz?: number;
  readonly isExtensible?: boolean;
  readonly channelMask?: number;
  /** Between the header and the sound. */
  readonly chunksBefore?: readonly TestChunk[];
  readonly chunksAfter?: readonly TestChunk[];
  /** Leaves out the byte that makes chunks even. */
  readonly isUnpadded?: boolean;
  /** Instead of the true length. */
  readonly declaredDataBytes?: number;
  readonly isRf64?: boolean;
  readonly formatTag?: number;
}

const BYTES: Readonly<Record<TestEncoding, number>> = { u8: 1, s16: 2, s24: 3, s32: 4, f32: 4, f64: 8 };

export function wavFile(channels: readonly ArrayLike<number>[], options: WavOptions = {}): Buffer {
  const { encoding = 's16', rateHz = 48_000, chunksBefore = [], chunksAfter = [], isUnpadded = false } = options;
  const data = pcmBytes(channels, encoding);
  const padded = (chunk: Buffer): Buffer =>
    chunk.length % 2 === 1 && !isUnpadded ? Buffer.concat([chunk, Buffer.alloc(1)]) : chunk;
  const chunk = (id: string, body: Uint8Array, size = body.length): Buffer => {
    const head = Buffer.alloc(8);
    head.write(id, 0, 'latin1');
    head.writeUInt32LE(size, 4);
    return padded(Buffer.concat([head, body]));
  };
  const declared = options.declaredDataBytes ?? data.length;
  const parts = [
    ...(options.isRf64 === true ? [chunk('ds64', ds64(declared))] : []),
    chunk('fmt ', formatBody(channels.length, encoding, rateHz, options)),
    ...chunksBefore.map(({ id, body }) => chunk(id, body)),
    chunk('data', data, options.isRf64 === true ? 0xffff_ffff : declared),
    ...chunksAfter.map(({ id, body }) => chunk(id, body)),
  ];
  const riff = Buffer.alloc(12);
  riff.write(options.isRf64 === true ? 'RF64' : 'RIFF', 0, 'latin1');
  riff.writeUInt32LE(Math.min(0xffff_ffff, 4 + parts.reduce((sum, part) => sum + part.length, 0)), 4);
  riff.write('WAVE', 8, 'latin1');
  return Buffer.concat([riff, ...parts]);
}

function formatBody(channels: number, encoding: TestEncoding, rateHz: number, options: WavOptions): Buffer {
  const bytes = BYTES[encoding];
  const tag = options.formatTag ?? (encoding.startsWith('f') ? 3 : 1);
  const body = Buffer.alloc(options.isExtensible === true ? 40 : 16);
  body.writeUInt16LE(options.isExtensible === true ? 0xfffe : tag, 0);
  body.writeUInt16LE(channels, 2);
  body.writeUInt32LE(rateHz, 4);
  body.writeUInt32LE((rateHz * channels * bytes) >>> 0, 8);
  body.writeUInt16LE(channels * bytes, 12);
  body.writeUInt16LE(8 * bytes, 14);
  if (options.isExtensible === true) {
    body.writeUInt16LE(22, 16);
    body.writeUInt16LE(8 * bytes, 18);
    body.writeUInt32LE(options.channelMask ?? 0, 20);
    body.writeUInt16LE(tag, 24);
    Buffer.from('000000001000800000aa00389b71', 'hex').copy(body, 26);
  }
  return body;
}

function ds64(dataBytes: number): Buffer {
  const body = Buffer.alloc(28);
  body.writeBigUInt64LE(BigInt(dataBytes), 8);
  return body;
}

function pcmBytes(channels: readonly ArrayLike<number>[], encoding: TestEncoding): Buffer {
  const width = BYTES[encoding];
  const frames = channels[0]?.length ?? 0;
  const bytes = Buffer.alloc(frames * channels.length * width);
  let at = 0;
  for (let frame = 0; frame < frames; frame++) {
    for (const channel of channels) {
      writeSample(bytes, at, channel[frame]!, encoding);
      at += width;
    }
  }
  return bytes;
}

function writeSample(bytes: Buffer, at: number, value: number, encoding: TestEncoding): void {
  const integer = (bits: number): number =>
    Math.max(-(2 ** (bits - 1)), Math.min(2 ** (bits - 1) - 1, Math.round(value * 2 ** (bits - 1))));
  if (encoding === 'u8') bytes.writeUInt8(integer(8) + 128, at);
  else if (encoding === 's16') bytes.writeInt16LE(integer(16), at);
  else if (encoding === 's24') bytes.writeIntLE(integer(24), at, 3);
  else if (encoding === 's32') bytes.writeInt32LE(integer(32), at);
  else if (encoding === 'f32') bytes.writeFloatLE(value, at);
  else bytes.writeDoubleLE(value, at);
}
