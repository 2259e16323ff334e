import { basename } from 'node:path';
import { type DeclaredLength, refuseShortfall, unsupportedAudio } from './audio-refusal.ts';
import { ByteReader, fileBytes } from './byte-reader.ts';
import { readDeclaredLength } from './declared-length.ts';
import { downmixTo } from './downmix.ts';
import type { FfmpegLocation } from './ffmpeg-location.ts';
import { openForeign } from './foreign-decoder.ts';
import { openMp3 } from './mp3-decoder.ts';
import type { Mp3Bitrate } from './mpeg-frame-scanner.ts';
import type { PlanarBlock } from './pcm-samples.ts';
import { type AudioFormat, sniffFile } from './sniff-audio.ts';
import { readWavHeader, wavBlocks } from './wav-decoder.ts';
import type { WavFormat } from './wav-format.ts';

export interface DecodedAudio {
  /** By content: 'wav', 'mp3', 'flac', 'm4a', 'ogg' … or ffmpeg's name for it. Known once sound has come. */
  readonly format: () => string;
  readonly sampleRateHz: number;
  readonly channels: 1 | 2;
  /** One array per channel, at the file's own rate. To be read once, to the end or not at all. */
  readonly blocks: AsyncGenerator<PlanarBlock>;
  /** Of MP3 files, once they are read. */
  readonly bitrate?: () => Mp3Bitrate;
  /** Lets go of the file and of ffmpeg; idempotent. Reading `blocks` does that too, whether to the end or not; this is for those who never began. */
  readonly close: () => Promise<void>;
}

export interface DecodeOptions {
  /** Asked only for what is not decoded in this process. */
  readonly getFfmpeg: () => Promise<FfmpegLocation>;
  /** For messages; default the file's name. */
  readonly displayName?: string;
  readonly signal?: AbortSignal;
}

/** The range of real equipment and services; beyond it a header is damaged. */
const LOWEST_RATE_HZ = 2_000;
const HIGHEST_RATE_HZ = 768_000;
const MOST_CHANNELS = 64;

/**
 * Opens the sound of a file, whatever its name says it is: WAV and MP3 are decoded here, everything else by ffmpeg.
 * More than two channels are mixed down to two (see downmix.ts). Memory does not grow with the length.
 *
 * Opening and reading throw AppError `unsupported-audio` (no sound, or nothing that can be decoded), `truncated-audio`
 * (after the last block, when less came out than the file declares), `file-unreadable`, `ffmpeg-missing`; and Cancelled.
 */
export async function decodeAudio(path: string, options: DecodeOptions): Promise<DecodedAudio> {
  const name = options.displayName ?? basename(path);
  const sniffed = await sniffFile(path);
  if (sniffed.kind === 'other') {
    throw unsupportedAudio(name, `it is ${sniffed.what}`, 'Choose a sound file.');
  }
  const format = sniffed.kind === 'audio' ? sniffed.format : null;
  if (format === 'wav') return decodeWav(path, name, options);
  if (format === 'mp3') return decodeMp3(path, name, options);
  return decodeForeign(path, name, format, options);
}

async function decodeWav(path: string, name: string, options: DecodeOptions): Promise<DecodedAudio> {
  const reader = new ByteReader(fileBytes(path, options.signal));
  const header = await readWavHeader(reader);
  if (header.kind === 'format') {
    const declared = lengthOf(header.format);
    return finishOpening({ name, nameOfFormat: () => 'wav', format: header.format, reader, declared: () => declared });
  }
  await reader.close();
  if (header.kind === 'foreign') return decodeForeign(path, name, 'wav', options);
  throw unsupportedAudio(name, 'it is a WAV file without sound in it', 'Export it again.');
}

function lengthOf({ dataBytes, bytesPerSample, channels, sampleRateHz }: WavFormat): DeclaredLength | null {
  if (dataBytes === null) return null;
  return { durationMs: (dataBytes * 1000) / (bytesPerSample * channels * sampleRateHz), isExact: true };
}

