import { AppError } from '#shared/errors.ts';
import { truncatedAudio, unsupportedAudio } from './audio-refusal.ts';
import { readFfmpeg } from './ffmpeg.ts';
import type { FfmpegLocation } from './ffmpeg-location.ts';
import type { AudioFormat } from './sniff-audio.ts';

/** The demuxer is named where we know the format: ffmpeg's own guess can be led astray by what a file says. */
const DEMUXERS: Readonly<Partial<Record<AudioFormat, string>>> = {
  flac: 'flac',
  m4a: 'mov',
  ogg: 'ogg',
  webm: 'matroska',
  aiff: 'aiff',
  caf: 'caf',
  aac: 'aac',
  wma: 'asf',
  amr: 'amr',
  au: 'au',
  w64: 'w64',
  wav: 'wav',
  mp3: 'mp3',
};

export interface ForeignSound {
  /** A WAV stream of float samples at the file's own rate, with all its channels. */
  readonly wavBytes: AsyncGenerator<Uint8Array>;
  /** What ffmpeg's log said, once bytes have come. */
  readonly said: { format: string | null; durationMs: number | null };
}

/**
 * Decodes the first sound track of a file with ffmpeg, one process. The WAV form brings rate and channel positions
 * along; mixing channels and converting rates is done here, where it is the same with every ffmpeg.
 * Reading throws `unsupported-audio`, `truncated-audio`, `ffmpeg-failed`, `ffmpeg-missing`, Cancelled.
 */
export function openForeign(
  location: FfmpegLocation,
  path: string,
  options: { readonly format: AudioFormat | null; readonly name: string; readonly signal?: AbortSignal },
): ForeignSound {
  const { format, name, signal } = options;
  const said: ForeignSound['said'] = { format: null, durationMs: null };
  const onLine = (line: string): void => {
    // Only the input's lines come before the output's; later streams do not count.
    said.format ??= /^Input #0, ([^,]+)/.exec(line)?.[1] ?? null;
    said.durationMs ??= parseDurationMs(line);
  };
  const demuxer = format === null ? undefined : DEMUXERS[format];
  const output = readFfmpeg(location, {
    inputs: [{ source: path, options: demuxer === undefined ? [] : ['-f', demuxer] }],
    outputOptions: ['-map', '0:a:0', '-map_metadata', '-1', '-c:a', 'pcm_f32le', '-bitexact', '-f', 'wav'],
    task: `decode ${name}`,
    onLine,
    ...(signal ? { signal } : {}),
  });
  return { wavBytes: explained(output, name), said };
}

function parseDurationMs(line: string): number | null {
  // Of raw streams it is only a guess by bit rate, which comes with a warning of its own.
  const match = /^\s+Duration: (\d+):(\d\d):(\d\d\.\d+)/.exec(line);
  if (!match) return null;
  return (Number(match[1]) * 3600 + Number(match[2]) * 60 + Number(match[3])) * 1000;
}

async function* explained(output: AsyncGenerator<Uint8Array>, name: string): AsyncGenerator<Uint8Array> {
  try {
    yield* output;
  } catch (error) {
    throw refusalOf(error, name);
  }
}

/**
 * ffmpeg's words for a file that is not what it should be, in ours. Being killed, standing still or not starting is not
 * the file's fault.
 */
function refusalOf(error: unknown, name: string): unknown {
  if (!(error instanceof AppError) || error.code !== 'ffmpeg-failed' || !error.message.includes('exited with code')) {
    return error;
  }
  const log = String(error.details.stderr);
  if (/matches no streams|does not contain any stream/.test(log)) {
    return unsupportedAudio(name, 'it has no sound track', 'Choose a file with sound.', error);
  }
  if (/partial file|End of file/.test(log)) return truncatedAudio(name, 'its end is missing', error);
  const codec = /Decoder .*not found|Unknown decoder.*|codec not currently supported|unsupported codec/i.exec(log)?.[0];
  if (codec !== undefined) {
    return unsupportedAudio(name, `this ffmpeg cannot decode it (${codec})`, 'Convert it to WAV or FLAC first.', error);
  }
  return unsupportedAudio(name, 'it is not a sound file, or badly damaged', 'Check that it is the right file.', error);
}
