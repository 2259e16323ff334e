import { ByteReader } from '../../audio/byte-reader.ts';
import { FULL_SEGMENT, readPage } from '../ogg-page.ts';

/** The packets of one Ogg stream, those of a page at a time. */
export async function* oggPackets(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<readonly Uint8Array[]> {
  const reader = new ByteReader(bytes);
  let parts: Uint8Array[] = [];
  for (let page = await readPage(reader); page; page = await readPage(reader)) {
    const packets: Uint8Array[] = [];
    let at = 0;
    for (const length of page.segments) {
      parts.push(page.body.subarray(at, at + length));
      at += length;
      if (length === FULL_SEGMENT) continue;
      packets.push(parts.length === 1 ? parts[0]! : Buffer.concat(parts));
      parts = [];
    }
    yield packets;
  }
}
