import type { Handlers } from '#shared/contract/contract.ts';
import type { JOB_METHODS } from '#shared/contract/jobs.ts';
import type { StudioParts } from '../studio-parts.ts';

export function jobHandlers({ jobs }: StudioParts): Pick<Handlers, keyof typeof JOB_METHODS> {
  return {
    'jobs.list': () => jobs.list(),
    'jobs.cancel': ({ jobId }) => ({ isRunning: jobs.cancel(jobId) }),
    'jobs.pause': ({ jobId }) => {
      jobs.pause(jobId);
      return {};
    },
    'jobs.resume': ({ jobId }) => {
      jobs.resume(jobId);
      return {};
    },
    'jobs.retry': async ({ jobId }) => ({ jobId: await jobs.retry(jobId) }),
    'jobs.dismiss': ({ jobId }) => {
      jobs.dismiss(jobId);
      return {};
    },
  };
}
