/** What stands before the frames of a FLAC file: RFC 9639 §8. */

export interface StreamInfo {
  readonly blockSamples: number;
  /** Bytes of a frame. */
  readonly smallestFrame: number;
  readonly largestFrame: number;
  readonly sampleRateHz: number;
  readonly channels: number;
  readonly bits: number;
  readonly sampleCount: number;
  /** Of the samples; zeros: not known. */
  readonly md5: Uint8Array;
}

export interface SeekPoint {
  /** First sample of a frame, and its place counted from the first frame. */
  readonly sample: number;
  readonly offset: number;
  readonly frameSamples: number;
}

export interface MetadataBlock {
  readonly type: number;
  readonly body: Uint8Array;
}

export const STREAM_INFO = 0;
export const SEEK_TABLE = 3;
export const VORBIS_COMMENT = 4;
export const PICTURE = 6;
const LAST = 0x80;
const SEEK_POINT_BYTES = 18;

export function flacHead(blocks: readonly MetadataBlock[]): Uint8Array {
  return Buffer.concat([
    Buffer.from('fLaC', 'latin1'),
    ...blocks.flatMap(({ type, body }, index) => {
      const flag = index === blocks.length - 1 ? LAST : 0;
      return [Buffer.from([flag | type, body.length >> 16, body.length >> 8, body.length]), body];
    }),
  ]);
}

export function streamInfo(info: StreamInfo): MetadataBlock {
  const body = Buffer.alloc(34);
  body.writeUInt16BE(info.blockSamples, 0);
  body.writeUInt16BE(info.blockSamples, 2);
  body.writeUIntBE(info.smallestFrame, 4, 3);
  body.writeUIntBE(info.largestFrame, 7, 3);
  const packed =
    (BigInt(info.sampleRateHz) << 44n) |
    (BigInt(info.channels - 1) << 41n) |
    (BigInt(info.bits - 1) << 36n) |
    BigInt(info.sampleCount);
  body.writeBigUInt64BE(packed, 10);
  body.set(info.md5, 18);
  return { type: STREAM_INFO, body };
}

export function seekTable(points: readonly SeekPoint[]): MetadataBlock {
  const body = Buffer.alloc(SEEK_POINT_BYTES * points.length);
  for (const [index, { sample, offset, frameSamples }] of points.entries()) {
    const at = SEEK_POINT_BYTES * index;
    body.writeBigUInt64BE(BigInt(sample), at);
    body.writeBigUInt64BE(BigInt(offset), at + 8);
    body.writeUInt16BE(frameSamples, at + 16);
  }
  return { type: SEEK_TABLE, body };
}