async function decodeMp3(path: string, name: string, options: DecodeOptions): Promise<DecodedAudio> {
  const stream = await openMp3(fileBytes(path, options.signal), name);
  return {
    format: () => 'mp3',
    sampleRateHz: stream.sampleRateHz,
    channels: stream.channels,
    blocks: checked({ ...stream, name, declared: () => stream.declared }),
    bitrate: stream.bitrate,
    close: stream.close,
  };
}

async function decodeForeign(
  path: string,
  name: string,
  format: AudioFormat | null,
  options: DecodeOptions,
): Promise<DecodedAudio> {
  const exact = format === null ? null : await readDeclaredLength(path, format, name);
  const { signal } = options;
  const sound = openForeign(await options.getFfmpeg(), path, { format, name, ...(signal ? { signal } : {}) });
  const reader = new ByteReader(sound.wavBytes);
  const header = await readWavHeader(reader);
  if (header.kind !== 'format') {
    await reader.close();
    throw unsupportedAudio(name, 'ffmpeg found no sound in it', 'Check that it is the right file.');
  }
  return finishOpening({
    name,
    nameOfFormat: () => format ?? sound.said.format ?? 'unknown',
    // A stream of unknown length; what its header says about it is ffmpeg's filler.
    format: { ...header.format, dataBytes: null },
    reader,
    declared: () => exact ?? statedLength(format, sound.said.durationMs),
  });
}

/** Of a video the container's time is that of the picture, and ADTS and AMR files have none but a guess. */
function statedLength(format: AudioFormat | null, durationMs: number | null): DeclaredLength | null {
  if (durationMs === null || format === null || format === 'aac' || format === 'amr' || format === 'm4a') return null;
  return { durationMs, isExact: false };
}

interface Opening {
  readonly name: string;
  readonly nameOfFormat: () => string;
  readonly format: WavFormat;
  readonly reader: ByteReader;
  readonly declared: () => DeclaredLength | null;
}

async function finishOpening({ name, nameOfFormat, format, reader, declared }: Opening): Promise<DecodedAudio> {
  const { channels, sampleRateHz } = format;
  const reason = oddity(format);
  if (reason !== null) {
    await reader.close();
    throw unsupportedAudio(name, reason, 'Its header is damaged; export it again.');
  }
  const close = (): Promise<void> => reader.close();
  return {
    format: nameOfFormat,
    sampleRateHz,
    channels: channels === 1 ? 1 : 2,
    blocks: checked({ blocks: mixedDown(reader, format), name, sampleRateHz, declared, close }),
    close,
  };
}

function oddity({ channels, sampleRateHz }: WavFormat): string | null {
  if (sampleRateHz < LOWEST_RATE_HZ || sampleRateHz > HIGHEST_RATE_HZ) {
    return `it claims a sample rate of ${sampleRateHz} Hz`;
  }
  return channels > MOST_CHANNELS ? `it claims ${channels} channels` : null;
}

async function* mixedDown(reader: ByteReader, format: WavFormat): AsyncGenerator<PlanarBlock> {
  const downmix = downmixTo(format.channels, format.channelMask);
  for await (const block of wavBlocks(reader, format)) yield downmix(block);
}

interface Unchecked extends Pick<DecodedAudio, 'blocks' | 'sampleRateHz' | 'close'> {
  readonly name: string;
  readonly declared: () => DeclaredLength | null;
}

/** Passes the blocks on and, at the end, believes their number rather than the header. */
async function* checked({ blocks, sampleRateHz, close, name, declared }: Unchecked): AsyncGenerator<PlanarBlock> {
  let frames = 0;
  try {
    for await (const block of blocks) {
      frames += block[0]!.length;
      yield block;
    }
  } finally {
    await close();
  }
  const expected = declared();
  if (expected) refuseShortfall(name, expected, (frames * 1000) / sampleRateHz);
  if (frames === 0) throw unsupportedAudio(name, 'it has no sound in it', 'Check that it is the right file.');
}
