import { rateOf } from '../encoder-options.ts';
import { CRC_LAME } from './crc.ts';
import { frameCoder } from './frame-coder.ts';
import { lame, MP3_FRAME } from './lame.ts';
import type { CoderSettings, SegmentCoder } from './segment-coder.ts';

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

export function mp3Coder(settings: CoderSettings): SegmentCoder {
  const { channels, encodedAs } = settings;
  const rateHz = rateOf('mp3', encodedAs);
  return frameCoder({
    settings,
    grid: { frameSamples: MP3_FRAME, rateHz },
    ...ROLLS,
    encoder: lame({ channels, rateHz, bitrateKbps: encodedAs.bitrateKbps }),
    decoderFrames: DECODER_FRAMES,
    pack: (frames) => Buffer.concat(frames),
    factsOf: (_, bytes) => ({ crc: CRC_LAME.of(bytes) }),
    demuxer: 'mp3',
    delaySamples: ENCODER_DELAY + DECODER_DELAY,
  });
}
