import { giveBackMp3Decoder, takeMp3Decoder } from '../../audio/mp3-engine.ts';
import { parseMpegFrame } from '../../audio/mpeg-frame.ts';
import type { PlanarBlock } from '../../audio/pcm-samples.ts';
import { rateOf } from '../encoder-options.ts';
import { CRC_LAME } from './crc.ts';
import { frameCoder } from './frame-coder.ts';
import { brokenSegment, section } from './run-coder.ts';
import type { CoderSettings, FreshSegment, SegmentCoder } from './segment-coder.ts';

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
/** Decoded at once: half a second or so, which stays in the processor's cache. */
const BATCH_BYTES = 1 << 13;

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
    framesOf: mp3Frames,
    decoderFrames: DECODER_FRAMES,
    pack: (frames) => Buffer.concat(frames),
    factsOf: (_, bytes) => ({ crc: CRC_LAME.of(bytes) }),
    decode: (segment) => section(decodedMp3(segment, settings.channels), firstSample(segment), segment.sampleCount),
  });
}

function firstSample({ around }: FreshSegment): number {
  return around.framesBefore * MP3_FRAME + ENCODER_DELAY + DECODER_DELAY;
}

/** Throws AppError `ffmpeg-failed` for anything but frames end to end, each holding its own bits. */
function mp3Frames(bytes: Buffer): readonly Uint8Array[] {
  const frames: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; ) {
    const frame = parseMpegFrame(bytes, at);
    const end = at + (frame?.byteLength ?? 0);
    if (frame?.layer !== 3 || end > bytes.length) throw brokenSegment('what it wrote is not whole MP3 frames');
    const sideInfo = at + (frame.hasCrc ? 6 : 4);
    // main_data_begin: nine bits of MPEG-1, eight of MPEG-2.
    const borrowed = frame.version === 1 ? bytes[sideInfo]! * 2 + (bytes[sideInfo + 1]! >> 7) : bytes[sideInfo]!;
    if (borrowed !== 0) throw brokenSegment('it used the bit reservoir, which it was told not to');
    frames.push(bytes.subarray(at, end));
    at = end;
  }
  return frames;
}

async function* decodedMp3({ bytes, around }: FreshSegment, channels: 1 | 2): AsyncGenerator<PlanarBlock> {
  const decoder = await takeMp3Decoder();
  let hasTrapped = false;
  try {
    for (const part of [around.before, bytes, around.after]) {
      for (let at = 0; at < part.length; at += BATCH_BYTES) {
        yield decoder.decode(part.subarray(at, at + BATCH_BYTES)).channelData.slice(0, channels);
      }
    }
  } catch (error) {
    hasTrapped = error instanceof Error && error.name === 'RuntimeError';
    throw error;
  } finally {
    if (!hasTrapped) giveBackMp3Decoder(decoder);
  }
}
