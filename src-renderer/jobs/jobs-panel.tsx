import { X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useStudio, useStudioState } from '../app/studio-context.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { ProgressBar } from '../ui/progress-bar.tsx';
import styles from './jobs-panel.module.css';

/** What runs and what ended, above the status line. */
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
      {jobs.length === 0 && <EmptyState title={t('status.jobs')} />}
      <ul className={styles.jobs}>
        {jobs.map((job) => (
          <li key={job.id} className={styles.job}>
            <ProgressBar label={job.subject} done={job.done} total={job.total} />
            <IconButton
              icon={X}
              size="small"
              label={t('ui.cancel')}
              onClick={() => void (job.state === 'running' ? studio.jobs.cancel(job.id) : studio.jobs.dismiss(job.id))}
            />
          </li>
        ))}
      </ul>
    </section>
  );
}
