import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { id3v2Length, parseMpegFrame } from '#core/audio/mpeg-frame.ts';
import { MpegFrameScanner } from '#core/audio/mpeg-frame-scanner.ts';
import { parseMpegInfo } from '#core/audio/mpeg-info.ts';
import { id3Tag, infoFrame, mp3Frames } from '../../helpers/audio-mp3.ts';

/** Feeds bytes in pieces; answers the bytes of whole frames. */
function scan(bytes: Uint8Array, pieceSize: number): { scanner: MpegFrameScanner; frames: Buffer } {
  const scanner = new MpegFrameScanner('x.mp3');
  const found: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += pieceSize) found.push(scanner.push(bytes.subarray(at, at + pieceSize)));
  found.push(scanner.finish());
  return { scanner, frames: Buffer.concat(found) };
}

describe('MPEG audio frames', () => {
  it.each([
    // Version 1 layer III 128 kbit/s 44.1 kHz joint stereo; with padding; mono.
    [
      [0xff, 0xfb, 0x90, 0x64],
      { version: 1, layer: 3, bitrateKbps: 128, sampleRateHz: 44_100, channels: 2, samples: 1152, byteLength: 417 },
    ],
    [[0xff, 0xfb, 0x92, 0x64], { byteLength: 418 }],
    [[0xff, 0xfb, 0x90, 0xc4], { channels: 1 }],
    // Version 2 (24 kHz, 64 kbit/s) and 2.5 (8 kHz, 8 kbit/s) carry half as many samples.
    [[0xff, 0xf3, 0x84, 0xc4], { version: 2, bitrateKbps: 64, sampleRateHz: 24_000, samples: 576, byteLength: 192 }],
    [[0xff, 0xe3, 0x18, 0xc4], { version: 2.5, bitrateKbps: 8, sampleRateHz: 8_000, samples: 576, byteLength: 72 }],
    // Layers II and I.
    [[0xff, 0xfd, 0xa4, 0x04], { layer: 2, bitrateKbps: 192, sampleRateHz: 48_000, samples: 1152, byteLength: 576 }],
    [[0xff, 0xff, 0x94, 0x04], { layer: 1, bitrateKbps: 288, sampleRateHz: 48_000, samples: 384, byteLength: 288 }],
  ])('[AUD17] header %j', (header, expected) => {
    expect(parseMpegFrame(Uint8Array.from(header), 0)).toMatchObject(expected);
  });

  it.each([
    ['reserved version', [0xff, 0xeb, 0x90, 0x64]],
    ['reserved layer', [0xff, 0xf9, 0x90, 0x64]],
    ['bit rate 15', [0xff, 0xfb, 0xf0, 0x64]],
    ['free format', [0xff, 0xfb, 0x00, 0x64]],
    ['reserved rate', [0xff, 0xfb, 0x9c, 0x64]],
    ['no sync', [0xff, 0x7b, 0x90, 0x64]],
    ['cut', [0xff, 0xfb, 0x90]],
  ])('[AUD17] %s is no frame', (_what, header) => {
    expect(parseMpegFrame(Uint8Array.from(header), 0)).toBeNull();
  });

  it('[AUD17] the first frame says how many follow and what the encoder added', () => {
    const bytes = infoFrame({ frames: 230, delay: 576, padding: 1404 });
    expect(parseMpegInfo(parseMpegFrame(bytes, 0)!, bytes)).toEqual({
      frames: 230,
      encoderDelay: 576,
      encoderPadding: 1404,
    });
    const ordinary = mp3Frames(1);
    expect(parseMpegInfo(parseMpegFrame(ordinary, 0)!, ordinary)).toBeNull();
  });

  it('[AUD17] a Xing tag without LAME’s extension, and a VBRI tag, say only how many', () => {
    const xing = infoFrame({ frames: 12, delay: 1, padding: 1 });
    xing.write('\0\0\0\0', 48, 'latin1');
    expect(parseMpegInfo(parseMpegFrame(xing, 0)!, xing)).toEqual({
      frames: 12,
      encoderDelay: null,
      encoderPadding: null,
    });
    const vbri = mp3Frames(1);
    vbri.write('VBRI', 36, 'latin1');
    vbri.writeUInt32BE(99, 50);
    expect(parseMpegInfo(parseMpegFrame(vbri, 0)!, vbri)).toEqual({
      frames: 99,
      encoderDelay: null,
      encoderPadding: null,
    });
  });

  it('[AUD17] the length of an ID3v2 tag is known from its first ten bytes', () => {
    expect(id3v2Length(id3Tag(300_000), 0)).toBe(300_010);
    const withFooter = id3Tag(20);
    withFooter[5] = 0x10;
    expect(id3v2Length(withFooter, 0)).toBe(40);
    expect(id3v2Length(Buffer.from('ID3'), 0)).toBe(0);
    expect(id3v2Length(Buffer.from('ID3\x03\0\0\xff\0\0\0', 'latin1'), 0)).toBe(0);
  });
});

describe('finding frames in a stream', () => {
  const clean = mp3Frames(40);
  const junk = Buffer.from('<html>Bad Gateway</html>');
  const dirty = Buffer.concat([
    id3Tag(3000),
    mp3Frames(20),
    junk,
    id3Tag(500),
    mp3Frames(20),
    Buffer.from(`TAG${'\0'.repeat(125)}`, 'latin1'),
  ]);

  it('[AUD17] tags and junk are left out, in pieces of any size', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5000 }), (size) => {
        expect(scan(dirty, size).frames.equals(clean)).toBe(true);
      }),
      { numRuns: 40 },
    );
  });

  it('[AUD17] an incomplete last frame is left out', () => {
    expect(scan(clean.subarray(0, clean.length - 100), 1000).frames).toHaveLength(39 * 417);
  });

  it('[AUD17] constant and variable bit rates are told apart; the describing frame does not count', () => {
    expect(scan(clean, 5000).scanner.bitrate(null)).toEqual({ kbps: 128, mode: 'CBR' });
    const variable = Buffer.concat([mp3Frames(10), mp3Frames(30, { kbps: 64 })]);
    expect(scan(variable, 5000).scanner.bitrate(null)).toEqual({ kbps: 80, mode: 'VBR' });
    const described = Buffer.concat([infoFrame({ frames: 10, delay: 0, padding: 0 }), mp3Frames(10, { kbps: 64 })]);
    const { scanner } = scan(described, 5000);
    expect(scanner.bitrate(scanner.first)).toEqual({ kbps: 64, mode: 'CBR' });
  });

  it('[AUD21] a stream that changes its sample rate is refused, with both rates', () => {
    const bytes = Buffer.concat([mp3Frames(10), mp3Frames(10, { rateIndex: 1 })]);
    expect(() => scan(bytes, 5000)).toThrow('it changes from 44100 to 48000 Hz');
  });

  it('[AUD21] a megabyte without a frame is enough', () => {
    expect(() => scan(Buffer.alloc(1_200_000), 65_536)).toThrow('no MP3 sound was found in it');
  });
});
