/** Joined files for the tests: cut where they say, encoded piece by piece, put together; and the same sound in one piece. */
import { createSegmentCoder } from '#core/export/join/create-segment-coder.ts';
import type { JoinJob } from '#core/export/join/join-job.ts';
import { joinSegments } from '#core/export/join/join-segments.ts';
import { type CoderSettings, type EncodedSegment, encodeAlone } from '#core/export/join/segment-coder.ts';
import { gridLength } from '#shared/frame-grid.ts';
import type { ProgrammeSource } from '#shared/mix/master.ts';
import { addSamples, PROJECT_RATE_HZ, type Samples, ZERO_SAMPLES } from '#shared/units.ts';

export interface PiecesJob extends Partial<JoinJob> {
  readonly settings: CoderSettings;
  readonly source: ProgrammeSource;
  readonly durationSamples: Samples;
  /** Lengths of all segments but the last, in frames of the coder's grid; what does not fit is left out. */
  readonly frames: readonly number[];
}

export function edgesOf({ settings, durationSamples, frames }: PiecesJob): readonly Samples[] {
  const { grid } = createSegmentCoder(settings);
  const edges = [ZERO_SAMPLES];
  for (const count of frames) {
    const next = addSamples(edges.at(-1)!, gridLength(grid, count));
    if (next < durationSamples) edges.push(next);
  }
  return [...edges, durationSamples];
}

export async function encodePieces(job: PiecesJob): Promise<readonly EncodedSegment[]> {
  const { settings, source, durationSamples } = job;
  const coder = createSegmentCoder(settings);
  const edges = edgesOf(job);
  const segments: EncodedSegment[] = [];
  for (const [index, startSample] of edges.slice(0, -1).entries()) {
    segments.push(await encodeAlone(coder, { source, startSample, endSample: edges[index + 1]!, durationSamples }));
  }
  return segments;
}

/** Segments as a cache gives them back: bytes, and facts that went through JSON. */
export async function* stored(segments: readonly EncodedSegment[]): AsyncGenerator<EncodedSegment> {
  for (const { bytes, ...rest } of segments) {
    const { frames, sampleCount, facts } = JSON.parse(JSON.stringify(rest)) as EncodedSegment;
    yield { bytes: Uint8Array.from(bytes), frames, sampleCount, facts };
  }
}

export async function joinPieces(job: PiecesJob, path: string): Promise<readonly EncodedSegment[]> {
  const segments = await encodePieces(job);
  await joinSegments(stored(segments), { ...job.settings, chapters: [], ...job, edges: edgesOf(job) }, path);
  return segments;
}

/** A source that remembers what was asked of it. */
export function watched(source: ProgrammeSource): ProgrammeSource & { readonly asked: { from: number; to: number } } {
  const asked = { from: Number.POSITIVE_INFINITY, to: Number.NEGATIVE_INFINITY };
  return {
    asked,
    render(startSample, left, right) {
      asked.from = Math.min(asked.from, startSample);
      asked.to = Math.max(asked.to, startSample + left.length);
      source.render(startSample, left, right);
    },
  };
}

/** Interleaved, at the project's rate. */
export function rendered(source: ProgrammeSource, durationSamples: Samples, channels: 1 | 2): Float32Array {
  const [left, right] = [new Float32Array(durationSamples), new Float32Array(durationSamples)];
  source.render(0, left, right);
  if (channels === 1) return left;
  return Float32Array.from({ length: 2 * durationSamples }, (_, i) => (i % 2 === 0 ? left : right)[i >> 1]!);
}

/** Signal to noise of every stretch of `frameLength` samples, in decibels. */
export function noiseRatios(
  sound: Float32Array,
  heard: Float32Array,
  channels: number,
  frameLength: number,
): readonly number[] {
  const step = frameLength * channels;
  const ratios: number[] = [];
  for (let at = 0; at + step <= Math.min(sound.length, heard.length); at += step) {
    let [signal, noise] = [1e-12, 1e-12];
    for (let i = at; i < at + step; i++) {
      signal += sound[i]! ** 2;
      noise += (heard[i]! - sound[i]!) ** 2;
    }
    ratios.push(10 * Math.log10(signal / noise));
  }
  return ratios;
}

export const SECOND = PROJECT_RATE_HZ;
