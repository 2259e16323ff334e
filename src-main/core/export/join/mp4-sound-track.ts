/** The track of AAC: ISO 14496-12, -14, and -3 for the descriptor of the stream. */
import { type BoxPieces, box, fullBox } from '../mp4-box.ts';
import { AAC_FRAME, AAC_PRIMING } from './aac-coder.ts';
import {
  dataReference,
  editList,
  handler,
  mediaHeader,
  SOUND_TRACK,
  TEXT_TRACK,
  trackHeader,
  words,
} from './mp4-headers.ts';

export interface SoundTrackDemand {
  /** Also the movie's timescale: its length is exact to the sample. */
  readonly sampleRateHz: number;
  readonly channels: number;
  /** AudioSpecificConfig. */
  readonly audioConfig: Uint8Array;
  /** Bytes of every AAC frame. */
  readonly frameBytes: Uint16Array;
  /** Samples of sound, without priming and padding. */
  readonly sampleCount: number;
  /** Where the frames lie in the file, end to end. */
  readonly soundStart: number;
  /** Offsets of 64 bits. */
  readonly isLong: boolean;
  /** ISO 639-2. */
  readonly language: string;
  readonly hasChapters: boolean;
}

export function soundTrack(index: SoundTrackDemand): BoxPieces {
  const { sampleCount, sampleRateHz, language } = index;
  return box(
    'trak',
    trackHeader('sound', sampleCount),
    box('edts', editList(sampleCount, AAC_PRIMING)),
    ...(index.hasChapters ? [box('tref', box('chap', words(TEXT_TRACK)))] : []),
    box(
      'mdia',
      mediaHeader(sampleRateHz, AAC_PRIMING + sampleCount, language),
      handler('soun', 'SoundHandler'),
      box('minf', fullBox('smhd', 0, 0, words(0)), dataReference(), soundTable(index)),
    ),
  );
}

function soundTable(index: SoundTrackDemand): BoxPieces {
  const { frameBytes, isLong, soundStart, sampleRateHz } = index;
  const frames = frameBytes.length;
  // The last frame is as long as what is left; players cut there what the edit list does not.
  const lastDelta = AAC_PRIMING + index.sampleCount - (frames - 1) * AAC_FRAME;
  const perChunk = Math.ceil(sampleRateHz / AAC_FRAME);
  const sizes = Buffer.alloc(8 + 4 * frames);
  sizes.writeUInt32BE(frames, 4);
  for (let frame = 0; frame < frames; frame++) sizes.writeUInt32BE(frameBytes[frame]!, 8 + 4 * frame);
  return box(
    'stbl',
    fullBox('stsd', 0, 0, words(1), soundEntry(index, perChunk)),
    fullBox('stts', 0, 0, frames > 1 ? words(2, frames - 1, AAC_FRAME, 1, lastDelta) : words(1, 1, lastDelta)),
    fullBox('stsc', 0, 0, chunkRuns(frames, perChunk)),
    fullBox('stsz', 0, 0, sizes),
    chunkOffsets(frameBytes, perChunk, soundStart, isLong),
    // A decoder that starts in the middle must hear one frame before it is right.
    fullBox('sgpd', 1, 0, Buffer.from('roll', 'latin1'), words(2, 1), Buffer.from([0xff, 0xff])),
    fullBox('sbgp', 0, 0, Buffer.from('roll', 'latin1'), words(1, frames, 1)),
  );
}

/** Chunks of a second, so that readers do not have to fetch a minute to play from its middle. */
function chunkRuns(frames: number, perChunk: number): Uint8Array {
  const full = Math.floor(frames / perChunk);
  const rest = frames % perChunk;
  const runs = [...(full > 0 ? [[1, perChunk, 1]] : []), ...(rest > 0 ? [[full + 1, rest, 1]] : [])];
  return words(runs.length, ...runs.flat());
}

function chunkOffsets(frameBytes: Uint16Array, perChunk: number, start: number, isLong: boolean): BoxPieces {
  const count = Math.ceil(frameBytes.length / perChunk);
  const width = isLong ? 8 : 4;
  const table = Buffer.alloc(4 + width * count);
  table.writeUInt32BE(count, 0);
  let at = start;
  for (let frame = 0; frame < frameBytes.length; frame++) {
    if (frame % perChunk === 0) {
      const place = 4 + (width * frame) / perChunk;
      if (isLong) table.writeBigUInt64BE(BigInt(at), place);
      else table.writeUInt32BE(at, place);
    }
    at += frameBytes[frame]!;
  }
  return fullBox(isLong ? 'co64' : 'stco', 0, 0, table);
}

function soundEntry(index: SoundTrackDemand, perChunk: number): BoxPieces {
  const head = Buffer.alloc(28);
  head.writeUInt16BE(1, 6);
  head.writeUInt16BE(index.channels, 16);
  head.writeUInt16BE(16, 18);
  head.writeUInt16BE(index.sampleRateHz, 24);
  return box('mp4a', head, fullBox('esds', 0, 0, streamDescriptor(index, perChunk)));
}

const MPEG4_AUDIO = 0x40;
const AUDIO_STREAM = 0x15;

/** Descriptors of ISO 14496-1: elementary stream, decoder, its configuration, sync layer. */
function streamDescriptor({ audioConfig, frameBytes, sampleRateHz }: SoundTrackDemand, perChunk: number): Uint8Array {
  const { total, largestChunk, largestFrame } = extents(frameBytes, perChunk);
  const bitsPerSecond = (bytes: number, frames: number): number =>
    frames === 0 ? 0 : Math.round((bytes * 8 * sampleRateHz) / (frames * AAC_FRAME));
  const config = Buffer.alloc(13);
  config[0] = MPEG4_AUDIO;
  config[1] = AUDIO_STREAM;
  config.writeUIntBE(largestFrame, 2, 3);
  config.writeUInt32BE(bitsPerSecond(largestChunk, Math.min(perChunk, frameBytes.length)), 5);
  config.writeUInt32BE(bitsPerSecond(total, frameBytes.length), 9);
  const decoder = descriptor(4, config, descriptor(5, audioConfig));
  return descriptor(3, Buffer.from([0, SOUND_TRACK, 0]), decoder, descriptor(6, Buffer.from([2])));
}

function extents(
  frameBytes: Uint16Array,
  perChunk: number,
): { readonly total: number; readonly largestChunk: number; readonly largestFrame: number } {
  let [total, largestChunk, largestFrame, chunk] = [0, 0, 0, 0];
  for (let frame = 0; frame < frameBytes.length; frame++) {
    if (frame % perChunk === 0) chunk = 0;
    chunk += frameBytes[frame]!;
    total += frameBytes[frame]!;
    largestChunk = Math.max(largestChunk, chunk);
    largestFrame = Math.max(largestFrame, frameBytes[frame]!);
  }
  return { total, largestChunk, largestFrame };
}

/** Lengths below 128 fit one byte. */
function descriptor(tag: number, ...contents: readonly Uint8Array[]): Uint8Array {
  const content = Buffer.concat(contents);
  return Buffer.concat([Buffer.from([tag, content.length]), content]);
}
