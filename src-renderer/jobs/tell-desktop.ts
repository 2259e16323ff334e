import type { i18n } from 'i18next';
import type { Job } from '#shared/contract/values.ts';
import type { Studio } from '../app/studio.ts';
import { overallProgress } from './job-text.ts';

/** Jobs on the program's icon, and a word when one has ended while the window was not in front. Ends when called. */
export function tellDesktop(studio: Studio, { t }: i18n): () => void {
  const { host } = studio;
  let shown: number | null = null;
  let before = new Map<string, Job>();
  return studio.store.subscribe(({ jobs }) => {
    const progress = overallProgress(jobs);
    const step = progress === null ? null : Math.round(progress * 100) / 100;
    if (step !== shown) {
      shown = step;
      host.setProgress?.(step);
    }
    for (const job of jobs) {
      const wasLive = ['running', 'paused'].includes(before.get(job.id)?.state ?? '');
      const hasEnded = job.state === 'done' || job.state === 'failed';
      if (wasLive && hasEnded && job.kind !== 'sample' && !document.hasFocus()) {
        const what = `${t(`jobs.kinds.${job.kind}`)} – ${t(`jobs.states.${job.state}`)}`;
        host.notify?.({ title: what, body: job.subject });
      }
    }
    before = new Map(jobs.map((job) => [job.id, job]));
  });
}
