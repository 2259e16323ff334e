import { parseMpegFrame } from '../../audio/mpeg-frame.ts';
import { rateOf } from '../encoder-options.ts';
import { CRC_LAME } from './crc.ts';
import { frameCoder } from './frame-coder.ts';
import { type FrameShape, framesInBytes } from './frames-in-bytes.ts';
import { brokenSegment } from './run-coder.ts';
import type { CoderSettings, SegmentCoder } from './segment-coder.ts';

export const MP3_FRAME = 1152;
/** LAME puts so many samples of silence before the sound. */
export const ENCODER_DELAY = 576;
/** And every decoder gives its first output so many samples late. */
const DECODER_DELAY = 529;
/**
 * With a frame's bits all in itself, LAME makes the frames of a long run again after four of warm-up; in a pause it
 * forgets how loud it was before within some twenty.
 */
const ROLLS = { framesBefore: 24, framesAfter: 4 };
/** A decoder carries over half a transform and the window of its filter bank: less than two frames. */
const DECODER_FRAMES = { before: 3, after: 2 };
/** Header, checksum, and of the side information what says where a frame's bits begin. */
const SHAPE: FrameShape = { headerBytes: 8, lengthOf: lengthOfWholeFrame };

/**
 * MP3 of a constant bit rate. The bit reservoir, which lets a frame keep its bits in frames before it, is off: every
 * frame can be cut out and put elsewhere. At the presets' rates that costs at most a few tenths of a decibel of noise.
 */
export function mp3Coder(settings: CoderSettings): SegmentCoder {
  const { encodedAs } = settings;
  return frameCoder({
    settings,
    grid: { frameSamples: MP3_FRAME, rateHz: rateOf('mp3', encodedAs) },
    ...ROLLS,
    width: 'f32',
    options: [
      ...['-c:a', 'libmp3lame', '-b:a', `${encodedAs.bitrateKbps}k`, '-reservoir', '0'],
      ...['-write_xing', '0', '-id3v2_version', '0', '-write_id3v1', '0', '-f', 'mp3'],
    ],
    framesOf: (bytes) => framesInBytes(bytes, SHAPE),
    decoderFrames: DECODER_FRAMES,
    pack: (frames) => Buffer.concat(frames),
    factsOf: (_, bytes) => ({ crc: CRC_LAME.of(bytes) }),
    demuxer: 'mp3',
    delaySamples: ENCODER_DELAY + DECODER_DELAY,
  });
}

/** Throws AppError `ffmpeg-failed` for anything but a frame that holds its own bits. */
function lengthOfWholeFrame(bytes: Uint8Array, at: number): number {
  const frame = parseMpegFrame(bytes, at);
  if (frame?.layer !== 3) throw brokenSegment('what it wrote is not MP3 frames');
  const sideInfo = at + (frame.hasCrc ? 6 : 4);
  // main_data_begin: nine bits of MPEG-1, eight of MPEG-2.
  const borrowed = frame.version === 1 ? bytes[sideInfo]! * 2 + (bytes[sideInfo + 1]! >> 7) : bytes[sideInfo]!;
  if (borrowed !== 0) throw brokenSegment('it used the bit reservoir, which it was told not to');
  return frame.byteLength;
}
