import { rm } from 'node:fs/promises';
import { AppError } from '#shared/errors.ts';
import { Master, type MasterOptions, type ProgrammeSource } from '#shared/mix/master.ts';
import { type Samples, samplesToMs } from '#shared/units.ts';
import type { FfmpegLocation } from '../audio/ffmpeg-location.ts';
import { publishFile } from '../library/safe-file.ts';
import type { OnProgress } from '../ports.ts';
import { chaptersFor, refuseTooMany } from './chapter-list.ts';
import { checkDelivery, type DeliveryCheck } from './check-delivery.ts';
import { type LoudnessSummary, loudnessOf } from './check-file.ts';
import { claimOutput, withOutputName } from './claim-output.ts';
import { readCover } from './cover-art.ts';
import { encodeProgramme } from './encode.ts';
import { amplified, encoderGainDb } from './encoder-gain.ts';
import { requireFormat } from './encoder-options.ts';
import { type ExportFormat, isLossless } from './export-format.ts';
import { type Measurements, measureFile } from './measure-file.ts';
import { type ExportPreset, targetLevelOf } from './presets.ts';
import type { CoverArt, ProgrammeChapter, ProgrammeTags } from './programme-tags.ts';
import { levelOfMix, settleGain } from './settle-gain.ts';

export interface MasterJob {
  /** The mix; asked for from start to end several times. */
  readonly source: ProgrammeSource;
  readonly durationSamples: Samples;
  readonly preset: ExportPreset;
  readonly format: ExportFormat;
  readonly tags: ProgrammeTags;
  readonly chapters: readonly ProgrammeChapter[];
  readonly coverPath?: string;
  readonly outputPath: string;
  readonly ffmpeg: FfmpegLocation;
  readonly signal?: AbortSignal;
  readonly onProgress?: OnProgress;
}

export interface MasterReport {
  readonly file: string;
  /** Of the programme; an encoder may add some milliseconds of silence. */
  readonly durationMs: number;
  /** Of the finished file, decoded. */
  readonly loudness: LoudnessSummary;
  readonly gainDb: number;
  readonly ceilingDbtp: number;
  /** How many encodings it took. */
  readonly attempts: number;
  readonly checks: readonly DeliveryCheck[];
}

/** Lossy encoders raise peaks by about this much; starting so far below the limit saves most second encodings. */
const LOSSY_HEADROOM_DB = 0.5;
/** Taken off beyond the excess, for the next encoding is not the last one made quieter. */
const RETRY_MARGIN_DB = 0.1;
const MOST_ATTEMPTS = 4;
/** A file this close to the target is not encoded again for its level. */
const LARGEST_MISS_DB = 0.3;

/**
 * Makes the file to deliver: measures the mix, settles the gain, masters, encodes, decodes the result and measures it, and
 * encodes again with a lower ceiling while the encoder has raised a peak above the limit. What cannot be met is in the report's
 * checks, never hidden. Throws AppError `invalid-input`, `ffmpeg-missing`, `ffmpeg-failed`, `disk-full`, `file-unwritable`,
 * `file-unreadable`; Cancelled. Then nothing is left behind and a file of that name is as it was.
 */
export async function masterProgramme(job: MasterJob): Promise<MasterReport> {
  const { preset, format, durationSamples } = job;
  if (durationSamples <= 0) {
    throw new AppError({
      code: 'invalid-input',
      message: 'There is nothing to export: the episode has no length. Add a line or a sound first.',
    });
  }
  requireFormat(job.ffmpeg, format);
  const chapters = chaptersFor(job.chapters, durationSamples);
  refuseTooMany(chapters, format);
  const cover = job.coverPath === undefined ? undefined : await readCover(job.coverPath);
  const temporaryPath = await claimOutput(job.outputPath);
  try {
    const made = await makeFile({ ...job, chapters }, cover, temporaryPath);
    await publishFile(temporaryPath, job.outputPath);
    const { measured, ...rest } = made;
    return {
      file: job.outputPath,
      durationMs: samplesToMs(durationSamples),
      loudness: loudnessOf(measured),
      ...rest,
      checks: checkDelivery(measured, preset),
    };
  } catch (error) {
    throw withOutputName(error, job.outputPath);
  } finally {
    await rm(temporaryPath, { force: true });
  }
}

