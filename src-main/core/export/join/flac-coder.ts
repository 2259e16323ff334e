import { rateOf, widthOf } from '../encoder-options.ts';
import { exactGrid } from './exact-grid.ts';
import { numberedFlacFrames, packFlacFrames } from './flac-frames.ts';
import { flacHead, streamInfo } from './flac-head.ts';
import { frameCoder } from './frame-coder.ts';
import { ffmpegEncoder } from './frame-encoder.ts';
import { oggPackets } from './ogg-packets.ts';
import type { CoderSettings, SegmentCoder } from './segment-coder.ts';

/** A quarter of what encoders like to use, so that a cut moves nothing by more than 12 ms; it costs a hundredth of the size. */
const LEAST_BLOCK = 1152;
const SYNC = 0xff;
/** Of the samples of a stream, as FLAC writes it. */
const UNKNOWN = 0;

/** Blocks of one length, as every player knows them, and numbers that count them. */
export function flacCoder(settings: CoderSettings): SegmentCoder {
  const grid = flacGrid(settings);
  const width = widthOf('flac', settings.encodedAs);
  const options = [
    ...['-c:a', 'flac', '-sample_fmt', width === 's16' ? 's16' : 's32'],
    // In Ogg every frame is a packet; a FLAC file does not say where frames begin.
    ...['-frame_size', String(grid.frameSamples), '-f', 'ogg'],
  ];
  return frameCoder({
    settings,
    grid,
    framesBefore: 0,
    framesAfter: 0,
    encoder: ffmpegEncoder({ ...settings, rateHz: grid.rateHz, options, width }, flacFrames),
    lastFrames: (sampleCount) => Math.ceil(sampleCount / grid.frameSamples),
    decoderFrames: { before: 0, after: 0 },
    pack: packFlacFrames,
    factsOf: () => ({}),
    demuxer: 'flac',
    streamOf: (packed) => flacStream(packed, settings),
    delaySamples: 0,
  });
}

export function flacGrid({ encodedAs }: CoderSettings): SegmentCoder['grid'] {
  return exactGrid(rateOf('flac', encodedAs), LEAST_BLOCK);
}

export function flacBits(settings: CoderSettings): number {
  return widthOf('flac', settings.encodedAs) === 's16' ? 16 : 24;
}

async function* flacFrames(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<readonly Uint8Array[]> {
  for await (const packets of oggPackets(bytes)) yield packets.filter((packet) => packet[0] === SYNC);
}

async function* flacStream(packed: AsyncIterable<Uint8Array>, settings: CoderSettings): AsyncGenerator<Uint8Array> {
  const grid = flacGrid(settings);
  const info = streamInfo({
    blockSamples: grid.frameSamples,
    smallestFrame: 0,
    largestFrame: 0,
    sampleRateHz: grid.rateHz,
    channels: settings.channels,
    bits: flacBits(settings),
    sampleCount: UNKNOWN,
    md5: new Uint8Array(16),
  });
  yield flacHead([info]);
  let count = 0;
  for await (const bytes of packed) {
    const frames = numberedFlacFrames(bytes, count);
    count += frames.length;
    yield Buffer.concat(frames);
  }
}
