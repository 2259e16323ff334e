import { rm } from 'node:fs/promises';
import { AppError } from '#shared/errors.ts';
import { ProgrammeMeter } from '#shared/loudness/programme-meter.ts';
import type { MasterOptions } from '#shared/mix/master.ts';
import { samplesToMs } from '#shared/units.ts';
import type { FfmpegLocation } from '../audio/ffmpeg-location.ts';
import { publishFile } from '../library/safe-file.ts';
import type { OnProgress } from '../ports.ts';
import { chaptersFor, refuseTooMany } from './chapter-list.ts';
import { checkDelivery, type DeliveryCheck } from './check-delivery.ts';
import { type LoudnessSummary, loudnessOf } from './check-file.ts';
import { claimOutput, withOutputName } from './claim-output.ts';
import { readCover } from './cover-art.ts';
import { requireFormat } from './encoder-options.ts';
import type { ExportFormat } from './export-format.ts';
import { ExportMemory, markOf, type Remembered } from './export-memory.ts';
import type { GainReport } from './gain-decision.ts';
import { createSegmentCoder } from './join/create-segment-coder.ts';
import { joinSegments } from './join/join-segments.ts';
import type { SegmentCoder } from './join/segment-coder.ts';
import { describeFile, heardBy } from './measure-file.ts';
import { type MasteredPart, PartMaster } from './part-master.ts';
import type { ExportPreset } from './presets.ts';
import type { ProgrammePart } from './programme.ts';
import type { CoverArt, ProgrammeChapter, ProgrammeTags } from './programme-tags.ts';
import type { Rendering } from './segments/rendering.ts';
import { type ContentOf, digestOf } from './segments/segment-content.ts';
import { SegmentedPart, type SegmentStudio } from './segments/segmented-part.ts';

export interface MasterJob {
  readonly part: Pick<ProgrammePart, 'sound' | 'durationSamples' | 'segments'>;
  readonly contentOf: ContentOf;
  readonly studio: SegmentStudio;
  readonly preset: ExportPreset;
  readonly format: ExportFormat;
  readonly tags: ProgrammeTags;
  readonly chapters: readonly ProgrammeChapter[];
  readonly coverPath?: string;
  readonly outputPath: string;
  readonly ffmpeg: FfmpegLocation;
  /** Of AAC, see `aacQualityFor`. */
  readonly aacQuality?: number;
  /** What the gain is remembered under from export to export; absent: it is settled each time. */
  readonly rememberAs?: string;
  readonly signal?: AbortSignal;
  readonly onProgress?: OnProgress;
}

export interface MasterReport {
  readonly file: string;
  /** Of the programme; an encoder may add some milliseconds of silence. */
  readonly durationMs: number;
  /** Of the finished file, decoded. */
  readonly loudness: LoudnessSummary;
  readonly gain: GainReport;
  readonly ceilingDbtp: number;
  /** How many encodings it took; 0 when the file was left as it was. */
  readonly attempts: number;
  readonly checks: readonly DeliveryCheck[];
}

/**
 * Makes the file to deliver: measures the mix, settles the gain, and encodes it in segments, each of which is decoded again
 * and measured; encodes again with a lower ceiling while the encoder has raised a peak above the limit; and joins the segments. What
 * cannot be met is in the report's checks, never hidden. Throws AppError `invalid-input`, `ffmpeg-missing`,
 * `ffmpeg-failed`, `disk-full`, `file-unwritable`, `file-unreadable`; Cancelled. Then nothing is left behind but segments,
 * and a file of that name is as it was.
 */
export async function masterProgramme(job: MasterJob): Promise<MasterReport> {
  const { format, part, outputPath } = job;
  if (part.durationSamples <= 0) {
    throw new AppError({
      code: 'invalid-input',
      message: 'There is nothing to export: the episode has no length. Add a line or a sound first.',
    });
  }
  requireFormat(job.ffmpeg, format);
  const chapters = chaptersFor(job.chapters, part.durationSamples);
  refuseTooMany(chapters, format);
  const cover = job.coverPath === undefined ? undefined : await readCover(job.coverPath);
  const temporaryPath = await claimOutput(outputPath);
  try {
    return await new FileMaker({ ...job, chapters }, cover, temporaryPath).make();
  } catch (error) {
    throw withOutputName(error, outputPath);
  } finally {
    await rm(temporaryPath, { force: true });
  }
}

class FileMaker {
  readonly #job: MasterJob;
  readonly #cover: CoverArt | undefined;
  readonly #temporaryPath: string;
  readonly #memory: ExportMemory;
  readonly #memoryName: string | undefined;
  readonly #coder: SegmentCoder;
  readonly #segmented: SegmentedPart;

