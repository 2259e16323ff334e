import { Check, CircleAlert, ListTodo, LoaderCircle, TestTube, WifiOff } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Job } from '#shared/contract/values.ts';
import { Popover } from '../ui/popover.tsx';
import styles from './status-line.module.css';
import { useSessionState, useStudio, useStudioState } from './studio-context.ts';

/** What is true of the whole studio now: what is saved, what works, what is to be known. */
export function StatusLine() {
  return (
    <footer className={styles.line}>
      <SavedState />
      <OfflineMark />
      <FakeMark />
      <LibraryNotices />
      <JobsButton />
    </footer>
  );
}

const SAVING_ICONS = { saved: Check, saving: LoaderCircle, failed: CircleAlert };
const SAVING_TEXTS = { saved: 'status.saved', saving: 'status.saving', failed: 'status.notSaved' } as const;

function SavedState() {
  const { t } = useTranslation();
  const saving = useSessionState((state) => state.saving);
  if (saving === null) return null;
  const Icon = SAVING_ICONS[saving];
  return (
    <span className={saving === 'failed' ? `${styles.item} ${styles.failed}` : styles.item} role="status">
      <Icon size={12} aria-hidden="true" />
      {t(SAVING_TEXTS[saving])}
    </span>
  );
}

function OfflineMark() {
  const { t } = useTranslation();
  const studio = useStudio();
  const isOffline = useStudioState((state) => state.settings.isOffline);
  if (!isOffline) return null;
  return (
    <button type="button" className={styles.button} onClick={() => studio.goToScreen('settings')}>
      <WifiOff size={12} aria-hidden="true" />
      {t('status.offline')}
    </button>
  );
}

/** Nobody should think that what a stand-in says is the service's voice, or that it costs money. */
function FakeMark() {
  const { t } = useTranslation();
  const names = useStudioState(
    (state) =>
      state.connections?.connections
        .filter(({ isFake }) => isFake)
        .map(({ name }) => name)
        .join(', ') ?? '',
  );
  if (names === '') return null;
  return (
    <MarkPopover icon={<TestTube size={12} aria-hidden="true" />} text={t('status.fake')}>
      <p>{t('status.fakeExplanation', { names })}</p>
    </MarkPopover>
  );
}

function LibraryNotices() {
  const { t } = useTranslation();
  const notices = useStudioState((state) => state.libraryNotices);
  if (notices.length === 0) return null;
  return (
    <MarkPopover
      icon={<CircleAlert size={12} aria-hidden="true" />}
      text={t('status.notices', { count: notices.length })}
      title={t('status.noticesTitle')}
    >
      <ul className={styles.notices}>
        {notices.map(({ kind, message }) => (
          <li key={`${kind} ${message}`}>{message}</li>
        ))}
      </ul>
    </MarkPopover>
  );
}

interface MarkPopoverProps {
  readonly icon: ReactNode;
  readonly text: string;
  readonly title?: string;
  readonly children: ReactNode;
}

function MarkPopover({ icon, text, title, children }: MarkPopoverProps) {
  return (
    <Popover
      side="top"
      title={title}
      trigger={
        <button type="button" className={styles.button}>
          {icon}
          {text}
        </button>
      }
    >
      {children}
    </Popover>
  );
}

function JobsButton() {
  const { t } = useTranslation();
  const studio = useStudio();
  const jobs = useStudioState((state) => state.jobs);
  const isOpen = useStudioState((state) => state.isJobsOpen);
  const running = jobs.filter(({ state }) => state === 'running' || state === 'paused');
  const failed = jobs.filter(({ state, failed: count }) => state === 'failed' || (state === 'done' && count > 0));
  const percent = percentOf(running);
  return (
    <button
      type="button"
      className={`${styles.button} ${styles.jobs}`}
      aria-expanded={isOpen}
      onClick={() => studio.toggleJobs()}
    >
      {failed.length > 0 && (
        <span className={styles.failed}>
          <CircleAlert size={12} aria-hidden="true" />
          {t('status.jobsFailed', { count: failed.length })}
        </span>
      )}
      <ListTodo size={12} aria-hidden="true" />
      {running.length > 0 ? t('status.jobsRunning', { count: running.length }) : t('status.jobs')}
      {percent !== null && (
        <>
          <span className={styles.track} aria-hidden="true">
            <span className={styles.bar} style={{ width: `${percent}%` }} />
          </span>
          <span className={styles.percent}>{t('status.percent', { percent })}</span>
        </>
      )}
    </button>
  );
}

/** Of all that runs, as one; null where nothing can be counted. */
function percentOf(running: readonly Job[]): number | null {
  const counted = running.filter(({ total }) => total > 0);
  if (counted.length === 0) return null;
  const shares = counted.map(({ done, total }) => Math.min(1, done / total));
  return Math.round((shares.reduce((sum, share) => sum + share, 0) / counted.length) * 100);
}
