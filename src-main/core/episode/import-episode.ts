import { basename, dirname } from 'node:path';
import { settingsOf } from '#shared/document/episode-document.ts';
import { EpisodeId, ProjectId } from '#shared/ids.ts';
import { createEpisode } from '../library/episodes.ts';
import type { Library } from '../library/library.ts';
import { createProject, listProjects, type Project } from '../library/projects.ts';
import type { OnProgress } from '../ports.ts';
import { attachSounds } from './attach-sounds.ts';
import { readScript } from './read-script.ts';

export interface ImportedEpisode {
  readonly episodeId: EpisodeId;
  readonly projectId: ProjectId;
  /** What did not come along, by line of the file (0: no line of its own). */
  readonly dropped: readonly { readonly line: number; readonly what: string }[];
}

export interface ImportOptions {
  /** Default: a project named like the episode. */
  readonly projectName?: string;
  readonly signal?: AbortSignal;
  readonly onProgress?: OnProgress;
}

/**
 * Makes an episode of a script or manuscript, with its sounds. A sound that cannot be read does not stop it: the episode
 * remembers its path, and the report says so.
 */
export async function importEpisode(
  library: Library,
  path: string,
  options: ImportOptions = {},
): Promise<ImportedEpisode> {
  const { ports } = library;
  const script = await readScript(path, { newId: ports.newId, ...(options.signal ? { signal: options.signal } : {}) });
  const { document, problems } = await attachSounds(library, script.document, {
    folder: dirname(path),
    scriptName: basename(path),
    lineOfSound: script.lineOfSound,
    isDraft: true,
    ...(options.signal ? { signal: options.signal } : {}),
    ...(options.onProgress ? { onProgress: options.onProgress } : {}),
  });
  const settings = settingsOf(document);
  const project = projectFor(library, options.projectName ?? settings.title, settings);
  const episodeId = EpisodeId.parse(ports.newId());
  createEpisode(library.db, { id: episodeId, projectId: project.id, document, createdAtMs: ports.nowMs() });
  return {
    episodeId,
    projectId: project.id,
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
