import type { ProgrammeSource } from '#shared/mix/master.ts';
import { type Samples, samplesToFrames } from '#shared/units.ts';
import { writeFileSafely } from '../library/safe-file.ts';
import { id3v2Tag } from './id3v2.ts';
import { type PcmWidth, pcmBytes, resampled } from './pcm-bytes.ts';
import { programmeBlocks } from './programme-blocks.ts';
import type { CoverArt, ProgrammeChapter, ProgrammeTags } from './programme-tags.ts';
import { cuesOf, infoOf, type WavLayout, wavHeader, wavPadding } from './wav-file.ts';

export interface WavJob {
  readonly source: ProgrammeSource;
  readonly durationSamples: Samples;
  readonly channels: 1 | 2;
  readonly width: PcmWidth;
  readonly sampleRateHz: number;
  /** Where chapters begin, at the project's rate. */
  readonly chapters: readonly ProgrammeChapter[];
  readonly tags?: ProgrammeTags;
  readonly cover?: CoverArt;
  readonly signal?: AbortSignal;
  readonly onProgress?: (doneSamples: number) => void;
}

/** Writes a WAV file without any encoder. Throws `disk-full`, `file-unwritable`, Cancelled; then nothing is left. */
export async function writeWav(job: WavJob, path: string): Promise<void> {
  const toFrame = (sample: Samples): number => samplesToFrames(sample, job.sampleRateHz);
  const layout: WavLayout = {
    sampleRateHz: job.sampleRateHz,
    channels: job.channels,
    width: job.width,
    frames: toFrame(job.durationSamples),
    cues: cuesOf(job.chapters, toFrame),
    info: job.tags ? infoOf(job.tags) : [],
    ...(job.tags && { id3: id3v2Tag(job.tags, [], job.cover) }),
  };
  await writeFileSafely(path, wavBytes(job, layout), job.signal ? { signal: job.signal } : {});
}

async function* wavBytes(job: WavJob, layout: WavLayout): AsyncGenerator<Uint8Array> {
  yield wavHeader(layout);
  const blocks = programmeBlocks(job.source, job.durationSamples, {
    channels: job.channels,
    ...(job.signal && { signal: job.signal }),
    ...(job.onProgress && { onBlock: job.onProgress }),
  });
  yield* pcmBytes(resampled(blocks, job.channels, job.sampleRateHz), job.width);
  yield wavPadding(layout);
}
