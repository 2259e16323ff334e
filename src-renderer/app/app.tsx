import { CSPProvider } from '@base-ui/react/csp-provider';
import { useTranslation } from 'react-i18next';
import { Inspector } from '../inspector/inspector.tsx';
import { JobsPanel } from '../jobs/jobs-panel.tsx';
import { Library } from '../library/library.tsx';
import { SettingsScreen } from '../settings/settings-screen.tsx';
import { StartScreen } from '../start/start-screen.tsx';
import { TransportBar } from '../transport/transport-bar.tsx';
import { DropZone } from '../ui/drop-zone.tsx';
import { SplitPane } from '../ui/split-pane.tsx';
import { Voices } from '../voices/voices.tsx';
import styles from './app.module.css';
import { Dialogs } from './dialogs.tsx';
import { FailureBanner } from './failure-banner.tsx';
import { FirstRun } from './first-run.tsx';
import { Header } from './header.tsx';
import { NoticeBar } from './notice-bar.tsx';
import { Sidebar } from './sidebar.tsx';
import { StatusLine } from './status-line.tsx';
import { useStudio, useStudioState } from './studio-context.ts';
import { runningSampleJob } from './studio-state.ts';
import { useSidePanels } from './use-side-panels.ts';
import { Workspace } from './workspace.tsx';

const INSPECTOR_PX = { min: 240, max: 520 };

export function App() {
  const { t } = useTranslation();
  const studio = useStudio();
  const screen = useStudioState((state) => state.screen);
  const { isSidebarOpen } = useSidePanels();
  return (
    // The page's content policy allows no inline style elements.
    <CSPProvider disableStyleElements>
      <DropZone label={t('app.dropScript')} onDrop={(files) => studio.importDropped(files)}>
        <div className={styles.window}>
          <Header />
          <div className={styles.middle}>
            {isSidebarOpen && <Sidebar />}
            <main className={styles.main}>
              <FailureBanner />
              <NoticeBar />
              <CurrentScreen />
            </main>
          </div>
          {screen === 'episode' && <TransportBar />}
          <JobsPanel />
          <StatusLine />
        </div>
      </DropZone>
      <Dialogs />
    </CSPProvider>
  );
}

function CurrentScreen() {
  const screen = useStudioState((state) => state.screen);
  const sampleJob = useStudioState(runningSampleJob);
  if (screen === 'library') return <Library />;
  if (screen === 'voices') return <Voices />;
  if (screen === 'settings') return <SettingsScreen />;
  if (sampleJob) return <FirstRun job={sampleJob} />;
  if (screen === 'start') return <StartScreen />;
  return <EpisodeScreen />;
}

function EpisodeScreen() {
  const { t } = useTranslation();
  const studio = useStudio();
  const widthPx = useStudioState((state) => state.inspectorWidthPx);
  const { isInspectorOpen } = useSidePanels();
  if (!isInspectorOpen) return <Workspace />;
  return (
    <SplitPane
      label={t('header.inspectorWidth')}
      direction="horizontal"
      first={<Workspace />}
      second={<Inspector />}
      sized="second"
      sizePx={widthPx}
      minPx={INSPECTOR_PX.min}
      maxPx={INSPECTOR_PX.max}
      onResize={(inspectorWidthPx) => studio.store.setState({ inspectorWidthPx })}
    />
  );
}
