import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ByteReader } from '#core/audio/byte-reader.ts';
import { checksum, packetPages, pageBytes, readPage } from '#core/export/ogg-page.ts';

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

describe('Ogg pages', () => {
  it('[EXP8] the checksum is the one of RFC 3533', () => {
    // "123456789" with polynomial 04c11db7, no reflection, from 0 and without a final inversion (CRC-32/MPEG-2 family).
    expect(checksum(Buffer.from('123456789', 'latin1')).toString(16)).toBe('89a1897f');
  });

  it('[EXP8] a packet of any length lies on pages of its own and comes back whole', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(fc.integer({ min: 0, max: 1200 }), fc.constantFrom(254, 255, 256, 65_024, 65_025, 65_026, 130_050)),
        async (length) => {
          const packet = Uint8Array.from({ length }, (_, index) => (index * 7) & 255);
          const pages = packetPages(packet).map((page, sequence) => ({ ...page, serial: 9, sequence }));
          const reader = new ByteReader(once(Buffer.concat(pages.map(pageBytes))));
          const bodies: Uint8Array[] = [];
          for (let page = await readPage(reader); page; page = await readPage(reader)) {
            const isFirst = bodies.length === 0;
            const isLast = bodies.length === pages.length - 1;
            expect(page.flags).toBe(isFirst ? 0 : 1);
            expect(page.position).toBe(isLast ? 0n : 2n ** 64n - 1n);
            expect(page.segments.at(-1) === 255).toBe(!isLast);
            bodies.push(page.body);
          }
          expect(Buffer.compare(Buffer.concat(bodies), packet)).toBe(0);
        },
      ),
    );
  });
});
