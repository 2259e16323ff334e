import { type DeclaredLength, unsupportedAudio } from './audio-refusal.ts';
import { giveBackMp3Decoder, takeMp3Decoder } from './mp3-engine.ts';
import type { MpegFrame } from './mpeg-frame.ts';
import { type Mp3Bitrate, MpegFrameScanner } from './mpeg-frame-scanner.ts';
import { type MpegInfo, parseMpegInfo } from './mpeg-info.ts';
import type { PlanarBlock } from './pcm-samples.ts';

/** Decoded at once: half a second or so, which stays in the processor's cache through all that is done with it. */
const PIECE_BYTES = 1 << 13;
/** Every decoder gives its first output so many samples late (half a polyphase filter and half a transform). */
const DECODER_DELAY = 529;

export interface Mp3Stream {
  readonly sampleRateHz: number;
  readonly channels: 1 | 2;
  /** The sound without the encoder's delay and padding, where the file says how much that is. */
  readonly blocks: AsyncGenerator<PlanarBlock>;
  /** By the count in its first frame; null when there is none. */
  readonly declared: DeclaredLength | null;
  /** What the headers of all frames read so far say. */
  readonly bitrate: () => Mp3Bitrate;
  /** Ends the reading of `bytes`, whether `blocks` was begun or not; idempotent. */
  readonly close: () => Promise<void>;
}

/**
 * Decodes MP3 by libmpg123 (in WebAssembly, in this process). Frames are found by their headers here, so that their
 * number is known and junk between them never reaches the decoder. Throws `unsupported-audio` when there are none.
 *
 * @param name for messages.
 */
export async function openMp3(bytes: AsyncIterable<Uint8Array>, name: string): Promise<Mp3Stream> {
  const source = bytes[Symbol.asyncIterator]();
  const close = async (): Promise<void> => void (await source.return?.());
  const scanner = new MpegFrameScanner(name);
  let start: Uint8Array;
  try {
    start = await firstFrames(source, scanner);
  } catch (error) {
    await close();
    throw error;
  }
  const first = scanner.first;
  if (!first) throw unsupportedAudio(name, 'no MP3 sound was found in it', 'Check that it is the right file.');
  const info = parseMpegInfo(first, start);
  // The frame that describes the others decodes to silence that was never in the sound.
  if (info) start = start.subarray(first.byteLength);
  return {
    sampleRateHz: first.sampleRateHz,
    channels: first.channels,
    blocks: decode(source, scanner, start, info),
    declared: declaredLength(first, info),
    bitrate: () => scanner.bitrate(info ? first : null),
    close,
  };
}

async function firstFrames(source: AsyncIterator<Uint8Array>, scanner: MpegFrameScanner): Promise<Uint8Array> {
  let frames: Uint8Array = new Uint8Array(0);
  while (!scanner.first) {
    const more = await nextFrames(source, scanner);
    if (!more) break;
    frames = more;
  }
  return frames;
}

function declaredLength(first: MpegFrame, info: MpegInfo | null): DeclaredLength | null {
  if (info?.frames == null) return null;
  const trimmed = trimOf(info);
  return {
    durationMs: ((info.frames * first.samples - trimmed.start - trimmed.end) * 1000) / first.sampleRateHz,
    isExact: true,
    // Some encoders count the describing frame too.
    frameMs: (1500 * first.samples) / first.sampleRateHz,
  };
}

function trimOf(info: MpegInfo | null): { readonly start: number; readonly end: number } {
  if (info?.encoderDelay == null || info.encoderPadding == null) return { start: 0, end: 0 };
  return { start: info.encoderDelay + DECODER_DELAY, end: Math.max(0, info.encoderPadding - DECODER_DELAY) };
}

async function* decode(
  source: AsyncIterator<Uint8Array>,
  scanner: MpegFrameScanner,
  start: Uint8Array,
  info: MpegInfo | null,
): AsyncGenerator<PlanarBlock> {
  const { channels, samples } = scanner.first!;
  const decoder = await takeMp3Decoder();
  let hasTrapped = false;
  const trim = new Trim(trimOf(info), info?.frames == null ? null : info.frames * samples);
  try {
    for (let frames: Uint8Array | null = start; frames; frames = await nextFrames(source, scanner)) {
      for (let at = 0; at < frames.length; at += PIECE_BYTES) {
        const piece = frames.subarray(at, at + PIECE_BYTES);
        const decoded = quietly(() => decoder.decode(piece));
        const block = trim.apply(decoded.channelData.slice(0, channels));
        if (block[0]!.length > 0) yield block;
      }
    }
    const rest = trim.finish();
    if (rest && rest[0]!.length > 0) yield rest;
  } catch (error) {
    hasTrapped = error instanceof Error && error.name === 'RuntimeError';
    throw error;
  } finally {
    if (!hasTrapped) giveBackMp3Decoder(decoder);
  }
}

async function nextFrames(source: AsyncIterator<Uint8Array>, scanner: MpegFrameScanner): Promise<Uint8Array | null> {
  if (scanner.isFinished) return null;
  const next = await source.next();
  return next.done === true ? scanner.finish() : scanner.push(next.value);
}

/** The decoder prints every damaged frame to the console; what is missing is found by counting. */
function quietly<Result>(work: () => Result): Result {
  const { error } = console;
  console.error = () => undefined;
  try {
    return work();
  } finally {
    console.error = error;
  }
}

/**
 * Takes delay and padding away. The padding is that of the declared length: where more follows, as in files joined end
 * to end, it was not the end and is given out after all.
 */
class Trim {
  #skip: number;
  readonly #end: number;
  readonly #declared: number | null;
  #received = 0;
  #held: PlanarBlock | null = null;

  constructor({ start, end }: { readonly start: number; readonly end: number }, declaredSamples: number | null) {
    this.#skip = start;
    this.#end = end;
    this.#declared = end > 0 ? declaredSamples : null;
  }

  apply(block: PlanarBlock): PlanarBlock {
    const length = block[0]!.length;
    const from = Math.min(this.#skip, length);
    this.#skip -= from;
    const before = this.#received;
    this.#received += length;
    let output = part(block, from, length);
    if (this.#declared === null) return output;
    const keepUntil = Math.max(from, Math.min(length, this.#declared - this.#end - before));
    if (this.#received > this.#declared) {
      const held = this.#held;
      this.#held = null;
      return held ? joined(held, output) : output;
    }
    output = part(block, from, keepUntil);
    const padding = part(block, keepUntil, length);
    this.#held = this.#held ? joined(this.#held, padding) : padding;
    return output;
  }

  /** What was held back and turns out not to be padding. */
  finish(): PlanarBlock | null {
    // A file that ends before its declared length has lost its padding and more.
    return this.#declared !== null && this.#received < this.#declared ? this.#held : null;
  }
}

function part(block: PlanarBlock, from: number, to: number): PlanarBlock {
  return block.map((channel) => channel.subarray(from, to));
}

function joined(a: PlanarBlock, b: PlanarBlock): PlanarBlock {
  return a.map((channel, index) => {
    const both = new Float32Array(channel.length + b[index]!.length);
    both.set(channel);
    both.set(b[index]!, channel.length);
    return both;
  });
}
