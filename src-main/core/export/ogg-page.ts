/** Pages of an Ogg stream. Layout and checksum: RFC 3533 §6. */
import type { ByteReader } from '../audio/byte-reader.ts';
import { CRC_OGG } from './join/crc.ts';

export const CONTINUED = 1;
export const FIRST_PAGE = 2;
export const LAST_PAGE = 4;
export const HEADER_BYTES = 27;
export const MOST_SEGMENTS = 255;
export const FULL_SEGMENT = 255;
/** "No packet ends on this page." */
const NO_POSITION = 2n ** 64n - 1n;

export interface OggPage {
  readonly flags: number;
  /** 64 bits: of the last packet that ends here. */
  readonly position: bigint;
  readonly serial: number;
  readonly sequence: number;
  /** Lengths of the pieces; a packet ends with one below 255. */
  readonly segments: Uint8Array;
  readonly body: Uint8Array;
}

/** null at the end, and where no whole page follows. */
export async function readPage(reader: ByteReader): Promise<OggPage | null> {
  const head = Buffer.from(await reader.take(HEADER_BYTES));
  if (head.length < HEADER_BYTES || head.toString('latin1', 0, 4) !== 'OggS') return null;
  const segments = Uint8Array.from(await reader.take(head[26]!));
  const length = segments.reduce((sum, segment) => sum + segment, 0);
  const body = Uint8Array.from(await reader.take(length));
  if (body.length < length) return null;
  return {
    flags: head[5]!,
    position: head.readBigUInt64LE(6),
    serial: head.readUInt32LE(14),
    sequence: head.readUInt32LE(18),
    segments,
    body,
  };
}

/** The page with its checksum. */
export function pageBytes(page: OggPage): Uint8Array {
  const bytes = Buffer.alloc(HEADER_BYTES + page.segments.length + page.body.length);
  bytes.write('OggS', 0, 'latin1');
  bytes[5] = page.flags;
  bytes.writeBigUInt64LE(page.position, 6);
  bytes.writeUInt32LE(page.serial, 14);
  bytes.writeUInt32LE(page.sequence, 18);
  bytes[26] = page.segments.length;
  bytes.set(page.segments, HEADER_BYTES);
  bytes.set(page.body, HEADER_BYTES + page.segments.length);
  bytes.writeUInt32LE(checksum(bytes), 22);
  return bytes;
}

/** Lays one packet on as many pages as it needs, none shared with another. The numbers are the caller's to set. */
export function packetPages(packet: Uint8Array): readonly OggPage[] {
  // A packet of a multiple of 255 bytes ends with an empty segment.
  const segmentCount = Math.floor(packet.length / FULL_SEGMENT) + 1;
  const pageCount = Math.ceil(segmentCount / MOST_SEGMENTS);
  return Array.from({ length: pageCount }, (_, index) => {
    const first = index * MOST_SEGMENTS;
    const isLast = index === pageCount - 1;
    const segments = new Uint8Array(Math.min(MOST_SEGMENTS, segmentCount - first)).fill(FULL_SEGMENT);
    if (isLast) segments[segments.length - 1] = packet.length % FULL_SEGMENT;
    const start = first * FULL_SEGMENT;
    return {
      flags: index === 0 ? 0 : CONTINUED,
      position: isLast ? 0n : NO_POSITION,
      serial: 0,
      sequence: 0,
      segments,
      body: packet.subarray(start, Math.min(packet.length, start + MOST_SEGMENTS * FULL_SEGMENT)),
    };
  });
}

/** Not the CRC-32 of zip. */
export function checksum(bytes: Uint8Array): number {
  return CRC_OGG.of(bytes);
}
