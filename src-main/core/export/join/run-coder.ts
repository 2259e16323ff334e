import { AppError } from '#shared/errors.ts';
import { readFfmpeg } from '../../audio/ffmpeg.ts';
import type { FfmpegLocation } from '../../audio/ffmpeg-location.ts';
import { type PlanarBlock, planarFromPcm } from '../../audio/pcm-samples.ts';
import { inputOptionsOf } from '../encoder-options.ts';
import { type PcmWidth, pcmBytes } from '../pcm-bytes.ts';

export interface EncoderRun {
  readonly ffmpeg: FfmpegLocation;
  readonly channels: 1 | 2;
  readonly rateHz: number;
  readonly width: PcmWidth;
  /** After the input's: codec, options, container. */
  readonly options: readonly string[];
  readonly signal: AbortSignal | undefined;
}

/** The bare sound, no tags, the same bytes in every run. */
const BARE = ['-map', '0:a', '-fflags', '+bitexact', '-flags:a', '+bitexact', '-map_metadata', '-1'];

/**
 * Encodes blocks of sound by a process of their own. One long-lived process for all segments would save its start (a twentieth
 * of a second at most, for a minute of sound) and cost that a segment's bytes depend on what was encoded before it.
 */
export async function encoded(blocks: AsyncIterable<PlanarBlock>, run: EncoderRun): Promise<Buffer> {
  const output = readFfmpeg(run.ffmpeg, {
    inputs: [{ source: pcmBytes(blocks, run.width), options: inputOptionsOf(run.width, run.rateHz, run.channels) }],
    outputOptions: [...BARE, ...run.options],
    task: 'encode',
    ...(run.signal && { signal: run.signal }),
  });
  const pieces: Uint8Array[] = [];
  for await (const piece of output) pieces.push(piece);
  return Buffer.concat(pieces);
}

export interface DecoderRun {
  readonly ffmpeg: FfmpegLocation;
  readonly channels: 1 | 2;
  readonly demuxer: string;
  readonly signal: AbortSignal | undefined;
}

export async function* decoded(bytes: readonly Uint8Array[], run: DecoderRun): AsyncGenerator<PlanarBlock> {
  const output = readFfmpeg(run.ffmpeg, {
    inputs: [{ source: inPieces(bytes), options: ['-f', run.demuxer] }],
    outputOptions: ['-map', '0:a', '-c:a', 'pcm_f32le', '-f', 'f32le'],
    task: 'decode what it encoded',
    ...(run.signal && { signal: run.signal }),
  });
  const frameBytes = 4 * run.channels;
  let rest: Uint8Array = new Uint8Array(0);
  for await (const piece of output) {
    const pending = rest.length === 0 ? piece : Buffer.concat([rest, piece]);
    const whole = pending.length - (pending.length % frameBytes);
    yield planarFromPcm(pending.subarray(0, whole), 'f32', run.channels);
    rest = pending.subarray(whole);
  }
}

/** A source of standard input is an asynchronous one. */
async function* inPieces(bytes: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* bytes;
}

/** `count` samples after the first `skip`; throws AppError `ffmpeg-failed` when there are fewer. */
export async function* section(
  blocks: AsyncIterable<PlanarBlock>,
  skip: number,
  count: number,
): AsyncGenerator<PlanarBlock> {
  let position = -skip;
  for await (const block of blocks) {
    const length = block[0]!.length;
    const from = Math.min(length, Math.max(0, -position));
    const to = Math.max(from, Math.min(length, count - position));
    if (to > from) yield block.map((channel) => channel.subarray(from, to));
    position += length;
  }
  if (position < count) {
    throw brokenSegment(`${count - Math.max(0, position)} of ${count} samples are missing from what it encoded`);
  }
}

/** An ffmpeg that ended well and gave something else than what was asked for. */
export function brokenSegment(what: string): AppError {
  return new AppError({
    code: 'ffmpeg-failed',
    message: `ffmpeg ended without an error, but ${what}. Try another ffmpeg.`,
  });
}
