import { join } from 'node:path';
import type { Handlers, Output } from '#shared/contract/contract.ts';
import { PROJECT_METHODS } from '#shared/contract/projects.ts';
import { importEpisode } from '../../episode/import-episode.ts';
import { speakEpisode } from '../../episode/speak-episode.ts';
import { openEffectiveEpisode } from '../../library/effective-episode.ts';
import { listEpisodes } from '../../library/episodes.ts';
import { attachTakes } from '../../library/line-takes.ts';
import { listProjects } from '../../library/projects.ts';
import type { JobWork } from '../job-board.ts';
import { pending } from '../pending.ts';
import type { StudioParts } from '../studio-parts.ts';

const SAMPLE_SCRIPT = join('resources', 'samples', 'the-night-ferry', 'the-night-ferry.md');
const SAMPLE_PROJECT = 'Lectern samples';

export function projectHandlers(parts: StudioParts): Pick<Handlers, keyof typeof PROJECT_METHODS> {
  const { library, jobs } = parts;
  const { db } = library;
  let openingSample: Promise<Output<'sample.open'>> | null = null;
  return {
    ...pending(PROJECT_METHODS),
    'projects.list': ({ shelf }) =>
      listProjects(db, shelf === undefined ? {} : { shelf }).map(
        ({ id, name, kind, language, shelf: stands, createdAtMs }) => ({
          id,
          name,
          kind,
          language,
          shelf: stands,
          createdAtMs,
        }),
      ),
    'episodes.list': ({ projectId, shelf }) =>
      listEpisodes(db, projectId, shelf === undefined ? {} : { shelf }).map(
        ({ id, title, revision, shelf: stands }) => ({ id, projectId, title, revision, shelf: stands }),
      ),
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

/** Imports and speaks the sample when the library has none yet; never twice. */
function openSample({ core, library, installation }: StudioParts): JobWork<Output<'sample.open'>> {
  const { db } = library;
  return async ({ signal, onProgress }) => {
    const known = listProjects(db).find((project) => project.name === SAMPLE_PROJECT);
    const [first] = known ? listEpisodes(db, known.id) : [];
    const watch = { signal, onProgress };
    const episodeId =
      first?.id ??
      (await importEpisode(library, join(installation, SAMPLE_SCRIPT), { projectName: SAMPLE_PROJECT, ...watch }))
        .episodeId;
    const episode = openEffectiveEpisode(db, episodeId);
    // Also where an earlier start was stopped half-way: only what is missing is spoken.
    const voices = await core.voices();
    const spoken = await speakEpisode(library, episode.document, { voices, isDraft: true, isOffline: true, ...watch });
    attachTakes(library, episodeId, spoken.takes);
    return { projectId: episode.projectId, episodeId };
  };
}
