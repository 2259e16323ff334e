import { rateOf } from '../encoder-options.ts';
import { aacPrimer, PRIMER_FRAMES } from './aac-primer.ts';
import { ADTS, audioConfigOf } from './adts.ts';
import { frameCoder } from './frame-coder.ts';
import { ffmpegEncoder } from './frame-encoder.ts';
import { framesInBytes } from './frames-in-bytes.ts';
import type { CoderSettings, SegmentCoder } from './segment-coder.ts';

export const AAC_FRAME = 1024;
/** The first frame holds the beginning's first half; what it decodes to is silence before the sound. */
export const AAC_PRIMING = 1024;
/** After its primer the encoder remembers some frames, rarely twenty. */
const ROLLS = { framesBefore: 32, framesAfter: 4 };
/** A frame overlaps with the one before it. */
const DECODER_FRAMES = { before: 3, after: 2 };

/**
 * AAC-LC by ffmpeg's own encoder, steered by a constant quality. By a bit rate it would steer from frame to frame by what
 * it has spent so far, and two runs that began at different places never agree again: their frames differ by many decibels
 * either way. By quality every run makes the same frames of the same sound, at the same rate on the whole.
 *
 * The coder "fast" is a third of the work, and closer to the sound than the default of ffmpeg 5 at the same rate (by 5 to 15
 * dB of noise on speech and music, 96 to 192 kbit/s). Noise is coded and not substituted: every decoder makes its own, and
 * what is measured here would not be what is heard. It costs nothing at these rates.
 */
export function aacCoder(settings: CoderSettings): SegmentCoder {
  const { encodedAs, channels, aacQuality = usualQuality(settings) } = settings;
  const rateHz = rateOf(settings.format, encodedAs);
  const options = [
    ...['-c:a', 'aac', '-aac_coder', 'fast', '-aac_pns', '0', '-b:a', `${encodedAs.bitrateKbps}k`],
    ...['-q:a', aacQuality.toFixed(3), '-f', 'adts'],
  ];
  return frameCoder({
    settings,
    grid: { frameSamples: AAC_FRAME, rateHz },
    ...ROLLS,
    encoder: ffmpegEncoder({ ...settings, rateHz, options }, (bytes) => framesInBytes(bytes, ADTS)),
    primer: { frames: PRIMER_FRAMES, block: () => Array.from({ length: channels }, aacPrimer) },
    lastFrames: (sampleCount) => Math.ceil((sampleCount + AAC_PRIMING) / AAC_FRAME),
    decoderFrames: DECODER_FRAMES,
    pack: (frames) => Buffer.concat(frames),
    factsOf: ([first]) => ({ audioConfig: Buffer.from(audioConfigOf(first!)).toString('hex') }),
    demuxer: 'aac',
    delaySamples: AAC_PRIMING,
  });
}

/** Where the search begins: about the rates of speech with a bed at quality 1, within a third of them. */
export function usualQuality({ channels, encodedAs }: CoderSettings): number {
  return encodedAs.bitrateKbps / (channels === 1 ? 110 : 100);
}
