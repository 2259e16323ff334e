import type { TFunction } from 'i18next';
import type { Job } from '#shared/contract/values.ts';
import { moneyText } from '../making/money-text.ts';

const STAGES = ['speak', 'decode', 'sounds', 'measure', 'master', 'encode', 'check', 'join', 'stem'] as const;

/** What a job is at, how far, how long it will take and what it has cost. */
export function jobDetail(job: Job, t: TFunction, language: string): string {
  const isCounted = job.total > 0;
  // Samples and bytes are no numbers for people.
  const isFew = job.total <= 100_000;
  const stage = STAGES.find((known) => known === job.stage) ?? 'other';
  const cost = job.costs.map((money) => moneyText(money, language)).join(' + ');
  const parts = [
    job.state === 'running' ? t(`jobs.stages.${stage}`) : t(`jobs.states.${job.state}`),
    isCounted && job.state !== 'done'
      ? isFew
        ? t('jobs.progress', { done: job.done, total: job.total })
        : t('jobs.percent', { percent: Math.floor((100 * job.done) / job.total) })
      : '',
    job.remainingMs !== undefined && job.state === 'running'
      ? t('jobs.left', { time: roughTime(job.remainingMs, t) })
      : '',
    cost !== '' && job.state === 'running' ? t('jobs.cost', { cost }) : cost,
    job.failed > 0 ? t('jobs.failed', { count: job.failed }) : '',
  ];
  return parts.filter((part) => part !== '').join(' · ');
}

/** To the minute, or to five seconds: more would only jump about. */
export function roughTime(ms: number, t: TFunction): string {
  const seconds = Math.max(5, Math.round(ms / 5_000) * 5);
  return seconds < 90 ? t('jobs.seconds', { count: seconds }) : t('jobs.minutes', { count: Math.round(seconds / 60) });
}

/** Of all that run together, from 0 to 1; null: nothing runs whose length is known. */
export function overallProgress(jobs: readonly Job[]): number | null {
  const running = jobs.filter(({ state, total }) => state === 'running' && total > 0);
  if (running.length === 0) return null;
  return running.reduce((sum, { done, total }) => sum + Math.min(1, done / total), 0) / running.length;
}
