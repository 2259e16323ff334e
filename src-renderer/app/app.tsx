import { useTranslation } from 'react-i18next';
import { ScriptView } from '../script/script-view.tsx';
import { Timeline } from '../timeline/timeline.tsx';
import { TransportBar } from '../transport/transport-bar.tsx';
import styles from './app.module.css';
import { FailureBanner } from './failure-banner.tsx';
import { FirstRun } from './first-run.tsx';
import { Header } from './header.tsx';
import { Sidebar } from './sidebar.tsx';
import { useStudioState } from './studio-context.ts';
import { runningSampleJob } from './studio-state.ts';

export function App() {
  return (
    <div className={styles.window}>
      <Header />
      <Sidebar />
      <main className={styles.main}>
        <FailureBanner />
        <Workspace />
      </main>
      <TransportBar />
    </div>
  );
}

/** What there is to see: an episode, or why there is none yet. */
function Workspace() {
  const { t } = useTranslation();
  const episode = useStudioState((state) => state.episode);
  const sampleJob = useStudioState(runningSampleJob);
  const isStarting = useStudioState((state) => state.isStarting);
  const openingId = useStudioState((state) => state.openingId);
  if (sampleJob) return <FirstRun job={sampleJob} />;
  if (episode) {
    return (
      <>
        <ScriptView key={episode.summary.id} episode={episode} />
        <Timeline episode={episode} />
      </>
    );
  }
  return (
    <p className={styles.notice} role="status">
      {isStarting || openingId !== null ? t('app.loading') : t('projects.empty')}
    </p>
  );
}
