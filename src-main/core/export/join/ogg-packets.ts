import { ByteReader } from '../../audio/byte-reader.ts';
import { FULL_SEGMENT, readPage } from '../ogg-page.ts';

/** The packets of one Ogg stream that lies whole in memory. */
export async function oggPackets(bytes: Uint8Array): Promise<readonly Uint8Array[]> {
  const reader = new ByteReader(whole(bytes));
  const packets: Uint8Array[] = [];
  let parts: Uint8Array[] = [];
  for (let page = await readPage(reader); page; page = await readPage(reader)) {
    let at = 0;
    for (const length of page.segments) {
      parts.push(page.body.subarray(at, at + length));
      at += length;
      if (length === FULL_SEGMENT) continue;
      packets.push(parts.length === 1 ? parts[0]! : Buffer.concat(parts));
      parts = [];
    }
  }
  return packets;
}

async function* whole(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
