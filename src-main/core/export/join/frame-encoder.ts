import { readFfmpeg } from '../../audio/ffmpeg.ts';
import type { FfmpegLocation } from '../../audio/ffmpeg-location.ts';
import type { PlanarBlock } from '../../audio/pcm-samples.ts';
import { inputOptionsOf } from '../encoder-options.ts';
import { type PcmWidth, pcmBytes } from '../pcm-bytes.ts';

export interface FrameEncoder {
  /** Its name, options and version. */
  readonly identity: readonly string[];
  /** Makes frames of blocks of sound, in order, as they come; its end is the encoder's. */
  readonly frames: (
    sound: AsyncIterable<PlanarBlock>,
    signal: AbortSignal | undefined,
  ) => AsyncGenerator<readonly Uint8Array[]>;
}

export interface FfmpegEncoding {
  readonly ffmpeg: FfmpegLocation;
  readonly channels: 1 | 2;
  readonly rateHz: number;
  /** After the input's: codec, options, container. */
  readonly options: readonly string[];
  /** Of the samples ffmpeg is given. Default: they are not rounded. */
  readonly width?: PcmWidth;
}

/** The bare sound, no tags, the same bytes in every run. */
const BARE = ['-map', '0:a', '-fflags', '+bitexact', '-flags:a', '+bitexact', '-map_metadata', '-1'];

/** @param framesOf cuts what ffmpeg writes to standard output into frames, in order, as they come. */
export function ffmpegEncoder(
  { ffmpeg, channels, rateHz, options, width = 'f32' }: FfmpegEncoding,
  framesOf: (bytes: AsyncIterable<Uint8Array>) => AsyncGenerator<readonly Uint8Array[]>,
): FrameEncoder {
  const inputOptions = inputOptionsOf(width, rateHz, channels);
  const outputOptions = [...BARE, ...options];
  return {
    identity: options,
    frames: (sound, signal) => {
      const inputs = [{ source: pcmBytes(sound, width), options: inputOptions }];
      return framesOf(readFfmpeg(ffmpeg, { inputs, outputOptions, task: 'encode', ...(signal && { signal }) }));
    },
  };
}
