import { type FfmpegLocation, requireEncoder } from '../audio/ffmpeg-location.ts';
import { type ExportFormat, isLossless } from './export-format.ts';
import type { PcmWidth } from './pcm-bytes.ts';
import type { EncodedAs } from './presets.ts';

/** What ffmpeg is to make of the samples on its standard input: the bare sound, no tags, the same bytes in every run. */
const BARE = ['-map', '0:a', '-fflags', '+bitexact', '-flags:a', '+bitexact'];
const NO_TAGS = ['-map_metadata', '-1'];

/** Opus needs half of what mp3 does; beyond this nobody hears a difference in speech (ours). */
const OPUS_KBPS = { mono: 64, stereo: 96 };
/** Opus knows this rate only. */
const OPUS_RATE_HZ = 48_000;

const ENCODERS: Readonly<Record<Exclude<ExportFormat, 'wav'>, string>> = {
  mp3: 'libmp3lame',
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
  if (format !== 'wav') requireEncoder(ffmpeg, ENCODERS[format], format);
}

export function inputOptionsOf(width: PcmWidth, sampleRateHz: number, channels: number): readonly string[] {
  return ['-f', `${width}le`, '-ar', String(sampleRateHz), '-ac', String(channels)];
}

export interface OutputDemand {
  readonly format: Exclude<ExportFormat, 'wav'>;
  readonly encodedAs: EncodedAs;
  readonly channels: number;
  /** Input 1 holds chapters (FFMETADATA). */
  readonly hasChapterInput: boolean;
}

/** No `-ac` and no `-ar`: both are done before, where it is known how. */
export function outputOptionsOf(demand: OutputDemand): readonly string[] {
  const { format, encodedAs, channels } = demand;
  const codec = ['-c:a', ENCODERS[format]];
  switch (format) {
    case 'mp3':
      // A constant bit rate, with the Info frame that tells players the exact length and the encoder's delay.
      return [
        ...BARE,
        ...NO_TAGS,
        ...codec,
        ...kbps(encodedAs),
        '-id3v2_version',
        '0',
        '-write_id3v1',
        '0',
        '-write_xing',
        '1',
        '-f',
        'mp3',
      ];
    case 'm4a':
    case 'm4b': {
      // With -map_metadata -1 the chapters would lose their titles, and with them the whole QuickTime track.
      const chapters = demand.hasChapterInput ? ['-map_chapters', '1'] : NO_TAGS;
      return [...BARE, ...chapters, ...codec, ...kbps(encodedAs), '-f', 'ipod'];
    }
    case 'opus': {
      const bitrate = `${opusKbps(channels)}k`;
      return [...BARE, ...NO_TAGS, ...codec, '-b:a', bitrate, '-vbr', 'on', '-f', 'opus'];
    }
    case 'flac':
      return [...BARE, ...NO_TAGS, ...codec, '-sample_fmt', encodedAs.bitDepth === 16 ? 's16' : 's32', '-f', 'flac'];
  }
}

function kbps({ bitrateKbps }: EncodedAs): readonly string[] {
  return ['-b:a', `${bitrateKbps}k`];
}
