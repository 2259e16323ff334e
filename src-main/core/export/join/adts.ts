/** AAC frames with headers of their own: ISO 14496-3, 1.A.2 (ADTS). */
import type { FrameShape } from './frames-in-bytes.ts';
import { brokenSegment } from './run-coder.ts';

export const ADTS_HEADER = 7;

/** Of frames end to end, with headers of their own. */
export const ADTS: FrameShape = { headerBytes: ADTS_HEADER, lengthOf: frameLength };

function frameLength(bytes: Uint8Array, at: number): number {
  const isSync = bytes[at] === 0xff && (bytes[at + 1]! & 0xf6) === 0xf0;
  // A header with a checksum is two bytes longer, and ffmpeg writes none.
  const hasChecksum = (bytes[at + 1]! & 1) === 0;
  const length = ((bytes[at + 3]! & 3) << 11) | (bytes[at + 4]! << 3) | (bytes[at + 5]! >> 5);
  if (!isSync || hasChecksum || !(length > ADTS_HEADER)) throw brokenSegment('what it wrote is not AAC');
  return length;
}

/** What a decoder must know before the first frame: ISO 14496-3, 1.6.2.1 (AudioSpecificConfig). */
export function audioConfigOf(frame: Uint8Array): Uint8Array {
  const objectType = (frame[2]! >> 6) + 1;
  const rateIndex = (frame[2]! >> 2) & 15;
  const channels = ((frame[2]! & 1) << 2) | (frame[3]! >> 6);
  const bits = (objectType << 11) | (rateIndex << 7) | (channels << 3);
  return Uint8Array.from([bits >> 8, bits & 0xff]);
}
