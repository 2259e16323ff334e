import { History } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { HistoryValue } from '#shared/contract/episodes.ts';
import { editLabelText } from '#shared/messages/edit-label.ts';
import { languageFor } from '#shared/messages/error-text.ts';
import { useStudio } from '../app/studio-context.ts';
import type { EpisodeSession } from '../episode/episode-session.ts';
import { BareIconButton } from '../ui/icon-button.tsx';
import { Popover } from '../ui/popover.tsx';
import styles from './history-panel.module.css';
import { Snapshots } from './snapshots.tsx';

/** What was done, newest first: the episode can be put back to after any of it. And moments that were kept by name. */
export function HistoryButton({ session }: { readonly session: EpisodeSession }) {
  const { t } = useTranslation();
  const desk = useStudio().script;
  const isOpen = useStore(desk.store, (state) => state.isHistoryOpen);
  return (
    <Popover
      trigger={<BareIconButton icon={History} label={t('actions.history.show')} />}
      title={t('script.history.title')}
      isOpen={isOpen}
      onOpenChange={(isHistoryOpen) => desk.store.setState({ isHistoryOpen })}
    >
      {isOpen && (
        <div className={styles.panel}>
          <HistoryList session={session} />
          <Snapshots session={session} />
        </div>
      )}
    </Popover>
  );
}

function HistoryList({ session }: { readonly session: EpisodeSession }) {
  const { t, i18n } = useTranslation();
  const history = useHistory(session);
  if (!history) return null;
  const time = new Intl.DateTimeFormat(i18n.language, { hour: '2-digit', minute: '2-digit' });
  const rows = [...history.entries].reverse();
  return (
    <ol className={styles.list} aria-label={t('script.history.list')}>
      {rows.map(({ position, label, createdAtMs, isUndone }) => (
        <li key={position}>
          <button
            type="button"
            className={styles.entry}
            aria-current={position === history.position ? 'step' : undefined}
            data-undone={isUndone}
            onClick={() => session.jumpTo(position)}
          >
            <span className={styles.label}>{editLabelText(label, languageFor(i18n.language))}</span>
            {isUndone && <span className="spoken">{t('script.history.undone')}</span>}
            <time className={styles.time}>{time.format(createdAtMs)}</time>
          </button>
        </li>
      ))}
      <li>
        <button
          type="button"
          className={styles.entry}
          aria-current={history.position === 0 ? 'step' : undefined}
          onClick={() => session.jumpTo(0)}
        >
          <span className={styles.label}>{t('script.history.beginning')}</span>
        </button>
      </li>
    </ol>
  );
}

/** As the core has it, read again after every change. */
function useHistory(session: EpisodeSession): HistoryValue | null {
  const { client, failures } = useStudio();
  const [history, setHistory] = useState<HistoryValue | null>(null);
  const revision = useStore(session.store, (state) => state.revision);
  const saving = useStore(session.store, (state) => state.saving);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the revision says that there is another history
  useEffect(() => {
    let isWanted = saving === 'saved';
    if (!isWanted) return;
    void failures.attempt(async () => {
      const read = await client.call('episodes.history', { episodeId: session.id });
      if (isWanted) setHistory(read);
    });
    return () => {
      isWanted = false;
    };
  }, [client, failures, session, revision, saving]);
  return history;
}