interface Made {
  readonly measured: Measurements;
  readonly gainDb: number;
  readonly ceilingDbtp: number;
  readonly attempts: number;
}

async function makeFile(job: MasterJob, cover: CoverArt | undefined, path: string): Promise<Made> {
  const { preset, format, source, durationSamples, signal } = job;
  const isMono = preset.channels === 1;
  let wantedLevel = targetLevelOf(preset.level);
  const search = { source, durationSamples, kind: preset.level.kind, ...(signal && { signal }) };
  const mixLevel = await levelOfMix({
    ...search,
    wantedLevel,
    chain: { ceilingDbtp: 0, isMono },
    ...steps(job, 'measure'),
  });
  let gainDb = mixLevel === null ? 0 : wantedLevel - mixLevel;

  const setup = {
    format,
    channels: preset.channels,
    encodedAs: preset.encodedAs,
    ffmpeg: job.ffmpeg,
    ...(signal && { signal }),
  };
  const encoderGain = await encoderGainDb(setup, path);
  let ceilingDbtp = lowestPeakLimit(preset) - (isLossless(format) ? 0 : LOSSY_HEADROOM_DB);
  for (let attempts = 1; ; attempts++) {
    const chain: Omit<MasterOptions, 'gainDb'> = {
      ceilingDbtp,
      isMono,
      ...(preset.roomToneDbfs !== undefined && { roomToneDbfs: preset.roomToneDbfs }),
    };
    let isReached = false;
    if (mixLevel !== null) {
      const master = { ...search, wantedLevel, chain, ...steps(job, 'master') };
      ({ gainDb, isReached } = await settleGain(master, mixLevel, gainDb));
    }
    await encodeProgramme(
      {
        ...setup,
        durationSamples,
        tags: job.tags,
        chapters: job.chapters,
        // After the limiter: what the encoder takes away it is given beforehand.
        source: amplified(new Master(source, { ...chain, gainDb }), -encoderGain),
        ...(cover && { cover }),
        ...steps(job, 'encode'),
      },
      path,
    );
    const measured = await measureFile(path, {
      ffmpeg: job.ffmpeg,
      ...(signal && { signal }),
      onProgress: (doneMs) =>
        job.onProgress?.({ stage: 'check', done: Math.round(doneMs), total: Math.ceil(samplesToMs(durationSamples)) }),
    });
    const excess = excessOf(measured, preset);
    const miss = isReached ? missOf(measured, preset) : 0;
    if ((excess <= 0 && miss === 0) || attempts === MOST_ATTEMPTS) return { measured, gainDb, ceilingDbtp, attempts };
    if (excess > 0) ceilingDbtp -= excess + RETRY_MARGIN_DB;
    wantedLevel += miss;
  }
}

function lowestPeakLimit({ truePeakLimitDbtp, samplePeakLimitDbfs }: ExportPreset): number {
  return Math.min(truePeakLimitDbtp, samplePeakLimitDbfs ?? Number.POSITIVE_INFINITY);
}

/** By how much the file's peaks are above their limits; negative when below. */
function excessOf(measured: Measurements, preset: ExportPreset): number {
  const over = (peak: number | null, limit: number | undefined): number =>
    peak === null || limit === undefined ? Number.NEGATIVE_INFINITY : peak - limit;
  return Math.max(
    over(measured.truePeakDbtp, preset.truePeakLimitDbtp),
    over(measured.samplePeakDbfs, preset.samplePeakLimitDbfs),
  );
}

/** How far the file is below its target, where that is worth another encoding; else 0. */
function missOf(measured: Measurements, { level }: ExportPreset): number {
  const heard = level.kind === 'lufs' ? measured.integratedLufs : measured.rmsDb;
  if (heard === null) return 0;
  const miss = targetLevelOf(level) - heard;
  const allowed = level.kind === 'lufs' ? Math.min(LARGEST_MISS_DB, level.toleranceLu) : LARGEST_MISS_DB;
  return Math.abs(miss) > allowed ? miss : 0;
}

function steps(job: MasterJob, stage: string): { onProgress?: (done: number) => void } {
  const { onProgress, durationSamples } = job;
  if (!onProgress) return {};
  return { onProgress: (done) => onProgress({ stage, done, total: durationSamples }) };
}
