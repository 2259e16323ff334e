import { gridLength, nearestFrames } from '#shared/frame-grid.ts';
import type { ProgrammeSource } from '#shared/mix/master.ts';
import { addSamples, type Samples, secondsToSamples, ZERO_SAMPLES } from '#shared/units.ts';
import type { FfmpegLocation } from '../audio/ffmpeg-location.ts';
import type { ExportFormat } from './export-format.ts';
import { createSegmentCoder } from './join/create-segment-coder.ts';
import { joinSegments } from './join/join-segments.ts';
import type { SegmentCoder } from './join/segment-coder.ts';
import { settleAacQuality } from './join/settle-aac-quality.ts';
import type { EncodedAs } from './presets.ts';
import type { CoverArt, ProgrammeChapter, ProgrammeTags } from './programme-tags.ts';

export interface EncodeJob {
  /** Finished sound; of a mono programme both channels are the same. */
  readonly source: ProgrammeSource;
  readonly durationSamples: Samples;
  readonly channels: 1 | 2;
  readonly format: ExportFormat;
  readonly encodedAs: EncodedAs;
  readonly tags: ProgrammeTags;
  readonly chapters: readonly ProgrammeChapter[];
  readonly cover?: CoverArt;
  readonly ffmpeg: FfmpegLocation;
  readonly signal?: AbortSignal;
  readonly onProgress?: (doneSamples: Samples) => void;
}

/** What is held in memory at once. */
const LONGEST_STRETCH = secondsToSamples(60);

/**
 * Writes a whole file in this thread, stretch after stretch: for what is short. Throws `ffmpeg-missing`, `ffmpeg-failed`,
 * `disk-full`, `file-unwritable`, Cancelled, or what the source throws; then nothing is left.
 */
export async function encodeProgramme(job: EncodeJob, path: string): Promise<void> {
  const options = job.signal ? { signal: job.signal } : {};
  const { format, channels, encodedAs, ffmpeg } = job;
  const settings = await settleAacQuality({ format, channels, encodedAs, ffmpeg }, job, options);
  const coder = createSegmentCoder(settings);
  const edges = edgesOf(job.durationSamples, coder);
  await joinSegments(coder.encode({ ...job, edges }, options), { ...job, ...settings, edges }, path);
}

function edgesOf(durationSamples: Samples, { grid }: SegmentCoder): readonly Samples[] {
  const stretch = gridLength(grid, nearestFrames(grid, LONGEST_STRETCH));
  const edges = [ZERO_SAMPLES];
  for (let at = stretch; at < durationSamples; at = addSamples(at, stretch)) edges.push(at);
  return [...edges, durationSamples];
}
