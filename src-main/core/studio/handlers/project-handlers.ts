import { join } from 'node:path';
import type { Handlers, Output } from '#shared/contract/contract.ts';
import type { ImportedScript, PROJECT_METHODS, Project } from '#shared/contract/projects.ts';
import type { EpisodeSummary, ProjectSummary } from '#shared/contract/values.ts';
import { newProjectEpisode } from '#shared/document/project-defaults.ts';
import { EpisodeId, ProjectId } from '#shared/ids.ts';
import { printScript } from '#shared/script/print-script.ts';
import { type ImportOptions, importEpisode } from '../../episode/import-episode.ts';
import type { ScriptSource } from '../../episode/read-script.ts';
import { speakEpisode } from '../../episode/speak-episode.ts';
import { duplicateEpisode, moveEpisode, setEpisodeShelf } from '../../library/arrange-episodes.ts';
import { openEffectiveEpisode } from '../../library/effective-episode.ts';
import { createEpisode, type EpisodeSummary as Listed, listEpisodes, openEpisode } from '../../library/episodes.ts';
import { attachTakes } from '../../library/line-takes.ts';
import {
  changeProject,
  createProject,
  listProjects,
  type ProjectChanges,
  projectById,
  type StoredProject,
  setProjectShelf,
} from '../../library/projects.ts';
import type { JobWork } from '../job-board.ts';
import type { StudioParts } from '../studio-parts.ts';

const SAMPLE_SCRIPT = join('resources', 'samples', 'the-night-ferry', 'the-night-ferry.md');
const SAMPLE_PROJECT = 'Lectern samples';
export function projectHandlers(parts: StudioParts): Pick<Handlers, keyof typeof PROJECT_METHODS> {
  const { library, jobs } = parts;
  const { db, ports } = library;
  let openingSample: Promise<Output<'sample.open'>> | null = null;
  return {
    'projects.list': ({ shelf }) => listProjects(db, shelf === undefined ? {} : { shelf }).map(projectSummary),
    'projects.get': ({ projectId }) => projectValue(projectById(db, projectId)),
    'projects.create': (wish) => {
      const id = ProjectId.parse(ports.newId());
      createProject(db, { ...wish, id, createdAtMs: ports.nowMs() });
      return projectSummary(projectById(db, id));
    },
    'projects.change': ({ projectId, defaults, ...fields }) => {
      const changes = { ...fields, ...(defaults === undefined ? {} : { defaults: withoutNulls(defaults) }) };
      return projectValue(changeProject(db, projectId, changes));
    },
    'projects.setShelf': ({ projectId, shelf }) => {
      setProjectShelf(db, projectId, shelf);
      return {};
    },
    'episodes.list': ({ projectId, shelf }) =>
      listEpisodes(db, projectId, shelf === undefined ? {} : { shelf }).map(episodeSummary),
    'episodes.create': ({ projectId, title }) => {
      const { language, kind, defaults = {} } = projectById(db, projectId);
      const document = newProjectEpisode({ title, language, kind, defaults, newId: ports.newId });
      const id = EpisodeId.parse(ports.newId());
      return episodeSummary(createEpisode(db, { id, projectId, document, createdAtMs: ports.nowMs() }));
    },
    'episodes.duplicate': ({ episodeId, title }) => episodeSummary(duplicateEpisode(library, episodeId, title)),
    'episodes.move': ({ episodeId, afterId }) => {
      moveEpisode(db, episodeId, afterId);
      return {};
    },
    'episodes.setShelf': ({ episodeId, shelf }) => {
      setEpisodeShelf(db, episodeId, shelf);
      return {};
    },
    'scripts.import': (wish) => importScript(parts, wish),
    'scripts.print': ({ episodeId }) => ({ text: printScript(openEpisode(db, episodeId).document) }),
    'sample.open': () => {
      // Two windows, or a page that reloads while the first import runs, share that one import.
      openingSample ??= startSample(parts).finally(() => {
        openingSample = null;
      });
      return openingSample;
    },
  };

  function startSample(of: StudioParts): Promise<Output<'sample.open'>> {
    const job = jobs.start({ kind: 'sample', subject: 'The Night Ferry' }, openSample(of));
    // It is what the page shows next: nothing is left to tell.
    return job.result.finally(() => jobs.dismiss(job.id));
  }
}

type Wish = Parameters<Handlers['scripts.import']>[0];

