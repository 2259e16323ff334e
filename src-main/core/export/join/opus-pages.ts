/**
 * Pages of Opus as a segment keeps them, counted from its own beginning, and as a file has them, counted from the file's. Only
 * headers differ; the checksum follows from the difference, without a look at the sound. Layout: RFC 3533 §6, RFC 7845.
 */
import { PROJECT_RATE_HZ } from '#shared/units.ts';
import { FULL_SEGMENT, HEADER_BYTES, MOST_SEGMENTS, packetPages, pageBytes } from '../ogg-page.ts';
import { CRC_OGG } from './crc.ts';

export const OPUS_FRAME = 960;
/** What the encoder looks ahead: so many samples at the beginning are not sound. */
export const PRE_SKIP = 312;
/** A second: players find their way by pages. */
const PAGE_PACKETS = 50;

/** Packets in pages of a second each, positions and numbers from 0. */
export function packetsInPages(packets: readonly Uint8Array[]): Uint8Array {
  const pages: Uint8Array[] = [];
  let count = 0;
  for (let first = 0; first < packets.length; ) {
    const laces: number[] = [];
    let end = first;
    while (end < packets.length && end - first < PAGE_PACKETS) {
      const { length } = packets[end]!;
      const full = Math.floor(length / FULL_SEGMENT);
      if (laces.length + full + 1 > MOST_SEGMENTS) break;
      for (let i = 0; i < full; i++) laces.push(FULL_SEGMENT);
      laces.push(length % FULL_SEGMENT);
      end++;
    }
    count += end - first;
    pages.push(
      pageBytes({
        flags: 0,
        position: BigInt(count * OPUS_FRAME),
        serial: 0,
        sequence: pages.length,
        segments: Uint8Array.from(laces),
        body: Buffer.concat(packets.slice(first, end)),
      }),
    );
    first = end;
  }
  return Buffer.concat(pages);
}

/** Numbers the pages of one stream. */
export class PageNumbers {
  readonly #serial: number;
  #sequence = 0;
  #position = 0n;

  constructor(serial: number) {
    this.#serial = serial;
  }

  /** Of a packet alone on its pages: the head and the comments, which stand at no time. */
  ofPacket(packet: Uint8Array, flags = 0): Uint8Array {
    const pages = packetPages(packet).map((page) =>
      pageBytes({ ...page, flags: page.flags | flags, serial: this.#serial, sequence: this.#sequence++ }),
    );
    return Buffer.concat(pages);
  }

  /**
   * Pages of a segment, moved behind those before.
   *
   * @param end of the stream, when this is its last segment: flags and position of the last page.
   */
  ofSegment(bytes: Uint8Array, end?: { readonly flags: number; readonly position: bigint }): Uint8Array {
    const moved = Buffer.from(bytes);
    let last = 0n;
    for (let at = 0; at < moved.length; ) {
      const page = moved.subarray(at, at + pageLength(moved, at));
      at += page.length;
      last = page.readBigUInt64LE(6);
      const isEnd = at === moved.length && end !== undefined;
      renumber(page, {
        flags: isEnd ? end.flags : 0,
        position: isEnd ? end.position : this.#position + last,
        serial: this.#serial,
        sequence: this.#sequence++,
      });
    }
    this.#position += last;
    return moved;
  }
}

interface PageHeader {
  readonly flags: number;
  readonly position: bigint;
  readonly serial: number;
  readonly sequence: number;
}

function pageLength(bytes: Buffer, at: number): number {
  const laces = bytes[at + HEADER_BYTES - 1]!;
  const start = at + HEADER_BYTES + laces;
  return bytes.subarray(at + HEADER_BYTES, start).reduce((sum, lace) => sum + lace, HEADER_BYTES + laces);
}

/** Writes another header over a page's, in place. */
function renumber(page: Buffer, { flags, position, serial, sequence }: PageHeader): void {
  const before = Buffer.from(page.subarray(0, HEADER_BYTES));
  const sum = page.readUInt32LE(22);
  page[5] = flags;
  page.writeBigUInt64LE(position, 6);
  page.writeUInt32LE(serial, 14);
  page.writeUInt32LE(sequence, 18);
  // The checksum is made as if its own field were 0, in both.
  const difference = before.map((byte, index) => (index >= 22 && index < 26 ? 0 : byte ^ page[index]!));
  const headerSum = CRC_OGG.of(difference);
  page.writeUInt32LE((sum ^ CRC_OGG.joined(headerSum, 0, page.length - HEADER_BYTES)) >>> 0, 22);
}

/** The packet that begins an Opus stream: RFC 7845 §5.1. */
export function opusHead(channels: number, preSkip: number): Uint8Array {
  const packet = Buffer.alloc(19);
  packet.write('OpusHead', 0, 'latin1');
  packet[8] = 1;
  packet[9] = channels;
  packet.writeUInt16LE(preSkip, 10);
  packet.writeUInt32LE(PROJECT_RATE_HZ, 12);
  return packet;
}
