import { rm } from 'node:fs/promises';
import type { ProgrammeSource } from '#shared/mix/master.ts';
import { maxSamples, msToSamples, PROJECT_RATE_HZ, type Samples } from '#shared/units.ts';
import { runFfmpeg } from '../audio/ffmpeg.ts';
import type { FfmpegLocation } from '../audio/ffmpeg-location.ts';
import { newTemporaryPath, writeFileSafely } from '../library/safe-file.ts';
import { inputOptionsOf, outputOptionsOf, rateOf, requireFormat, widthOf } from './encoder-options.ts';
import { type ExportFormat, isMp4 } from './export-format.ts';
import { printFfmetadata } from './ffmetadata.ts';
import { finishedFile } from './finish-file.ts';
import { pcmBytes, resampled } from './pcm-bytes.ts';
import type { EncodedAs } from './presets.ts';
import { programmeBlocks } from './programme-blocks.ts';
import type { CoverArt, ProgrammeChapter, ProgrammeTags } from './programme-tags.ts';
import { writeWav } from './write-wav.ts';

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
  readonly onProgress?: (doneSamples: number) => void;
}

/** MP4 counts a programme's length in milliseconds: one of less than a few is taken for empty by what reads it. */
const SHORTEST_MP4 = msToSamples(10);

/**
 * Writes a whole file: one encoder process fed block by block, then tags and chapters by our own writers, which do
 * not depend on the ffmpeg at hand. Throws `ffmpeg-missing`, `ffmpeg-failed`, `disk-full`, `file-unwritable`, Cancelled, or
 * what the source throws; then nothing is left.
 */
export async function encodeProgramme(job: EncodeJob, path: string): Promise<void> {
  const { format, ffmpeg, signal } = job;
  if (format === 'wav') {
    await writeWav({ ...job, width: widthOf('wav', job.encodedAs), sampleRateHz: rateOf('wav', job.encodedAs) }, path);
    return;
  }
  requireFormat(ffmpeg, format);
  const barePath = newTemporaryPath(path);
  const chapterPath = isMp4(format) && job.chapters.length > 0 ? newTemporaryPath(`${barePath}.txt`) : undefined;
  try {
    if (chapterPath) await writeFileSafely(chapterPath, printFfmetadata(job.chapters, PROJECT_RATE_HZ));
    const rate = rateOf(format, job.encodedAs);
    const width = widthOf(format, job.encodedAs);
    const durationSamples = isMp4(format) ? maxSamples(job.durationSamples, SHORTEST_MP4) : job.durationSamples;
    const blocks = programmeBlocks(job.source, durationSamples, {
      channels: job.channels,
      ...(signal && { signal }),
      ...(job.onProgress && { onBlock: job.onProgress }),
    });
    const sound = {
      source: pcmBytes(resampled(blocks, job.channels, rate), width),
      options: inputOptionsOf(width, rate, job.channels),
    };
    const chapters = chapterPath ? [{ source: chapterPath, options: ['-f', 'ffmetadata'] }] : [];
    const outputOptions = outputOptionsOf({
      format,
      encodedAs: job.encodedAs,
      channels: job.channels,
      hasChapterInput: chapterPath !== undefined,
    });
    await runFfmpeg(ffmpeg, {
      inputs: [sound, ...chapters],
      outputOptions,
      output: barePath,
      task: `encode ${format}`,
      ...(signal && { signal }),
    });
    await writeFileSafely(path, finishedFile({ ...job, format }, barePath), signal ? { signal } : {});
  } finally {
    await rm(barePath, { force: true });
    if (chapterPath) await rm(chapterPath, { force: true });
  }
}
