import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ByteReader } from '#core/audio/byte-reader.ts';
import type { PlanarBlock } from '#core/audio/pcm-samples.ts';
import { readWavHeader, wavBlocks } from '#core/audio/wav-decoder.ts';
import { parseWavHeader, type WavFormat } from '#core/audio/wav-format.ts';
import { noise, tone } from '../../helpers/audio-signals.ts';
import { type TestEncoding, wavFile } from '../../helpers/audio-wav.ts';

/** In pieces of a given size, as a pipe gives them. */
async function* pieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function decode(bytes: Uint8Array, pieceSize = 1000): Promise<{ format: WavFormat; channels: Float32Array[] }> {
  const reader = new ByteReader(pieces(bytes, pieceSize));
  const header = await readWavHeader(reader);
  if (header.kind !== 'format') throw new Error(`not read: ${header.kind}`);
  const blocks: PlanarBlock[] = [];
  for await (const block of wavBlocks(reader, header.format)) blocks.push(block);
  const channels = Array.from({ length: header.format.channels }, (_, c) =>
    Float32Array.from(blocks.flatMap((block) => Array.from(block[c]!))),
  );
  return { format: header.format, channels };
}

function formatOf(bytes: Uint8Array): WavFormat {
  const header = parseWavHeader(bytes);
  if (header.kind !== 'format') throw new Error(`not read: ${header.kind}`);
  return header.format;
}

const left = tone({ rateHz: 48_000, seconds: 0.02 });
const right = noise(left.length);

describe('WAV files', () => {
  const steps: Readonly<Record<TestEncoding, number>> = {
    u8: 2 ** -7,
    s16: 2 ** -15,
    s24: 2 ** -23,
    s32: 2 ** -31,
    f32: 0,
    f64: 0,
  };

  for (const [encoding, step] of Object.entries(steps) as [TestEncoding, number][]) {
    it(`[AUD13] ${encoding} samples are read to within half a step, full scale −1 at the most negative`, async () => {
      for (const isExtensible of [false, true]) {
        const { format, channels } = await decode(wavFile([left, right], { encoding, isExtensible, rateHz: 22_050 }));
        expect(format).toMatchObject({ encoding, channels: 2, sampleRateHz: 22_050 });
        for (const [c, expected] of [left, right].entries()) {
          expect(channels[c]).toHaveLength(expected.length);
          for (let i = 0; i < expected.length; i++) {
            expect(Math.abs(channels[c]![i]! - expected[i]!)).toBeLessThanOrEqual(step / 2 + 2 ** -25);
          }
        }
      }
      expect((await decode(wavFile([[-1, 0]], { encoding }))).channels[0]).toEqual(Float32Array.of(-1, 0));
    });
  }

  it('[AUD13] numbers that are none become silence', async () => {
    const { channels } = await decode(
      wavFile([[Number.NaN, Number.POSITIVE_INFINITY, -Number.POSITIVE_INFINITY, 0.5]], { encoding: 'f32' }),
    );
    expect(channels[0]).toEqual(Float32Array.of(0, 0, 0, 0.5));
  });

  it('[AUD13] compressed sound and other kinds of files are foreign', () => {
    expect(parseWavHeader(wavFile([left], { formatTag: 0x55 }))).toEqual({ kind: 'foreign', isWav: true });
    expect(parseWavHeader(Buffer.from('RIFF\0\0\0\0AVI LIST'))).toEqual({ kind: 'foreign', isWav: false });
    expect(parseWavHeader(wavFile([], {}))).toEqual({ kind: 'foreign', isWav: true });
  });

  it('[AUD14] unknown chunks stand anywhere, odd ones with or without their padding byte', async () => {
    const chunksBefore = [
      { id: 'bext', body: Buffer.alloc(603, 1) },
      { id: 'junk', body: Buffer.alloc(0) },
      { id: 'LIST', body: Buffer.from('INFOISFT\x05\0\0\0Lavf\0') },
    ];
    const chunksAfter = [{ id: 'id3 ', body: Buffer.alloc(77, 2) }];
    for (const isUnpadded of [false, true]) {
      const { channels } = await decode(wavFile([left], { chunksBefore, chunksAfter, isUnpadded }));
      expect(channels[0]).toHaveLength(left.length);
    }
  });

  it('[AUD14] artwork of megabytes before the sound is passed over', async () => {
    const body = Buffer.alloc(3_000_001, 7);
    const { channels } = await decode(wavFile([left], { chunksBefore: [{ id: 'id3 ', body }] }), 65_536);
    expect(channels[0]).toHaveLength(left.length);
  });

  it('[AUD15] a length left open by a program that wrote to a pipe means up to the end', async () => {
    for (const declaredDataBytes of [0, 0xffff_ffff, 0xffff_ffb0, 0x7fff_f000, 0x7fff_ffff]) {
      const bytes = wavFile([left], { declaredDataBytes });
      expect(formatOf(bytes).dataBytes).toBeNull();
      expect((await decode(bytes)).channels[0]).toHaveLength(left.length);
    }
  });

  it('[AUD15] a length of 0 with nothing or another chunk behind it means no sound', () => {
    expect(formatOf(wavFile([[]])).dataBytes).toBe(0);
    expect(formatOf(wavFile([[]], { chunksAfter: [{ id: 'LIST', body: Buffer.from('INFO') }] })).dataBytes).toBe(0);
  });

  it('[AUD16] RF64 keeps its length in ds64', () => {
    expect(formatOf(wavFile([left], { isRf64: true })).dataBytes).toBe(2 * left.length);
    expect(formatOf(wavFile([left], { isRf64: true, declaredDataBytes: 6_000_000_000 })).dataBytes).toBe(6_000_000_000);
    expect(formatOf(wavFile([left], { isRf64: true, declaredDataBytes: 0 })).dataBytes).toBeNull();
  });

  it('[AUD14] a header cut anywhere asks for more, and pieces of any size give the same sound', async () => {
    const bytes = wavFile([left, right], { chunksBefore: [{ id: 'fact', body: Buffer.alloc(5) }] });
    const { dataOffset } = formatOf(bytes);
    for (let length = 0; length < dataOffset; length++)
      expect(parseWavHeader(bytes.subarray(0, length)).kind).toBe('more');
    const whole = await decode(bytes, bytes.length);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 700 }), async (size) => {
        expect(await decode(bytes, size)).toEqual(whole);
      }),
      { numRuns: 20 },
    );
  });

  it('[AUD14] no bytes make the header reader throw', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (tail) => {
        const bytes = Buffer.concat([Buffer.from('RIFF\xff\xff\xff\xffWAVEfmt \x10\0\0\0', 'latin1'), tail]);
        expect(['format', 'more', 'foreign']).toContain(parseWavHeader(bytes).kind);
      }),
    );
  });
});
