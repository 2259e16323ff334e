import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseMpegFrame } from '#core/audio/mpeg-frame.ts';
import { parseMpegInfo } from '#core/audio/mpeg-info.ts';
import { ByteChannel } from '#core/export/join/byte-channel.ts';
import { CRC_FLAC_FRAME, CRC_FLAC_HEADER, CRC_LAME } from '#core/export/join/crc.ts';
import { numberedFlacFrames, packFlacFrames } from '#core/export/join/flac-frames.ts';
import { type FrameShape, framesInBytes } from '#core/export/join/frames-in-bytes.ts';
import { infoFrame } from '#core/export/join/mp3-info-frame.ts';
import { oggPackets } from '#core/export/join/ogg-packets.ts';
import { opusHead, PageNumbers, packetsInPages } from '#core/export/join/opus-pages.ts';

/** A frame of FLAC in all but its sound. `sizes` is the third byte: block size and rate. */
function flacFrame(number: string, sizes: number, tail: number, body: Uint8Array): Buffer {
  const head = Buffer.from([0xff, 0xf8, sizes, 0x18, ...Buffer.from(number, 'utf8'), ...new Uint8Array(tail).fill(7)]);
  const whole = Buffer.concat([head, Buffer.from([CRC_FLAC_HEADER.of(head)]), body]);
  const footer = Buffer.alloc(2);
  footer.writeUInt16BE(CRC_FLAC_FRAME.of(whole), 0);
  return Buffer.concat([whole, footer]);
}

describe('FLAC frames', () => {
  it('[XJ6] get another number and right checksums, whatever stands beside it', () => {
    const number = fc.integer({ min: 0, max: 0xd7ff });
    const sizes = fc.constantFrom([0x3a, 0], [0x6a, 1], [0x7a, 2], [0x3c, 1], [0x7d, 4]) as fc.Arbitrary<
      [number, number]
    >;
    fc.assert(
      fc.property(number, number, sizes, fc.uint8Array({ maxLength: 50 }), (from, to, [third, tail], body) => {
        const packed = packFlacFrames([flacFrame(String.fromCodePoint(from), third, tail, body)]);
        const expected = flacFrame(String.fromCodePoint(to), third, tail, body);
        expect(Buffer.concat(numberedFlacFrames(packed, to))).toEqual(expected);
      }),
    );
  });

  it('[XJ6] are numbered up to 36 bits', () => {
    const packed = packFlacFrames([flacFrame('\0', 0x3a, 0, Uint8Array.of(1, 2, 3))]);
    for (const [number, coded] of [
      [0x7f, '7f'],
      [0x80, 'c280'],
      [0x7ff, 'dfbf'],
      [0x800, 'e0a080'],
      [0xffff, 'efbfbf'],
      [0x1_0000, 'f0908080'],
      [0x20_0000, 'f888808080'],
      [0x400_0000, 'fc8480808080'],
      [2 ** 36 - 1, 'febfbfbfbfbfbf'],
    ] as const) {
      const [frame] = numberedFlacFrames(packed, number);
      expect(Buffer.from(frame!.subarray(4, 4 + coded.length / 2)).toString('hex')).toBe(coded);
    }
  });

  it('[XJ6] that are none are refused', () => {
    expect(() => packFlacFrames([Uint8Array.of(0xff, 0xf9, 0, 0, 0, 0, 0, 0)])).toThrow(/not FLAC/);
  });
});

describe('pages of Opus', () => {
  it('[XJ7] moved to another place have the checksums they would have had there', () => {
    const packets = fc.array(fc.uint8Array({ minLength: 1, maxLength: 700 }), { minLength: 1, maxLength: 130 });
    fc.assert(
      fc.property(packets, packets, (first, second) => {
        const numbers = new PageNumbers(0xdead_beef);
        const head = numbers.ofPacket(opusHead(2, 312), 2);
        const end = { flags: 4, position: 12_345n };
        const moved = [numbers.ofSegment(packetsInPages(first)), numbers.ofSegment(packetsInPages(second), end)];
        const pages = pagesOf(Buffer.concat([head, ...moved]));
        expect(pages.map(({ sequence }) => sequence)).toEqual(pages.map((_, index) => index));
        expect(pages.every(({ isSummed, serial }) => isSummed && serial === 0xdead_beef)).toBe(true);
        expect(pages.at(-1)).toMatchObject({ flags: 4, position: 12_345n });
        const firstEnd = pages.findLast(({ position }) => position === BigInt(960 * first.length));
        expect(firstEnd).toBeDefined();
      }),
      { numRuns: 40 },
    );
  });

  it('[XJ7] hold a second each, and give their packets back', async () => {
    const packets = Array.from({ length: 120 }, (_, index) => new Uint8Array(index * 9 + 1).fill(index));
    const pages = packetsInPages(packets);
    const back: Buffer[] = [];
    for await (const some of oggPackets(inPieces(pages, 1000))) back.push(...some.map((packet) => Buffer.from(packet)));
    expect(back).toEqual(packets.map((p) => Buffer.from(p)));
    expect(pagesOf(Buffer.from(pages))[0]!.position).toBe(48_000n);
  });
});

