import { opusKbps, rateOf } from '../encoder-options.ts';
import { FIRST_PAGE } from '../ogg-page.ts';
import { commentBytes } from '../vorbis-comment.ts';
import { frameCoder } from './frame-coder.ts';
import { ffmpegEncoder } from './frame-encoder.ts';
import { oggPackets } from './ogg-packets.ts';
import { OPUS_FRAME, opusHead, PageNumbers, PRE_SKIP, packetsInPages } from './opus-pages.ts';
import { brokenSegment } from './run-coder.ts';
import type { CoderSettings, SegmentCoder } from './segment-coder.ts';

/** After two thirds of a second nearly all packets are those of a long run, after this all. */
const ROLLS = { framesBefore: 64, framesAfter: 4 };
/** RFC 7845 §4.6 asks for 80 ms before a decoder is right; energies of bands are predicted somewhat longer. */
const DECODER_FRAMES = { before: 16, after: 2 };

/**
 * Opus of a constant rate. With a variable one the encoder steers by what it has spent, and two runs that began at different
 * places keep differing; with a constant one they make the same packets of the same sound, at the same distance to it.
 */
export function opusCoder(settings: CoderSettings): SegmentCoder {
  const { encodedAs, channels } = settings;
  const rateHz = rateOf('opus', encodedAs);
  const options = [
    ...['-c:a', 'libopus', '-b:a', `${opusKbps(channels)}k`, '-vbr', 'off'],
    ...['-frame_duration', '20', '-f', 'opus'],
  ];
  return frameCoder({
    settings,
    grid: { frameSamples: OPUS_FRAME, rateHz },
    ...ROLLS,
    encoder: ffmpegEncoder({ ...settings, rateHz, options }, opusPackets),
    lastFrames: (sampleCount) => Math.ceil((sampleCount + PRE_SKIP) / OPUS_FRAME),
    decoderFrames: DECODER_FRAMES,
    pack: packetsInPages,
    factsOf: () => ({}),
    demuxer: 'ogg',
    streamOf: (packed) => oggStream(packed, channels),
    delaySamples: PRE_SKIP,
  });
}

async function* opusPackets(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<readonly Uint8Array[]> {
  let position = 0;
  for await (const packets of oggPackets(bytes)) {
    if (position === 0 && packets[0]) checkHead(packets[0]);
    // The head and the comments.
    yield packets.slice(Math.max(0, 2 - position));
    position += packets.length;
  }
  if (position === 0) throw brokenSegment('what it wrote is not Opus');
}

function checkHead(packet: Uint8Array): void {
  const head = Buffer.from(packet);
  if (head.toString('latin1', 0, 8) !== 'OpusHead') throw brokenSegment('what it wrote is not Opus');
  const preSkip = head.readUInt16LE(10);
  if (preSkip !== PRE_SKIP) throw brokenSegment(`its Opus begins with ${preSkip} samples and not ${PRE_SKIP}`);
}

/** A stream of its own, all of it to be heard. */
async function* oggStream(packed: AsyncIterable<Uint8Array>, channels: number): AsyncGenerator<Uint8Array> {
  const numbers = new PageNumbers(1);
  yield numbers.ofPacket(opusHead(channels, 0), FIRST_PAGE);
  yield numbers.ofPacket(Buffer.concat([Buffer.from('OpusTags', 'latin1'), commentBytes([])]));
  for await (const pages of packed) yield numbers.ofSegment(pages);
}
