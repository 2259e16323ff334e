import { AppError } from '#shared/errors.ts';
import { readFfmpeg } from '../../audio/ffmpeg.ts';
import type { FfmpegLocation } from '../../audio/ffmpeg-location.ts';
import { FloatPlanes, type PlanarBlock } from '../../audio/pcm-samples.ts';

export interface DecoderRun {
  readonly ffmpeg: FfmpegLocation;
  readonly channels: 1 | 2;
  readonly demuxer: string;
  readonly signal: AbortSignal | undefined;
}

/** The arrays are used again for the next block. */
export async function* decoded(bytes: AsyncIterable<Uint8Array>, run: DecoderRun): AsyncGenerator<PlanarBlock> {
  const output = readFfmpeg(run.ffmpeg, {
    inputs: [{ source: bytes, options: ['-f', run.demuxer] }],
    outputOptions: ['-map', '0:a', '-c:a', 'pcm_f32le', '-f', 'f32le'],
    task: 'decode what it encoded',
    ...(run.signal && { signal: run.signal }),
  });
  const frameBytes = 4 * run.channels;
  const planes = new FloatPlanes(run.channels);
  let rest: Uint8Array = new Uint8Array(0);
  for await (const piece of output) {
    const pending = rest.length === 0 ? piece : Buffer.concat([rest, piece]);
    const whole = pending.length - (pending.length % frameBytes);
    yield planes.take(pending.subarray(0, whole));
    rest = pending.subarray(whole);
  }
}

/** An ffmpeg that ended well and gave something else than what was asked for. */
export function brokenSegment(what: string): AppError {
  return new AppError({
    code: 'ffmpeg-failed',
    message: `ffmpeg ended without an error, but ${what}. Try another ffmpeg.`,
  });
}
