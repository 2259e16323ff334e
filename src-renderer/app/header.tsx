import { ChevronRight } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { roundTime } from '../episode/time-text.ts';
import styles from './header.module.css';
import { useStudioState } from './studio-context.ts';

/** Where one is, and what the episode amounts to. */
export function Header() {
  const { t } = useTranslation();
  const episode = useStudioState((state) => state.episode);
  const projectName = useStudioState(
    (state) => state.projects.find(({ project }) => project.id === state.episode?.summary.projectId)?.project.name,
  );
  return (
    <header className={styles.header}>
      <span className={styles.brand}>{t('app.name')}</span>
      {episode && (
        <>
          <Crumb text={projectName ?? ''} />
          <ChevronRight size={14} aria-hidden="true" className={styles.chevron} />
          <h1 className={styles.title}>{episode.summary.title}</h1>
          <p className={styles.facts}>
            {episode.missingLines > 0 && (
              <span className={styles.missing}>{t('header.missing', { count: episode.missingLines })}</span>
            )}
            <span>{t('header.lines', { count: episode.lineCount })}</span>
            <span>{roundTime(episode.durationSamples)}</span>
          </p>
        </>
      )}
    </header>
  );
}

function Crumb({ text }: { readonly text: string }) {
  return (
    <>
      <ChevronRight size={14} aria-hidden="true" className={styles.chevron} />
      <span className={styles.crumb}>{text}</span>
    </>
  );
}