async function* inPieces(bytes: Uint8Array, length: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length);
}

describe('frames that come in pieces', () => {
  const shape: FrameShape = {
    headerBytes: 2,
    lengthOf: (bytes, at) => 2 + bytes[at]! + 256 * bytes[at + 1]!,
  };
  const frameOf = (length: number): Uint8Array => {
    const frame = new Uint8Array(2 + length).fill(length % 251);
    frame.set([length % 256, Math.floor(length / 256)]);
    return frame;
  };

  it('[XJ14] are the same however they are cut, and one that is cut short is refused', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 0, max: 700 }), { maxLength: 20 }),
        fc.integer({ min: 1, max: 900 }),
        async (lengths, piece) => {
          const bytes = Buffer.concat(lengths.map(frameOf));
          const framesOf = async (stream: Uint8Array): Promise<readonly Uint8Array[]> => {
            const frames: Uint8Array[] = [];
            for await (const some of framesInBytes(inPieces(stream, piece), shape)) frames.push(...some);
            return frames;
          };
          const frames = await framesOf(bytes);
          expect(frames.map((frame) => Buffer.from(frame))).toEqual(
            lengths.map((length) => Buffer.from(frameOf(length))),
          );
          if (bytes.length === 0) return;
          await expect(framesOf(bytes.subarray(0, -1))).rejects.toMatchObject({ code: 'ffmpeg-failed' });
        },
      ),
      { numRuns: 60 },
    );
  });
});

/** Read without the code under test, but for the checksum, which has a test of its own. */
function pagesOf(bytes: Buffer) {
  const pages = [];
  for (let at = 0; at < bytes.length; ) {
    const laces = bytes.subarray(at + 27, at + 27 + bytes[at + 26]!);
    const end = at + 27 + laces.length + laces.reduce((sum, lace) => sum + lace, 0);
    const page = Buffer.from(bytes.subarray(at, end));
    const sum = page.readUInt32LE(22);
    page.fill(0, 22, 26);
    let crc = 0;
    for (const byte of page) {
      crc = (crc ^ (byte << 24)) >>> 0;
      for (let bit = 0; bit < 8; bit++) crc = ((crc << 1) ^ (crc >= 2 ** 31 ? 0x04c11db7 : 0)) >>> 0;
    }
    pages.push({
      flags: page[5]!,
      position: page.readBigUInt64LE(6),
      serial: page.readUInt32LE(14),
      sequence: page.readUInt32LE(18),
      isSummed: sum === crc,
    });
    at = end;
  }
  return pages;
}

describe('the info frame of MP3', () => {
  /** MPEG-1 at 48 and 44.1 kHz, stereo and mono, 192, 96 and 32 kbit/s. */
  it.each(['fffbb464', 'fffb92c4', 'fffb74c4', 'fffb14c4'])('[XJ5] after sound of %s says what follows', (hex) => {
    const sound = Buffer.concat([Buffer.from(hex, 'hex'), Buffer.alloc(10)]);
    const totals = { frames: 1000, byteLength: 576_000, sampleCount: 1_150_000, crc: 0xabcd };
    const bytes = Buffer.from(infoFrame(sound, totals));
    const frame = parseMpegFrame(bytes, 0)!;
    expect(frame.byteLength).toBe(bytes.length);
    expect(frame).toMatchObject({ sampleRateHz: parseMpegFrame(sound, 0)!.sampleRateHz });
    expect(parseMpegInfo(frame, bytes)).toEqual({
      frames: 1000,
      encoderDelay: 576,
      encoderPadding: 1000 * 1152 - 576 - 1_150_000,
    });
    const tag = bytes.indexOf('Info');
    expect(bytes.readUInt32BE(tag + 12)).toBe(bytes.length + 576_000);
    const table = bytes.subarray(tag + 16, tag + 116);
    expect([table[0], table[50], table[99]]).toEqual([0, 128, 253]);
    expect(bytes.readUInt16BE(tag + 120 + 32)).toBe(0xabcd);
    expect(bytes.readUInt16BE(tag + 120 + 34)).toBe(CRC_LAME.of(bytes.subarray(0, tag + 120 + 34)));
  });
});

describe('bytes handed on', () => {
  it('[XJ12] wait for who reads them, and for nobody once reading has stopped', async () => {
    const channel = new ByteChannel();
    const order: string[] = [];
    const reading = (async () => {
      for await (const bytes of channel) {
        order.push(`read ${bytes[0]}`);
        if (bytes[0] === 2) break;
      }
    })();
    for (const value of [1, 2, 3, 4]) {
      await channel.push(Uint8Array.of(value));
      order.push(`pushed ${value}`);
    }
    channel.end();
    await reading;
    expect(order.filter((entry) => entry.startsWith('read'))).toEqual(['read 1', 'read 2']);
    expect(order.at(-1)).toBe('pushed 4');
  });
});
