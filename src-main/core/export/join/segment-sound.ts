/**
 * The samples of one segment at the encoder's rate, with what is wanted around it.
 *
 * At another rate than the project's, every segment is resampled from its own beginning: its first sample stands exactly on
 * the cut, so that a segment is the same samples wherever an edit before it has moved it. Frames of 44.1 kHz are no
 * whole number of samples of 48 kHz, so the next cut is up to half a sample off the place where this segment's own
 * resampling ends. The last milliseconds before it go over from the one to the other: nothing jumps, and nothing adds up
 * inside a segment.
 */
import { throwIfCancelled } from '#shared/errors.ts';
import type { ProgrammeSource } from '#shared/mix/master.ts';
import { PROJECT_RATE_HZ, samples } from '#shared/units.ts';
import type { PlanarBlock } from '../../audio/pcm-samples.ts';
import { programmeBlocks } from '../programme-blocks.ts';
import { AnchoredResampler, inputsPerOutput, reachOf } from './anchored-resampler.ts';
import type { SegmentJob } from './segment-coder.ts';
import type { Rolls, SegmentSpan } from './segment-span.ts';

/** Some 25 ms: far longer than what a step of half a sample could be heard by, far shorter than a gap. */
const LONGEST_BLEND = 1152;

export interface SoundShape extends Rolls {
  readonly channels: 1 | 2;
  readonly rateHz: number;
  readonly frameSamples: number;
}

/** Blocks from `framesBefore` frames before the segment to `framesAfter` after it, less where the part begins or ends. Arrays are used again. */
export async function* segmentSound(
  job: SegmentJob,
  span: SegmentSpan,
  shape: SoundShape,
  signal?: AbortSignal,
): AsyncGenerator<PlanarBlock> {
  const before = span.framesBefore * shape.frameSamples;
  const after = span.isLast ? 0 : shape.framesAfter * shape.frameSamples;
  if (shape.rateHz === PROJECT_RATE_HZ) {
    yield* stretch(job, job.startSample - before, job.endSample + after, shape.channels, signal);
    return;
  }
  const own = new AnchoredResampler(shape, job.startSample, -before);
  const inputEnd = Math.ceil(job.endSample + after * inputsPerOutput(shape.rateHz)) + reachOf(shape.rateHz);
  const isExact = span.isLast || own.positionOf(span.sampleCount) === job.endSample;
  const blend = Math.min(LONGEST_BLEND, span.sampleCount);
  const next = isExact ? null : new AnchoredResampler(shape, job.endSample, -blend);
  const ownEnd = isExact ? span.sampleCount + after : span.sampleCount;
  const ownPieces = new Pieces(-before, isExact ? ownEnd : ownEnd - blend, ownEnd);
  const nextPieces = new Pieces(-blend, -blend, after);

  let at = Math.max(0, Math.min(own.inputStart, next?.inputStart ?? own.inputStart));
  for await (const block of stretch(job, at, inputEnd, shape.channels, signal)) {
    const ready = ownPieces.take(own.pushFrom(at, block));
    if (ready[0]!.length > 0) yield ready;
    if (next) nextPieces.take(next.pushFrom(at, block));
    at += block[0]!.length;
  }
  const isAtEnd = inputEnd >= job.durationSamples;
  const rest = isAtEnd ? ownPieces.take(own.flush()) : null;
  if (rest && rest[0]!.length > 0) yield rest;
  if (!next) return;
  if (isAtEnd) nextPieces.take(next.flush());
  yield blended(ownPieces.held(), nextPieces.held(), blend);
  throwIfCancelled(signal);
}

/** Rendered sound between two positions, as far as the part has any. */
function stretch(
  { source, durationSamples }: SegmentJob,
  from: number,
  to: number,
  channels: 1 | 2,
  signal: AbortSignal | undefined,
): AsyncGenerator<PlanarBlock> {
  const start = Math.max(0, from);
  const shifted: ProgrammeSource = {
    render: (startSample, left, right) => source.render(start + startSample, left, right),
  };
  const length = samples(Math.max(0, Math.min(durationSamples, to) - start));
  return programmeBlocks(shifted, length, { channels, ...(signal && { signal }) });
}

/** Sorts what comes out of a resampler by index: some to be given out at once, some to be held, the rest dropped. */
class Pieces {
  readonly #holdFrom: number;
  readonly #end: number;
  #index: number;
  readonly #held: PlanarBlock[] = [];

  constructor(start: number, holdFrom: number, end: number) {
    this.#index = start;
    this.#holdFrom = holdFrom;
    this.#end = end;
  }

  take(block: PlanarBlock): PlanarBlock {
    const length = block[0]!.length;
    const cut = clamp(this.#holdFrom - this.#index, length);
    const end = clamp(this.#end - this.#index, length);
    this.#index += length;
    if (end > cut) this.#held.push(block.map((channel) => channel.slice(cut, end)));
    return block.map((channel) => channel.subarray(0, Math.min(cut, end)));
  }

  held(): PlanarBlock {
    const channels = this.#held[0]?.length ?? 0;
    return Array.from({ length: channels }, (_, channel) => joined(this.#held.map((block) => block[channel]!)));
  }
}

/** The first `count` samples go over from one to the other along a raised cosine; then the other alone. */
function blended(from: PlanarBlock, to: PlanarBlock, count: number): PlanarBlock {
  return to.map((channel, index) => {
    const out = channel.slice();
    const start = from[index]!;
    for (let i = 0; i < count; i++) {
      const share = 0.5 - 0.5 * Math.cos((Math.PI * (i + 0.5)) / count);
      out[i] = (1 - share) * start[i]! + share * channel[i]!;
    }
    return out;
  });
}

function joined(arrays: readonly Float32Array[]): Float32Array {
  const out = new Float32Array(arrays.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const array of arrays) {
    out.set(array, at);
    at += array.length;
  }
  return out;
}

function clamp(value: number, most: number): number {
  return Math.min(most, Math.max(0, value));
}
