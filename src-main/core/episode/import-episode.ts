import { dirname } from 'node:path';
import { blocksOf, settingsOf } from '#shared/document/episode-document.ts';
import { EpisodeId, ProjectId } from '#shared/ids.ts';
import type { Dropped } from '#shared/script/script-problems.ts';
import { createEpisode } from '../library/episodes.ts';
import type { Library } from '../library/library.ts';
import { createProject, listProjects, type Project, projectById } from '../library/projects.ts';
import type { OnProgress } from '../ports.ts';
import type { Voice } from '../providers/speech-provider.ts';
import { attachSounds } from './attach-sounds.ts';
import { dealVoices } from './deal-voices.ts';
import { readScript, type ScriptSource, scriptNameOf } from './read-script.ts';

export interface ImportedEpisode {
  readonly episodeId: EpisodeId;
  readonly projectId: ProjectId;
  readonly title: string;
  readonly lines: number;
  /** What did not come along, by line of the file (0: no line of its own). */
  readonly dropped: readonly Dropped[];
}

export interface ImportOptions {
  readonly projectId?: ProjectId;
  /** Default: a project named like the episode. */
  readonly projectName?: string;
  /** Where the sounds it names lie, see `attachSounds`. Default: beside the file; none for text. */
  readonly folder?: string | null;
  /** Dealt to speakers whom nobody has cast, see `dealVoices`. Default: the default voice reads them. */
  readonly voices?: readonly Voice[];
  readonly signal?: AbortSignal;
  readonly onProgress?: OnProgress;
}

/**
 * Makes an episode of a script or manuscript, with its sounds. A sound that cannot be read does not stop it: the episode
 * remembers its path, and the report says so.
 */
export async function importEpisode(
  library: Library,
  source: ScriptSource,
  options: ImportOptions = {},
): Promise<ImportedEpisode> {
  const { ports } = library;
  // Asked before the work: a project that is not there would be found out only after it.
  const wanted = options.projectId === undefined ? undefined : projectById(library.db, options.projectId);
  const script = await readScript(source, {
    newId: ports.newId,
    ...(options.signal ? { signal: options.signal } : {}),
  });
  const { document: read, problems } = await attachSounds(library, script.document, {
    folder: options.folder === undefined && 'path' in source ? dirname(source.path) : (options.folder ?? null),
    scriptName: scriptNameOf(source),
    lineOfSound: script.lineOfSound,
    isDraft: true,
    ...(options.signal ? { signal: options.signal } : {}),
    ...(options.onProgress ? { onProgress: options.onProgress } : {}),
  });
  const settings = settingsOf(read);
  const project = wanted ?? projectFor(library, options.projectName ?? settings.title, settings);
  const document = options.voices ? dealVoices(read, options.voices, project.defaults ?? {}) : read;
  const episodeId = EpisodeId.parse(ports.newId());
  createEpisode(library.db, { id: episodeId, projectId: project.id, document, createdAtMs: ports.nowMs() });
  return {
    episodeId,
    projectId: project.id,
    title: settings.title,
    lines: blocksOf(document).filter(({ type }) => type === 'line').length,
    dropped: [...script.dropped, ...problems.map((what) => ({ line: 0, what }))],
  };
}

/** The project of that name, the newest of several; made when there is none. */
export function projectFor(library: Library, name: string, like: Pick<Project, 'kind' | 'language'>): Project {
  const known = listProjects(library.db).find((project) => project.name === name);
  if (known) return known;
  const project: Project = {
    id: ProjectId.parse(library.ports.newId()),
    name: Array.from(name).slice(0, 200).join(''),
    kind: like.kind,
    language: like.language,
    createdAtMs: library.ports.nowMs(),
  };
  createProject(library.db, project);
  return project;
}
