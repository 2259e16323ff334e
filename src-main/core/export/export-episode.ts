import { mkdir } from 'node:fs/promises';
import { basename, dirname, extname, join, resolve } from 'node:path';
import { type EpisodeDocument, settingsOf, tracksOf } from '#shared/document/episode-document.ts';
import { AppError } from '#shared/errors.ts';
import { captionsOf } from '#shared/layout/captions.ts';
import { printChaptersJson } from '#shared/layout/chapters-json.ts';
import { printSrt } from '#shared/layout/print-srt.ts';
import { printWebVtt } from '#shared/layout/print-web-vtt.ts';
import type { MediaIndex } from '#shared/media.ts';
import { MixContent } from '#shared/mix/mix-content.ts';
import { samplesToMs } from '#shared/units.ts';
import type { FfmpegLocation } from '../audio/ffmpeg-location.ts';
import { ensureDecoded, locateDecoded } from '../library/decoded-audio.ts';
import type { Library } from '../library/library.ts';
import { writeFileSafely } from '../library/safe-file.ts';
import { storageError } from '../library/storage-error.ts';
import type { OnProgress } from '../ports.ts';
import { aacQualityFor } from './aac-quality.ts';
import { tagsOf } from './episode-tags.ts';
import { type ExportFormat, formatFor } from './export-format.ts';
import { createSegmentCoder } from './join/create-segment-coder.ts';
import { type MasterReport, masterProgramme } from './master-programme.ts';
import { missingSounds } from './missing-sounds.ts';
import type { ExportPreset } from './presets.ts';
import { chapterParts, type Programme, type ProgrammePart, programmeOf, stemOf, wholeProgramme } from './programme.ts';
import { SegmentCache } from './segments/segment-cache.ts';
import { contentOf } from './segments/segment-content.ts';
import type { SegmentStudio } from './segments/segmented-part.ts';
import { type SegmentThreads, startSegmentWorkers } from './segments/start-segment-workers.ts';
import { checksOf, loudest, warningsOf } from './sum-up-files.ts';
import { writeStem } from './write-stem.ts';

export interface ExportRequest {
  readonly document: EpisodeDocument;
  readonly media: MediaIndex;
  readonly outputPath: string;
  readonly preset: ExportPreset;
  /** Default: by the file's name, else the preset's. */
  readonly format?: string;
  /** Marked silence where something is missing, instead of an error. */
  readonly isDraft?: boolean;
  readonly captions?: readonly ('srt' | 'vtt')[];
  readonly hasChaptersJson?: boolean;
  readonly stemsFolder?: string;
  readonly reportPath?: string;
  /** Where the cover's path starts from. */
  readonly baseFolder?: string;
  /** What the gain is remembered under: an episode's id, a script's path. Absent: it is settled each time. */
  readonly rememberAs?: string;
  readonly signal?: AbortSignal;
  readonly onProgress?: OnProgress;
}

export interface ExportedEpisode {
  /** The file; the folder when the preset makes a file a chapter. */
  readonly file: string;
  readonly files: readonly string[];
  readonly durationMs: number;
  readonly chapters: number;
  readonly loudness: MasterReport['loudness'];
  /** Of each file. */
  readonly gains: readonly MasterReport['gain'][];
  readonly checks: MasterReport['checks'];
  readonly warnings: readonly string[];
}

/**
 * Turns a spoken episode into finished files: laid out, mixed, mastered, encoded, decoded again, measured, and only then
 * given their names. Throws AppError `export-incomplete` listing what is missing unless `isDraft`.
 */
export async function exportEpisode(
  library: Library,
  ffmpeg: FfmpegLocation,
  request: ExportRequest,
): Promise<ExportedEpisode> {
  const workers = startSegmentWorkers();
  try {
    return await exportWith(workers, library, ffmpeg, request);
  } finally {
    await workers.close();
  }
}

