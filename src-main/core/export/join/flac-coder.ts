import { rateOf, widthOf } from '../encoder-options.ts';
import { exactGrid } from './exact-grid.ts';
import { numberedFlacFrames, packFlacFrames } from './flac-frames.ts';
import { flacHead, streamInfo } from './flac-head.ts';
import { frameCoder } from './frame-coder.ts';
import { oggPackets } from './ogg-packets.ts';
import { decoded, section } from './run-coder.ts';
import type { CoderSettings, FreshSegment, SegmentCoder } from './segment-coder.ts';

/** A quarter of what encoders like to use, so that a cut moves nothing by more than 12 ms; it costs a hundredth of the size. */
const LEAST_BLOCK = 1152;
const SYNC = 0xff;

/** Blocks of one length, as every player knows them, and numbers that count them. */
export function flacCoder(settings: CoderSettings): SegmentCoder {
  const { channels, ffmpeg } = settings;
  const grid = flacGrid(settings);
  const width = widthOf('flac', settings.encodedAs);
  return frameCoder({
    settings,
    grid,
    framesBefore: 0,
    framesAfter: 0,
    width,
    options: [
      ...['-c:a', 'flac', '-sample_fmt', width === 's16' ? 's16' : 's32'],
      // In Ogg every frame is a packet; a FLAC file does not say where frames begin.
      ...['-frame_size', String(grid.frameSamples), '-f', 'ogg'],
    ],
    framesOf: async (bytes) => (await oggPackets(bytes)).filter((packet) => packet[0] === SYNC),
    lastFrames: (sampleCount) => Math.ceil(sampleCount / grid.frameSamples),
    decoderFrames: { before: 0, after: 0 },
    pack: packFlacFrames,
    factsOf: () => ({}),
    decode: (segment, signal) =>
      section(
        decoded(streamOf(segment, settings), { ffmpeg, channels, demuxer: 'flac', signal }),
        0,
        segment.sampleCount,
      ),
  });
}

export function flacGrid({ encodedAs }: CoderSettings): SegmentCoder['grid'] {
  return exactGrid(rateOf('flac', encodedAs), LEAST_BLOCK);
}

export function flacBits(settings: CoderSettings): number {
  return widthOf('flac', settings.encodedAs) === 's16' ? 16 : 24;
}

function streamOf({ bytes, sampleCount }: FreshSegment, settings: CoderSettings): readonly Uint8Array[] {
  const grid = flacGrid(settings);
  const info = streamInfo({
    blockSamples: grid.frameSamples,
    smallestFrame: 0,
    largestFrame: 0,
    sampleRateHz: grid.rateHz,
    channels: settings.channels,
    bits: flacBits(settings),
    sampleCount,
    md5: new Uint8Array(16),
  });
  return [flacHead([info]), ...numberedFlacFrames(bytes, 0)];
}
