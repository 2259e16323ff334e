import { basename, resolve } from 'node:path';
import { sniffFile } from '#core/audio/sniff-audio.ts';
import { importEpisode, projectFor } from '#core/episode/import-episode.ts';
import { putAsset } from '#core/library/decoded-audio.ts';
import { choiceOption, type RunCommand, textOption } from './command.ts';

interface Dropped {
  readonly file: string;
  readonly line: number;
  readonly what: string;
}

export const run: RunCommand = async ({ core, progress, signal, workingDirectory }, files, options) => {
  const kind = choiceOption(options, 'as', ['script', 'audio']);
  const projectName = textOption(options, 'project');
  const library = await core.library();
  const episodeIds: string[] = [];
  const assetIds: string[] = [];
  const dropped: Dropped[] = [];
  let projectId: string | null = null;
  for (const [done, file] of files.entries()) {
    const path = resolve(workingDirectory, file);
    progress.show({ stage: 'import', done, total: files.length, note: file });
    const isAudio = kind === undefined ? (await sniffFile(path)).kind === 'audio' : kind === 'audio';
    if (isAudio) {
      assetIds.push((await putAsset(library, { path, name: basename(path) }, { signal })).id);
    } else {
      const episode = await importEpisode(library, path, {
        signal,
        ...(projectName === undefined ? {} : { projectName }),
      });
      episodeIds.push(episode.episodeId);
      projectId = episode.projectId;
      dropped.push(...episode.dropped.map((item) => ({ file, ...item })));
    }
  }
  if (projectId === null && projectName !== undefined) {
    projectId = projectFor(library, projectName, { kind: 'podcast', language: 'en' }).id;
  }
  progress.show({ stage: 'import', done: files.length, total: files.length });
  const counts = [countOf(episodeIds.length, 'episode'), countOf(assetIds.length, 'sound')].filter(Boolean).join(', ');
  return {
    value: { projectId, episodeIds, assetIds, dropped },
    text: [`Imported ${counts || 'nothing'}.`, ...episodeIds].join('\n'),
    warnings: dropped.map(({ file, line, what }) => (line > 0 ? `${file}:${line}: ${what}` : what)),
  };
};

function countOf(count: number, noun: string): string {
  return count === 0 ? '' : `${count} ${noun}${count === 1 ? '' : 's'}`;
}