  constructor(job: MasterJob, cover: CoverArt | undefined, temporaryPath: string) {
    const { preset, format, ffmpeg, part, studio, contentOf, signal } = job;
    this.#job = job;
    this.#cover = cover;
    this.#temporaryPath = temporaryPath;
    this.#memory = new ExportMemory(studio.cache.folder);
    const { channels, encodedAs } = preset;
    const { aacQuality } = job;
    const settings = { format, channels, encodedAs, ffmpeg, ...(aacQuality === undefined ? {} : { aacQuality }) };
    const coder = createSegmentCoder(settings);
    this.#coder = coder;
    this.#memoryName =
      job.rememberAs === undefined ? undefined : digestOf([job.rememberAs, preset.name, coder.identity]);
    this.#segmented = new SegmentedPart({
      sound: part.sound,
      durationSamples: part.durationSamples,
      segments: part.segments,
      contentOf,
      settings,
      coder,
      studio,
      ...(signal && { signal }),
    });
  }

  async make(): Promise<MasterReport> {
    const remembered = this.#memoryName === undefined ? null : this.#memory.recall(this.#memoryName);
    const master = new PartMaster({ ...this.#job, segmented: this.#segmented, memory: this.#memory });
    if (remembered) {
      const rendering = await master.renderingOf(remembered);
      const file = await markOf(this.#job.outputPath);
      if (file && digestOf(file) === digestOf(remembered.file) && this.#digest(rendering) === remembered.fileDigest) {
        const reason = 'Nothing has changed since the last export: the file was left as it is.';
        const report = remembered.report as MasterReport;
        return { ...report, attempts: 0, gain: { db: remembered.gainDb, isKept: true, reason } };
      }
    }
    const { rendering, meter, attempts, gain, isReached } = await this.#write(master, remembered);
    const { outputPath, preset, part, ffmpeg, signal } = this.#job;
    const heard = heardBy(meter);
    const facts = await describeFile(this.#temporaryPath, heard.durationMs, { ffmpeg, ...(signal && { signal }) });
    await publishFile(this.#temporaryPath, outputPath);
    const measured = { ...heard, ...facts };
    const report: MasterReport = {
      file: outputPath,
      durationMs: samplesToMs(part.durationSamples),
      loudness: loudnessOf(measured),
      gain,
      ceilingDbtp: rendering.chain.ceilingDbtp,
      attempts,
      checks: checkDelivery(measured, preset),
    };
    await this.#remember(rendering, isReached, report);
    return report;
  }

  /** Leaves the whole file under its temporary name. */
  async #write(master: PartMaster, remembered: Remembered | null): Promise<MasteredPart> {
    let reason: string | null = 'There is no export of this with the same settings yet.';
    if (remembered) {
      reason = await master.reasonAgainst(remembered);
      if (reason === null) {
        // Hours of what has not changed are joined while the rest is still being made.
        const kept = await master.makeKept(remembered, (rendering, signal) => this.#join(rendering, signal));
        if (typeof kept !== 'string') return kept;
        reason = kept;
      }
    }
    const made = await master.makeAnew(reason);
    await this.#join(made.rendering, this.#job.signal, this.#job.onProgress);
    return made;
  }

  /** @returns what is heard in the file. */
  async #join(rendering: Rendering, signal: AbortSignal | undefined, onProgress?: OnProgress): Promise<ProgrammeMeter> {
    const { preset, format, ffmpeg, part, tags, chapters } = this.#job;
    const total = part.durationSamples;
    const meter = new ProgrammeMeter({ sampleRateHz: this.#coder.sampleRateHz, channels: preset.channels });
    const edges = [...part.segments.map(({ startSample }) => startSample), part.durationSamples];
    await joinSegments(
      this.#segmented.encoded(rendering, { ...(signal && { signal }), meter }),
      {
        format,
        channels: preset.channels,
        encodedAs: preset.encodedAs,
        ffmpeg,
        edges,
        tags,
        chapters,
        ...(this.#cover && { cover: this.#cover }),
        ...(signal && { signal }),
        ...(onProgress && { onProgress: (done: number) => onProgress({ stage: 'write', done, total }) }),
      },
      this.#temporaryPath,
    );
    return meter;
  }

  #digest(rendering: Rendering & { readonly chain: MasterOptions }): string {
    const { tags, chapters, part } = this.#job;
    const cover = this.#cover && Buffer.from(this.#cover.bytes).toString('base64');
    return digestOf([
      this.#segmented.keysFor(rendering),
      rendering.peakLimits,
      part.durationSamples,
      tags,
      chapters,
      cover,
    ]);
  }

  async #remember(
    rendering: Rendering & { readonly chain: MasterOptions },
    isReached: boolean,
    report: MasterReport,
  ): Promise<void> {
    const file = await markOf(this.#job.outputPath);
    if (this.#memoryName === undefined || !file) return;
    await this.#memory.remember(this.#memoryName, {
      gainDb: rendering.chain.gainDb,
      ceilingDbtp: rendering.chain.ceilingDbtp,
      isReached,
      contentDigest: this.#segmented.contentDigest,
      fileDigest: this.#digest(rendering),
      file,
      report,
    });
  }
}
