import { useTranslation } from 'react-i18next';
import type { Job } from '#shared/contract/values.ts';
import { useStudio } from '../app/studio-context.ts';
import { jobDetail } from '../jobs/job-text.ts';
import { Button } from '../ui/button.tsx';
import { ProgressBar } from '../ui/progress-bar.tsx';
import styles from './export.module.css';

export function ExportProgress({ job }: { readonly job: Job }) {
  const { t, i18n } = useTranslation();
  const studio = useStudio();
  return (
    <div className={styles.form}>
      <ProgressBar
        label={`${t('jobs.kinds.export')}: ${job.subject}`}
        done={job.done}
        total={job.total}
        detail={jobDetail(job, t, i18n.language)}
      />
      <p className={styles.folder}>{t('export.inProgress')}</p>
      <footer className={styles.actions}>
        <Button onClick={() => void studio.jobs.cancel(job.id)}>{t('ui.cancel')}</Button>
        <Button variant="primary" onClick={() => studio.showDialog(null)}>
          {t('ui.close')}
        </Button>
      </footer>
    </div>
  );
}