/** A job, because of the sounds a script brings along; its outcome is the answer, so that none is left on the list. */
async function importScript(parts: StudioParts, wish: Wish): Promise<ImportedScript> {
  const { core, library, jobs, uploads, events } = parts;
  const { source, folder } = sourceOf(parts, wish.source);
  const options: ImportOptions = {
    ...(wish.projectId === undefined ? {} : { projectId: wish.projectId }),
    ...(wish.projectName === undefined ? {} : { projectName: wish.projectName }),
    ...(folder === undefined ? {} : { folder }),
    voices: (await (await core.providers()).find(({ isRemote }) => !isRemote)?.listVoices()) ?? [],
  };
  const job = jobs.start({ kind: 'import', subject: source.name ?? '' }, ({ signal, onProgress }) =>
    importEpisode(library, source, { ...options, signal, onProgress }),
  );
  const { dropped, ...imported } = await job.result.finally(() => jobs.dismiss(job.id));
  if ('fileId' in wish.source) await uploads.forget(wish.source.fileId);
  events.publish({ name: 'library.changed', value: {} });
  return {
    ...imported,
    addedSpeakers: dropped.flatMap(({ addedSpeaker }) => addedSpeaker ?? []),
    dropped: dropped
      .filter(({ addedSpeaker }) => addedSpeaker === undefined)
      .map(({ line, what }) => (line > 0 ? { line, what } : { what })),
  };
}

function sourceOf(
  { uploads }: StudioParts,
  given: Wish['source'],
): { readonly source: ScriptSource; readonly folder?: null } {
  if (!('fileId' in given)) return { source: { text: given.text, name: given.fileName ?? nameOfPasted(given.text) } };
  const { path, name, isOurs } = uploads.file(given.fileId);
  // Beside what was uploaded lie other uploads, not the script's sounds.
  return { source: { path, name }, ...(isOurs ? { folder: null } : {}) };
}

/** What is pasted has no name: its first heading says best what it is, or else its first words. */
function nameOfPasted(text: string): string {
  const heading = /^#{1,6}[ \t]+(.+)$/m.exec(text)?.[1];
  const words =
    heading ??
    text
      .replace(/^---\n[\s\S]*?\n---\n/, '')
      .trim()
      .split('\n', 1)[0] ??
    '';
  const plain = Array.from(words.replace(/[\p{Cc}/\\]/gu, ' ').trim())
    .slice(0, 60)
    .join('')
    .trim();
  return `${plain === '' ? 'Untitled' : plain}.md`;
}

function projectSummary(project: StoredProject): ProjectSummary {
  const { id, name, kind, language, shelf, createdAtMs } = project;
  return { id, name, kind, language, shelf, createdAtMs };
}

function projectValue(project: StoredProject): Project {
  return { ...projectSummary(project), defaults: project.defaults ?? {} };
}

function episodeSummary({ id, projectId, title, revision, shelf }: Listed): EpisodeSummary {
  return { id, projectId, title, revision, shelf };
}

/** The contract says null where the library says undefined: JSON knows only the one. */
function withoutNulls(
  defaults: NonNullable<Parameters<Handlers['projects.change']>[0]['defaults']>,
): NonNullable<ProjectChanges['defaults']> {
  return Object.fromEntries(Object.entries(defaults).map(([name, value]) => [name, value ?? undefined]));
}

/** Imports and speaks the sample when the library has none yet; never twice. */
function openSample({ core, library, installation }: StudioParts): JobWork<Output<'sample.open'>> {
  const { db } = library;
  return async ({ signal, onProgress }) => {
    const known = listProjects(db).find((project) => project.name === SAMPLE_PROJECT);
    const [first] = known ? listEpisodes(db, known.id) : [];
    const watch = { signal, onProgress };
    const episodeId =
      first?.id ??
      (
        await importEpisode(
          library,
          { path: join(installation, SAMPLE_SCRIPT) },
          { projectName: SAMPLE_PROJECT, ...watch },
        )
      ).episodeId;
    const episode = openEffectiveEpisode(db, episodeId);
    // Also where an earlier start was stopped half-way: only what is missing is spoken.
    const voices = await core.voices();
    const spoken = await speakEpisode(library, episode.document, { voices, isDraft: true, isOffline: true, ...watch });
    attachTakes(library, episodeId, spoken.takes);
    return { projectId: episode.projectId, episodeId };
  };
}
