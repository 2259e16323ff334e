import { useTranslation } from 'react-i18next';
import { ScriptView } from '../script/script-view.tsx';
import { Timeline } from '../timeline/timeline.tsx';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import styles from './app.module.css';
import { useStudio, useStudioState } from './studio-context.ts';

/** Script and timeline of the open episode, or why there is none yet. */
export function Workspace() {
  const { t } = useTranslation();
  const studio = useStudio();
  const episode = useStudioState((state) => state.episode);
  const isOpening = useStudioState((state) => state.isStarting || state.openingId !== null);
  if (episode) {
    return (
      <div className={styles.workspace}>
        <ScriptView key={episode.summary.id} episode={episode} />
        <Timeline episode={episode} />
      </div>
    );
  }
  if (isOpening) {
    return (
      <p className={styles.notice} role="status">
        {t('app.loading')}
      </p>
    );
  }
  return (
    <EmptyState
      title={t('projects.empty')}
      actions={<Button onClick={() => studio.goToScreen('start')}>{t('actions.go.start')}</Button>}
    />
  );
}
