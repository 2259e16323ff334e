import { describe, expect, it } from 'vitest';
import { rateOf, requireFormat, widthOf } from '#core/export/encoder-options.ts';
import { EXPORT_FORMATS } from '#core/export/export-format.ts';
import { createSegmentCoder } from '#core/export/join/create-segment-coder.ts';

const encodedAs = { sampleRateHz: 44_100, bitrateKbps: 128, bitDepth: 16 } as const;
const ALL_ENCODERS = new Set(['aac', 'libopus', 'flac']);
const FFMPEG = { path: '/opt/ffmpeg', source: 'setting', version: '1', encoders: ALL_ENCODERS } as const;
const ENCODED = EXPORT_FORMATS.filter((format) => format !== 'wav');

describe('what an encoder is asked', () => {
  it('[EXP20] never includes a downmix, a rate conversion or a loudness filter of ffmpeg’s', () => {
    for (const format of ENCODED) {
      const { identity } = createSegmentCoder({ format, encodedAs, channels: 1, ffmpeg: FFMPEG });
      expect(identity).toContain(format === 'mp3' ? '"libmp3lame"' : '"-c:a"');
      expect(identity).not.toMatch(/"-a[cr]"|-af|-filter|loudnorm|alimiter/);
    }
  });

  it('[EXP20] lossy encoders get float samples, FLAC and WAV the bits they store', () => {
    expect(ENCODED.map((format) => widthOf(format, encodedAs))).toEqual(['f32', 'f32', 'f32', 'f32', 's16']);
    expect(widthOf('wav', { ...encodedAs, bitDepth: 24 })).toBe('s24');
  });

  it('[EXP20] Opus has its own rate', () => {
    expect(EXPORT_FORMATS.map((format) => rateOf(format, encodedAs))).toEqual([
      44_100, 44_100, 44_100, 48_000, 44_100, 44_100,
    ]);
  });

  it('[EXP21] an ffmpeg without the encoder is named before anything is made', () => {
    const ffmpeg = { path: '/opt/ffmpeg', source: 'setting', version: '1', encoders: new Set(['aac']) } as const;
    expect(() => requireFormat(ffmpeg, 'opus')).toThrow(
      expect.objectContaining({ code: 'ffmpeg-missing', message: expect.stringMatching(/libopus.*opus/) }),
    );
    for (const format of ['m4a', 'm4b', 'mp3', 'wav'] as const)
      expect(() => requireFormat(ffmpeg, format)).not.toThrow();
  });
});
