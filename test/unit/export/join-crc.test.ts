import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CRC_FLAC_FRAME, CRC_FLAC_HEADER, CRC_LAME, CRC_OGG, type Crc } from '#core/export/join/crc.ts';

const DIGITS = Buffer.from('123456789', 'latin1');
/** As catalogued: ARC, UMTS, SMBUS, and MPEG-2's polynomial from 0. */
const KNOWN: readonly (readonly [name: string, crc: Crc, check: number])[] = [
  ['LAME', CRC_LAME, 0xbb3d],
  ['FLAC frame', CRC_FLAC_FRAME, 0xfee8],
  ['FLAC header', CRC_FLAC_HEADER, 0xf4],
  ['Ogg', CRC_OGG, 0x89a1897f],
];

describe('checksums', () => {
  it.each(KNOWN)('[XJ1] %s: the known sum of nine digits', (_, crc, check) => {
    expect(crc.of(DIGITS)).toBe(check);
    expect(crc.of(new Uint8Array(0))).toBe(0);
  });

  it.each(KNOWN)('[XJ1] %s: sums of two stretches give that of both', (_, crc) => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.uint8Array({ maxLength: 300 }), (first, second) => {
        const both = crc.of(Buffer.concat([first, second]));
        expect(crc.joined(crc.of(first), crc.of(second), second.length)).toBe(both);
      }),
    );
  });

  it('[XJ1] stretches beyond what 32 bits count are joined too', () => {
    const sum = CRC_OGG.of(DIGITS);
    const step = 2 ** 20;
    let moved = sum;
    for (let i = 0; i < 2 ** 13; i++) moved = CRC_OGG.joined(moved, 0, step);
    expect(CRC_OGG.joined(sum, 0, 2 ** 33)).toBe(moved);
  });
});
