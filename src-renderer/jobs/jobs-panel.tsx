import { CirclePause, CirclePlay, FileCheck, RotateCcw, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Job } from '#shared/contract/values.ts';
import { errorText, languageFor } from '#shared/messages/error-text.ts';
import { useStudio, useStudioState } from '../app/studio-context.ts';
import { BareIconButton, IconButton } from '../ui/icon-button.tsx';
import { ProgressBar } from '../ui/progress-bar.tsx';
import { jobDetail } from './job-text.ts';
import styles from './jobs-panel.module.css';

/** What is going on and what came of it. A job stays until it is dismissed: nothing that matters vanishes by itself. */
export function JobsPanel() {
  const { t } = useTranslation();
  const studio = useStudio();
  const isOpen = useStudioState((state) => state.isJobsOpen);
  const jobs = useStudioState((state) => state.jobs);
  if (!isOpen) return null;
  return (
    <section className={styles.panel} aria-label={t('regions.jobs')} data-region="jobs" tabIndex={-1}>
      <header className={styles.head}>
        <h2 className={styles.title}>{t('regions.jobs')}</h2>
        <IconButton icon={X} size="small" label={t('ui.close')} onClick={() => studio.toggleJobs()} />
      </header>
      {jobs.length === 0 && <p className={styles.empty}>{t('jobs.empty')}</p>}
      <ul className={styles.jobs}>
        {jobs.toReversed().map((job) => (
          <JobItem key={job.id} job={job} />
        ))}
      </ul>
    </section>
  );
}

function JobItem({ job }: { readonly job: Job }) {
  const { t, i18n } = useTranslation();
  const kind = t(`jobs.kinds.${job.kind}`);
  const name = job.subject === '' ? kind : t('jobs.done', { what: kind, subject: job.subject });
  const detail = jobDetail(job, t, i18n.language);
  const isLive = job.state === 'running' || job.state === 'paused';
  return (
    <li className={styles.job} aria-label={name}>
      <div className={styles.text}>
        {isLive ? (
          <ProgressBar label={name} done={job.done} total={job.total} detail={detail} />
        ) : (
          <>
            <p className={styles.name}>{name}</p>
            <p className={job.state === 'failed' || job.failed > 0 ? styles.failed : styles.detail}>{detail}</p>
          </>
        )}
        {job.error && <JobError error={job.error} />}
      </div>
      <JobButtons job={job} />
    </li>
  );
}

function JobError({ error }: { readonly error: NonNullable<Job['error']> }) {
  const { i18n } = useTranslation();
  const { title, advice } = errorText(error, languageFor(i18n.language));
  return (
    <p className={styles.error}>
      <strong>{title}</strong> {advice} <span className={styles.detail}>{error.message}</span>
    </p>
  );
}

function JobButtons({ job }: { readonly job: Job }) {
  const { t } = useTranslation();
  const studio = useStudio();
  const { id, state, kind, episodeId, result } = job;
  const isLive = state === 'running' || state === 'paused';
  const canRetry = !isLive && (kind === 'speech' || kind === 'hear') && (job.failed > 0 || state === 'failed');
  return (
    <div className={styles.buttons}>
      {job.canPause && state === 'running' && (
        <BareIconButton icon={CirclePause} label={t('jobs.pause')} onClick={() => void studio.jobs.pause(id)} />
      )}
      {state === 'paused' && (
        <BareIconButton icon={CirclePlay} label={t('jobs.resume')} onClick={() => void studio.jobs.resume(id)} />
      )}
      {canRetry && (
        <BareIconButton icon={RotateCcw} label={t('jobs.retry')} onClick={() => void studio.jobs.retry(id)} />
      )}
      {kind === 'export' && state === 'done' && result !== undefined && episodeId !== undefined && (
        <BareIconButton
          icon={FileCheck}
          label={t('jobs.report')}
          onClick={() => studio.showDialog({ name: 'export', episodeId, reportId: result })}
        />
      )}
      <BareIconButton
        icon={X}
        label={t(isLive ? 'jobs.cancel' : 'jobs.dismiss')}
        onClick={() => void (isLive ? studio.jobs.cancel(id) : studio.jobs.dismiss(id))}
      />
    </div>
  );
}
