/**
 * Frames of FLAC without the one thing in them that says where they lie, their number, and with it again. Two checksums hang on
 * it; the one over the whole frame follows from that of the unchanged rest. Layout: RFC 9639 §9.
 */
import { CRC_FLAC_FRAME, CRC_FLAC_HEADER } from './crc.ts';
import { brokenSegment } from './run-coder.ts';

/** Sync, block size, rate, channels, width. */
const HEAD_BYTES = 4;
const FOOTER_BYTES = 2;
/** Length of the rest, its checksum, length of the tail. */
const RECORD_BYTES = 7;
const FIXED_BLOCKS = 0xf8;

/** Frames as a segment keeps them. Throws AppError `ffmpeg-failed` for what is none. */
export function packFlacFrames(frames: readonly Uint8Array[]): Uint8Array {
  const records = frames.map((frame) => {
    if (frame[0] !== 0xff || frame[1] !== FIXED_BLOCKS) throw brokenSegment('what it wrote is not FLAC');
    const tailStart = HEAD_BYTES + numberLength(frame[HEAD_BYTES]!);
    const tail = frame.subarray(tailStart, tailStart + tailLength(frame[2]!));
    const rest = frame.subarray(tailStart + tail.length + 1, frame.length - FOOTER_BYTES);
    const record = Buffer.alloc(RECORD_BYTES);
    record.writeUInt32BE(rest.length, 0);
    record.writeUInt16BE(CRC_FLAC_FRAME.of(rest), 4);
    record[6] = tail.length;
    return Buffer.concat([record, frame.subarray(0, HEAD_BYTES), tail, rest]);
  });
  return Buffer.concat(records);
}

/** The frames with numbers from `firstNumber` on. */
export function numberedFlacFrames(packed: Uint8Array, firstNumber: number): readonly Uint8Array[] {
  const bytes = Buffer.from(packed.buffer, packed.byteOffset, packed.byteLength);
  const frames: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; ) {
    const [restLength, restSum] = [bytes.readUInt32BE(at), bytes.readUInt16BE(at + 4)];
    const headStart = at + RECORD_BYTES;
    const restStart = headStart + HEAD_BYTES + bytes[at + 6]!;
    const number = codedNumber(firstNumber + frames.length);
    const head = Buffer.concat([
      bytes.subarray(headStart, headStart + HEAD_BYTES),
      number,
      bytes.subarray(headStart + HEAD_BYTES, restStart),
      Buffer.alloc(1),
    ]);
    head[head.length - 1] = CRC_FLAC_HEADER.of(head.subarray(0, -1));
    const footer = Buffer.alloc(FOOTER_BYTES);
    footer.writeUInt16BE(CRC_FLAC_FRAME.joined(CRC_FLAC_FRAME.of(head), restSum, restLength), 0);
    frames.push(Buffer.concat([head, bytes.subarray(restStart, restStart + restLength), footer]));
    at = restStart + restLength;
  }
  return frames;
}

/** Block sizes and rates that are not in the tables stand after the number. */
function tailLength(third: number): number {
  const [block, rate] = [third >> 4, third & 15];
  return (block === 6 ? 1 : block === 7 ? 2 : 0) + (rate === 12 ? 1 : rate === 13 || rate === 14 ? 2 : 0);
}

/** As UTF-8 codes its first byte. */
function numberLength(first: number): number {
  return first < 0x80 ? 1 : Math.clz32(~(first << 24));
}

/** UTF-8's pattern, carried on to 36 bits. */
function codedNumber(value: number): Uint8Array {
  if (value < 0x80) return Buffer.from([value]);
  let length = 2;
  while (value >= 2 ** (5 * length + 1)) length++;
  const bytes = Buffer.alloc(length);
  let left = value;
  for (let i = length - 1; i > 0; i--) {
    bytes[i] = 0x80 | (left % 64);
    left = Math.floor(left / 64);
  }
  bytes[0] = ((0xff00 >> length) & 0xff) | left;
  return bytes;
}
