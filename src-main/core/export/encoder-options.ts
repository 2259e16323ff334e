import { type FfmpegLocation, requireEncoder } from '../audio/ffmpeg-location.ts';
import { type ExportFormat, isLossless } from './export-format.ts';
import type { PcmWidth } from './pcm-bytes.ts';
import type { EncodedAs } from './presets.ts';

/** Opus needs half of what mp3 does; beyond this nobody hears a difference in speech (ours). */
const OPUS_KBPS = { mono: 64, stereo: 96 };
/** Opus knows this rate only. */
const OPUS_RATE_HZ = 48_000;

/** Of ffmpeg's, those that are used. */
const ENCODERS: Readonly<Partial<Record<ExportFormat, string>>> = {
  m4b: 'aac',
  m4a: 'aac',
  opus: 'libopus',
  flac: 'flac',
};

export function opusKbps(channels: number): number {
  return channels === 1 ? OPUS_KBPS.mono : OPUS_KBPS.stereo;
}

export function rateOf(format: ExportFormat, encodedAs: EncodedAs): number {
  return format === 'opus' ? OPUS_RATE_HZ : encodedAs.sampleRateHz;
}

/** Lossy encoders get unrounded samples; only what is stored as integers is rounded, and by us. */
export function widthOf(format: ExportFormat, encodedAs: EncodedAs): PcmWidth {
  if (!isLossless(format)) return 'f32';
  return encodedAs.bitDepth === 16 ? 's16' : 's24';
}

/** Throws AppError `ffmpeg-missing` when this ffmpeg cannot write the format. */
export function requireFormat(ffmpeg: FfmpegLocation, format: ExportFormat): void {
  const encoder = ENCODERS[format];
  if (encoder !== undefined) requireEncoder(ffmpeg, encoder, format);
}

export function inputOptionsOf(width: PcmWidth, sampleRateHz: number, channels: number): readonly string[] {
  return ['-f', `${width}le`, '-ar', String(sampleRateHz), '-ac', String(channels)];
}
