import type { Handlers, Output } from '#shared/contract/contract.ts';
import type { JobBoard } from './job-board.ts';
import type { StudioCore } from './studio-core.ts';

/** The contract's methods. Nothing is decided here: a handler names the part of the core that answers. */
export function createHandlers(core: StudioCore, jobs: JobBoard): Handlers {
  let openingSample: Promise<Output<'sample.open'>> | null = null;
  return {
    'app.info': () => ({ version: core.version, platform: process.platform }),
    'projects.list': () => core.listProjects(),
    'episodes.list': ({ projectId }) => core.listEpisodes(projectId),
    'episodes.open': ({ episodeId }) => core.openEpisode(episodeId),
    'voices.list': () => core.listVoices(),
    'sample.open': () => {
      // Two windows, or a page that reloads while the first import runs, share that one import.
      openingSample ??= jobs.run('sample', core.openSample).finally(() => {
        openingSample = null;
      });
      return openingSample;
    },
    'jobs.list': () => jobs.list(),
    'jobs.cancel': ({ jobId }) => ({ isRunning: jobs.cancel(jobId) }),
  };
}
