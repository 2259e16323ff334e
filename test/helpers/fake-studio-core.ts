import type { LocateMedia } from '#core/serving/serve-media.ts';
import type { StudioCore } from '#core/studio-core.ts';
import { AppError } from '#shared/errors.ts';
import { EpisodeId, ProjectId } from '#shared/ids.ts';
import { silentLog } from './silent-log.ts';

export const SAMPLE = { projectId: ProjectId.parse('p1'), episodeId: EpisodeId.parse('e1') };

/** A core with one project and nothing in it, for tests of the doors in front of it. */
export function fakeStudioCore(overrides: Partial<StudioCore> = {}): StudioCore {
  let nextId = 0;
  const locateMedia: LocateMedia = () => Promise.resolve(null);
  return {
    version: '9.9.9',
    log: silentLog,
    newId: () => `id-${nextId++}`,
    listProjects: () => [{ id: SAMPLE.projectId, name: 'The Night Ferry' }],
    listEpisodes: () => [],
    openEpisode: (episodeId) => {
      throw new AppError({ code: 'not-found', message: `There is no episode ${episodeId}.` });
    },
    listVoices: () => Promise.resolve([]),
    openSample: () => Promise.resolve(SAMPLE),
    locateMedia,
    ...overrides,
  };
}
