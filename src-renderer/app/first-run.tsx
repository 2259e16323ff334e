import { useTranslation } from 'react-i18next';
import type { Job } from '#shared/contract/values.ts';
import styles from './first-run.module.css';
import { useStudio } from './studio-context.ts';

const STAGES = ['sounds', 'decode', 'speak'] as const;

/** The sample is being made: what happens, how far it is, and the way out. */
export function FirstRun({ job }: { readonly job: Job }) {
  const { t } = useTranslation();
  const studio = useStudio();
  const stage = STAGES.find((known) => known === job.stage) ?? 'other';
  const isCounted = job.total > 0;
  return (
    <section className={styles.panel} aria-labelledby="first-run-title">
      <h2 id="first-run-title" className={styles.title}>
        {t('firstRun.title')}
      </h2>
      <p>{t('firstRun.explanation')}</p>
      <progress
        className={styles.progress}
        aria-label={t(`firstRun.stages.${stage}`)}
        {...(isCounted ? { max: job.total, value: job.done } : {})}
      />
      <p className={styles.step}>
        <span>{t(`firstRun.stages.${stage}`)}</span>
        {isCounted && <span>{t('firstRun.step', { done: job.done, total: job.total })}</span>}
      </p>
      <button type="button" className={styles.cancel} onClick={() => void studio.cancelSample()}>
        {t('firstRun.cancel')}
      </button>
    </section>
  );
}