async function exportWith(
  workers: SegmentThreads,
  library: Library,
  ffmpeg: FfmpegLocation,
  request: ExportRequest,
): Promise<ExportedEpisode> {
  const { document, media, preset, signal, onProgress } = request;
  const outputPath = resolve(request.outputPath);
  const format = formatFor(preset, request.format, basename(outputPath));
  const { channels, encodedAs } = preset;
  const wishes = {
    headSamples: preset.headSamples,
    tailSamples: preset.tailSamples,
    grid: createSegmentCoder({ format, channels, encodedAs, ffmpeg }).grid,
    isFilePerChapter: preset.isFilePerChapter,
  };
  const programme = programmeOf(document, media, wishes);
  const missing = missingSounds(document, programme.layout);
  if (missing.length > 0 && request.isDraft !== true) throw incomplete(missing);
  if (programme.layout.durationSamples === 0) {
    throw new AppError({ code: 'export-incomplete', message: 'There is nothing to hear in this episode yet.' });
  }
  await ensureDecoded(library, programme.assetIds, {
    ...(signal ? { signal } : {}),
    ...(onProgress ? { onProgress } : {}),
  });
  const cache = new SegmentCache(join(library.folders.cache, 'segments'));
  workers.open({
    plan: programme.plan,
    sounds: new Map(programme.assetIds.map((assetId) => [assetId, locateDecoded(library, assetId)])),
    cacheFolder: cache.folder,
  });
  const maker: PartMaker = {
    library,
    programme,
    mix: new MixContent(programme.plan),
    studio: { workers, cache },
    format,
    ffmpeg,
    request,
  };
  const parts = preset.isFilePerChapter ? chapterParts(programme, wishes) : [];
  const reports =
    parts.length > 1
      ? await writeChapters(maker, parts, outputPath)
      : [await writePart(maker, parts[0] ?? wholeProgramme(programme), outputPath)];
  const side = await writeSideFiles(programme, outputPath, request);
  if (request.stemsFolder !== undefined) await writeStems(maker, resolve(request.stemsFolder));
  const result: ExportedEpisode = {
    file: parts.length > 1 ? chapterFolder(outputPath) : outputPath,
    files: reports.map((report) => report.file),
    durationMs: Math.round(samplesToMs(programme.layout.durationSamples)),
    chapters: programme.chapters.length,
    loudness: loudest(reports),
    gains: reports.map(({ gain }) => gain),
    checks: reports.flatMap((report) => checksOf(report, reports.length > 1)),
    warnings: [...warningsOf(preset, missing, parts.length), ...side],
  };
  if (request.reportPath !== undefined) await writeJson(resolve(request.reportPath), { ...result, reports });
  if (reports.some(({ attempts }) => attempts > 0)) await cache.trim();
  return result;
}

/** What the files of one export have in common. */
interface PartMaker {
  readonly library: Library;
  readonly programme: Programme;
  readonly mix: MixContent;
  readonly studio: SegmentStudio;
  readonly format: ExportFormat;
  readonly ffmpeg: FfmpegLocation;
  readonly request: ExportRequest;
}

function incomplete(missing: readonly string[]): AppError {
  const shown = missing.slice(0, 20).join('\n  ');
  const more = missing.length > 20 ? `\n  … and ${missing.length - 20} more` : '';
  return new AppError({
    code: 'export-incomplete',
    message: `${missing.length} ${missing.length === 1 ? 'sound is' : 'sounds are'} missing:\n  ${shown}${more}\nSpeak or add them, or export a draft with --draft.`,
    details: { missing },
  });
}

async function writePart(
  { library, programme, mix, studio, format, ffmpeg, request }: PartMaker,
  part: ProgrammePart,
  outputPath: string,
  position?: { readonly number: number; readonly count: number },
): Promise<MasterReport> {
  const { document, preset, signal, onProgress, baseFolder } = request;
  const rememberAs =
    request.rememberAs !== undefined && position ? `${request.rememberAs}\n${part.title}` : request.rememberAs;
  await makeFolderOf(outputPath);
  const { channels, encodedAs } = preset;
  const aacQuality = await aacQualityFor(library, {
    settings: { format, channels, encodedAs, ffmpeg },
    programme,
    part,
    cacheFolder: studio.cache.folder,
    rememberAs,
    signal,
  });
  const { coverPath } = settingsOf(document);
  return masterProgramme({
    part,
    contentOf: contentOf(mix, part.sound, part.durationSamples),
    studio,
    preset,
    format,
    tags: tagsOf(document, {
      title: part.title,
      // An .m4b is a book by its very name.
      mediaKind: format === 'm4b' ? 'audiobook' : preset.mediaKind,
      ...(position ? { position } : {}),
    }),
    chapters: part.chapters,
    outputPath,
    ffmpeg,
    ...(aacQuality === undefined ? {} : { aacQuality }),
    ...(rememberAs === undefined ? {} : { rememberAs }),
    ...(coverPath !== undefined && baseFolder !== undefined ? { coverPath: join(baseFolder, coverPath) } : {}),
    ...(signal ? { signal } : {}),
    ...(onProgress ? { onProgress } : {}),
  });
}

