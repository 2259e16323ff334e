import { mkdir, stat } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import type { Handlers } from '#shared/contract/contract.ts';
import type { EXPORT_METHODS, ExportPresetValue, ExportReportValue } from '#shared/contract/exports.ts';
import { settingsOf } from '#shared/document/episode-document.ts';
import { AppError } from '#shared/errors.ts';
import type { EpisodeId } from '#shared/ids.ts';
import { chaptersOf } from '#shared/layout/chapters.ts';
import { layOut } from '#shared/layout/lay-out.ts';
import type { ExportedEpisode } from '../../export/export-episode.ts';
import { exportEpisode, fileNameOf } from '../../export/export-episode.ts';
import { formatFor } from '../../export/export-format.ts';
import { type ExportPreset, PRESETS, presetNamed } from '../../export/presets.ts';
import { openEffectiveEpisode } from '../../library/effective-episode.ts';
import { exportReports, insertExportReport } from '../../library/export-reports.ts';
import { openMediaIndex } from '../../library/media-index.ts';
import { projectById } from '../../library/projects.ts';
import type { LineDesk } from '../line-desk.ts';
import type { StudioParts } from '../studio-parts.ts';

export function exportHandlers(parts: StudioParts, desk: LineDesk): Pick<Handlers, keyof typeof EXPORT_METHODS> {
  const { library, jobs, core, uploads } = parts;
  const { db } = library;

  /** Where files go unless the person chose a place: a folder of the project. */
  function folderFor(episodeId: EpisodeId): string {
    const { projectId } = openEffectiveEpisode(db, episodeId);
    return join(library.home, 'exports', fileNameOf(projectById(db, projectId).name));
  }

  return {
    'exports.presets': () => PRESETS.map(presetValue),
    'exports.check': async ({ episodeId, preset: name, format: asked }) => {
      const preset = presetNamed(name);
      const format = formatFor(preset, asked, undefined);
      const { document } = openEffectiveEpisode(db, episodeId);
      const media = openMediaIndex(db);
      const layout = layOut(document, media, { headSamples: preset.headSamples, tailSamples: preset.tailSamples });
      const chapters = chaptersOf(document, layout);
      const states = await desk.states(episodeId);
      const silent = states.filter(({ status }) => !['silent', 'ready', 'stale'].includes(status));
      const wordsOf = (id: string): string => {
        const record = document.records.get(id as never);
        return record && 'text' in record ? record.text : '';
      };
      const unread = [...document.records.values()].flatMap((record) =>
        (record.type === 'clip' || record.type === 'cue') &&
        (record.assetId === undefined || media.asset(record.assetId) === undefined)
          ? { blockId: record.id, what: record.path ?? record.title }
          : [],
      );
      const topLevel = Math.min(...chapters.map(({ level }) => level));
      const parts = preset.isFilePerChapter ? chapters.filter(({ level }) => level === topLevel) : [];
      const title = fileNameOf(settingsOf(document).title);
      return {
        durationSamples: layout.durationSamples,
        chapters: chapters.length,
        missing: [
          // A line whose last take still sounds (a failed or queued new one) is not silent.
          ...silent
            .filter(({ blockId }) => !hasSound(document.records.get(blockId), media))
            .map(({ blockId }) => ({ blockId, what: wordsOf(blockId) })),
          ...unread,
        ],
        stale: states.filter(({ status }) => status === 'stale').length,
        files:
          parts.length > 1
            ? parts.map(({ title: chapter }, index) => `${index + 1} ${fileNameOf(chapter)}.${format}`)
            : [`${title}.${format}`],
        folder: folderFor(episodeId),
      };
    },
    'exports.start': async ({ episodeId, preset: name, format: asked, target, ...wishes }) => {
      const preset = presetNamed(name);
      const { document } = openEffectiveEpisode(db, episodeId);
      const { title } = settingsOf(document);
      const chosen = target === undefined ? undefined : uploads.file(target).path;
      const format = formatFor(preset, asked, chosen === undefined ? undefined : basename(chosen));
      const outputPath = chosen ?? (await freePath(folderFor(episodeId), fileNameOf(title), format));
      const stem = outputPath.slice(0, outputPath.length - extname(outputPath).length);
      const ffmpeg = await core.ffmpeg();
      const job = jobs.start(
        { kind: 'export', subject: title, episodeId },
        async ({ jobId, signal, onProgress, tell }) => {
          const exported = await exportEpisode(library, ffmpeg, {
            document,
            media: openMediaIndex(db),
            outputPath,
            preset,
            format,
            isDraft: wishes.isDraft ?? false,
            captions: wishes.captions ?? [],
            hasChaptersJson: wishes.hasChaptersJson ?? false,
            ...(wishes.hasStems === true ? { stemsFolder: `${stem} stems` } : {}),
            rememberAs: episodeId,
            signal,
            onProgress,
          });
          const report = await reportOf(exported, { id: jobId, episodeId, preset: preset.name, format });
          insertExportReport(db, { ...report, createdAtMs: library.ports.nowMs() });
          tell({ result: report.id });
          return report;
        },
      );
      // Its end is on the board; nobody waits for it here.
      job.result.catch(() => undefined);
      return { jobId: job.id };
    },
    'exports.reports': ({ episodeId }) => exportReports(db, episodeId),
  };
}

type Document = ReturnType<typeof openEffectiveEpisode>['document'];
type RecordOf = ReturnType<Document['records']['get']>;

function hasSound(record: RecordOf, media: ReturnType<typeof openMediaIndex>): boolean {
  if (!record || !('takeId' in record) || record.takeId === undefined) return false;
  const take = media.take(record.takeId);
  return take?.segments.every(({ assetId }) => media.asset(assetId) !== undefined) === true;
}

function presetValue(preset: ExportPreset): ExportPresetValue {
  const { name, title, level, truePeakLimitDbtp, channels, defaultFormat, formats, isFilePerChapter, aiPolicy } =
    preset;
  return {
    name,
    title,
    level: level.kind === 'lufs' ? `${level.targetLufs} LUFS` : `${level.targetDb} dB RMS`,
    truePeakLimitDbtp,
    channels,
    defaultFormat,
    formats,
    isFilePerChapter,
    aiPolicy: { kind: aiPolicy.kind, text: aiPolicy.kind === 'ok' ? '' : aiPolicy.text },
  };
}

/** A name in the folder that nothing has: an earlier delivery is never written over unasked. */
async function freePath(folder: string, name: string, extension: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  for (let number = 1; number < 10_000; number++) {
    const path = join(folder, number === 1 ? `${name}.${extension}` : `${name} ${number}.${extension}`);
    const isTaken = await stat(path).then(
      () => true,
      () => false,
    );
    if (!isTaken) return path;
  }
  throw new AppError({
    code: 'file-unwritable',
    message: `${folder} has too many files named ${name}. Choose another place.`,
  });
}

async function reportOf(
  exported: ExportedEpisode,
  of: Pick<ExportReportValue, 'id' | 'episodeId' | 'preset' | 'format'>,
): Promise<Omit<ExportReportValue, 'createdAtMs'>> {
  const { file, durationMs, chapters, loudness, checks, warnings } = exported;
  const files = await Promise.all(
    exported.files.map(async (path) => ({ name: basename(path), byteLength: (await stat(path)).size })),
  );
  return {
    ...of,
    file,
    files,
    durationMs,
    chapters,
    loudness,
    checks,
    warnings,
  };
}
