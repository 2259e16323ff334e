import { stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { sniffFile } from '#core/audio/sniff-audio.ts';
import { importEpisode, projectFor } from '#core/episode/import-episode.ts';
import { importFolder } from '#core/import/import-folder.ts';
import { importSound } from '#core/import/import-sound.ts';
import type { Library } from '#core/library/library.ts';
import { storageError } from '#core/library/storage-error.ts';
import { type CommandContext, choiceOption, type RunCommand, textOption } from './command.ts';

interface Report {
  projectId: string | null;
  readonly episodeIds: string[];
  /** Of all sounds, whether they are new or were in the library before. */
  readonly assetIds: string[];
  readonly duplicates: { readonly file: string; readonly assetId: string }[];
  readonly failed: { readonly file: string; readonly reason: string }[];
  /** Files of a folder that are plainly no audio. */
  readonly skipped: { readonly file: string; readonly what: string }[];
  readonly dropped: { readonly file: string; readonly line: number; readonly what: string }[];
}

function emptyReport(): Report {
  return { projectId: null, episodeIds: [], assetIds: [], duplicates: [], failed: [], skipped: [], dropped: [] };
}

export const run: RunCommand = async (context, files, options) => {
  const { core, progress, workingDirectory } = context;
  const kind = choiceOption(options, 'as', ['script', 'audio']);
  const projectName = textOption(options, 'project');
  const library = await core.library();
  const report = emptyReport();
  for (const [done, file] of files.entries()) {
    const path = resolve(workingDirectory, file);
    progress.show({ stage: 'import', done, total: files.length, note: file });
    if (await isFolder(path)) {
      await takeFolder(context, library, { file, path }, report);
    } else if (kind === undefined ? (await sniffFile(path)).kind === 'audio' : kind === 'audio') {
      await takeSound(context, library, { file, path }, report);
    } else {
      await takeScript(context, library, { file, path }, projectName, report);
    }
  }
  if (report.projectId === null && projectName !== undefined) {
    report.projectId = projectFor(library, projectName, { kind: 'podcast', language: 'en' }).id;
  }
  progress.show({ stage: 'import', done: files.length, total: files.length });
  return { value: report, text: textOf(report), warnings: warningsOf(report) };
};

interface Given {
  /** As it was given. */
  readonly file: string;
  readonly path: string;
}

async function takeFolder(context: CommandContext, library: Library, { file, path }: Given, report: Report) {
  const { signal, progress } = context;
  const found = await importFolder(library, path, { signal, onProgress: progress.show });
  report.assetIds.push(...[...found.added, ...found.duplicates].map(({ assetId }) => assetId));
  report.duplicates.push(...found.duplicates.map((item) => ({ file: join(file, item.path), assetId: item.assetId })));
  report.failed.push(...found.failed.map((item) => ({ file: join(file, item.path), reason: item.reason })));
  report.skipped.push(...found.skipped.map((item) => ({ file: join(file, item.path), what: item.what })));
}

async function takeSound({ signal }: CommandContext, library: Library, { file, path }: Given, report: Report) {
  const { asset, isDuplicate } = await importSound(library, { path, name: basename(path) }, { signal });
  report.assetIds.push(asset.id);
  if (isDuplicate) report.duplicates.push({ file, assetId: asset.id });
}

async function takeScript(
  { signal }: CommandContext,
  library: Library,
  { file, path }: Given,
  projectName: string | undefined,
  report: Report,
) {
  const named = projectName === undefined ? {} : { projectName };
  const episode = await importEpisode(library, { path }, { signal, ...named });
  report.episodeIds.push(episode.episodeId);
  report.projectId = episode.projectId;
  report.dropped.push(...episode.dropped.map((item) => ({ file, ...item })));
}

async function isFolder(path: string): Promise<boolean> {
  const status = await stat(path).catch((error: unknown) => {
    throw storageError(error, path, 'read');
  });
  return status.isDirectory();
}

function textOf({ episodeIds, assetIds, duplicates }: Report): string {
  const counts = [
    countOf(episodeIds.length, 'episode'),
    countOf(assetIds.length - duplicates.length, 'sound'),
    duplicates.length === 0 ? '' : `${countOf(duplicates.length, 'sound')} that the library had already`,
  ];
  return [`Imported ${counts.filter(Boolean).join(', ') || 'nothing'}.`, ...episodeIds].join('\n');
}

function warningsOf({ failed, skipped, dropped }: Report): readonly string[] {
  return [
    ...failed.map(({ file, reason }) => `${file}: not imported: ${reason}`),
    ...skipped.map(({ file, what }) => `${file}: left out: it is ${what}`),
    ...dropped.map(({ file, line, what }) => (line > 0 ? `${file}:${line}: ${what}` : what)),
  ];
}

function countOf(count: number, noun: string): string {
  return count === 0 ? '' : `${count} ${noun}${count === 1 ? '' : 's'}`;
}