async function writeChapters(
  maker: PartMaker,
  parts: readonly ProgrammePart[],
  outputPath: string,
): Promise<readonly MasterReport[]> {
  const reports: MasterReport[] = [];
  for (const [index, part] of parts.entries()) {
    const number = index + 1;
    const name = `${String(number).padStart(String(parts.length).length + 1, '0')} ${fileNameOf(part.title)}`;
    const path = join(chapterFolder(outputPath), `${name.trimEnd()}.${maker.format}`);
    reports.push(await writePart(maker, part, path, { number, count: parts.length }));
  }
  return reports;
}

/** `book.mp3` becomes the folder `book`. */
function chapterFolder(outputPath: string): string {
  return outputPath.slice(0, outputPath.length - extname(outputPath).length);
}

/** A title as a file name that every file system takes. */
export function fileNameOf(title: string): string {
  const plain = title
    .replace(/[\p{Cc}\p{Cf}<>:"/\\|?*]/gu, ' ')
    .replace(/\s+/g, ' ')
    .replace(/[. ]+$/, '')
    .trim();
  return Array.from(plain).slice(0, 80).join('') || 'Chapter';
}

/** Captions and chapters beside the audio. Answers warnings. */
async function writeSideFiles(
  programme: Programme,
  outputPath: string,
  request: ExportRequest,
): Promise<readonly string[]> {
  const { document, media } = request;
  const stem = outputPath.slice(0, outputPath.length - extname(outputPath).length);
  const warnings: string[] = [];
  if (request.captions && request.captions.length > 0) {
    const captions = captionsOf(document, programme.layout, media);
    const tooFast = captions.filter((caption) => caption.warnings.some((warning) => warning.isError)).length;
    if (tooFast > 0) warnings.push(`${tooFast} of ${captions.length} captions are faster than people read.`);
    for (const kind of request.captions) {
      await writeFileSafely(`${stem}.${kind}`, kind === 'srt' ? printSrt(captions) : printWebVtt(captions));
    }
  }
  if (request.hasChaptersJson === true) {
    await writeFileSafely(`${stem}.chapters.json`, printChaptersJson(programme.chapters));
  }
  return warnings;
}

async function writeStems({ programme, mix, studio, ffmpeg, request }: PartMaker, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true }).catch((error: unknown) => {
    throw storageError(error, folder, 'write');
  });
  const names = new Map(tracksOf(programme.document).map((track) => [track.id, track.name]));
  for (const [index, track] of programme.plan.tracks.entries()) {
    const name = `${String(index + 1).padStart(2, '0')} ${fileNameOf(names.get(track.trackId) ?? 'track')}`;
    const part = stemOf(programme, index);
    await writeStem({
      part,
      contentOf: contentOf(mix, part.sound, part.durationSamples),
      studio,
      ffmpeg,
      outputPath: join(folder, `${name}.wav`),
      ...(request.signal ? { signal: request.signal } : {}),
      ...(request.onProgress ? { onProgress: request.onProgress } : {}),
    });
  }
}

async function makeFolderOf(path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true }).catch((error: unknown) => {
    throw storageError(error, path, 'write');
  });
}

async function writeJson(path: string, value: unknown): Promise<void> {
  await makeFolderOf(path);
  await writeFileSafely(path, `${JSON.stringify(value, null, 2)}\n`);
}
