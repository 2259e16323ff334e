/** A stretch of any sound as a plain WAV file in memory: what services take that know few formats. */
import { AppError } from '#shared/errors.ts';
import { Resampler } from '#shared/mix/resampler.ts';
import { pcmBytes } from '../export/pcm-bytes.ts';
import { wrapPcm } from '../providers/wav-bytes.ts';
import { type DecodeOptions, decodeAudio } from './decode-audio.ts';
import type { PlanarBlock } from './pcm-samples.ts';

/** Half-open, in milliseconds of the sound. */
export interface Stretch {
  readonly startMs: number;
  readonly endMs: number;
}

export interface MonoWavOptions extends DecodeOptions {
  /** Default: all of it. */
  readonly stretch?: Stretch | undefined;
  /** Default: the sound's own. */
  readonly sampleRateHz?: number;
}

/** More than any service takes, and as much as is held in memory. */
const MOST_BYTES = 100 * 1024 * 1024;
const BYTES_PER_SAMPLE = 2;

/**
 * 16 bits, one channel: of two, their mean. Throws as {@link decodeAudio}, and AppError `invalid-input` for what is longer
 * than fits.
 */
export async function monoWav(path: string, options: MonoWavOptions): Promise<Uint8Array> {
  const decoded = await decodeAudio(path, options);
  const sampleRateHz = options.sampleRateHz ?? decoded.sampleRateHz;
  const chunks: Uint8Array[] = [];
  let byteLength = 0;
  const blocks = atRate(
    monoBlocks(cutBlocks(decoded.blocks, decoded.sampleRateHz, options.stretch)),
    decoded.sampleRateHz,
    sampleRateHz,
  );
  try {
    for await (const chunk of pcmBytes(blocks, 's16')) {
      byteLength += chunk.byteLength;
      if (byteLength > MOST_BYTES) throw tooLong(options.displayName, sampleRateHz);
      chunks.push(chunk.slice());
    }
  } finally {
    await decoded.close();
  }
  return wrapPcm(Buffer.concat(chunks), { sampleRateHz, channels: 1, encoding: 'pcm16' });
}

/** The blocks of a stretch. What lies behind it is not read. */
export async function* cutBlocks(
  blocks: AsyncIterable<PlanarBlock>,
  sampleRateHz: number,
  stretch: Stretch | undefined,
): AsyncGenerator<PlanarBlock> {
  const start = stretch === undefined ? 0 : framesOf(stretch.startMs, sampleRateHz);
  const end = stretch === undefined ? Number.POSITIVE_INFINITY : framesOf(stretch.endMs, sampleRateHz);
  let at = 0;
  for await (const block of blocks) {
    const length = block[0]!.length;
    const from = Math.max(0, start - at);
    const to = Math.min(length, end - at);
    if (from < to) yield from === 0 && to === length ? block : block.map((channel) => channel.subarray(from, to));
    at += length;
    if (at >= end) return;
  }
}

function framesOf(ms: number, sampleRateHz: number): number {
  return Math.round((ms * sampleRateHz) / 1000);
}

async function* monoBlocks(blocks: AsyncIterable<PlanarBlock>): AsyncGenerator<PlanarBlock> {
  for await (const [left, right] of blocks) {
    yield [right === undefined ? left! : left!.map((value, index) => (value + right[index]!) / 2)];
  }
}

async function* atRate(blocks: AsyncIterable<PlanarBlock>, fromHz: number, toHz: number): AsyncGenerator<PlanarBlock> {
  if (fromHz === toHz) {
    yield* blocks;
    return;
  }
  const resampler = new Resampler(fromHz, toHz);
  for await (const block of blocks) yield [resampler.push(block[0]!)];
  yield [resampler.flush()];
}

function tooLong(name: string | undefined, sampleRateHz: number): AppError {
  const minutes = Math.floor(MOST_BYTES / BYTES_PER_SAMPLE / sampleRateHz / 60);
  return new AppError({
    code: 'invalid-input',
    message: `${name ?? 'The sound'} is longer than the ${minutes} minutes that can be sent at once. Cut it first.`,
  });
}
