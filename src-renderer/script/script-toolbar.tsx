import { Copy, Plus, Redo2, Replace, Search, Trash2, Undo2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { type EditLabel, editLabelText } from '#shared/messages/edit-label.ts';
import { languageFor } from '#shared/messages/error-text.ts';
import { type ActionId, actionOf } from '../actions/action-table.ts';
import { useStudio, useStudioState } from '../app/studio-context.ts';
import type { EpisodeSession } from '../episode/episode-session.ts';
import { ActionButton } from '../ui/action-button.tsx';
import { BareIconButton } from '../ui/icon-button.tsx';
import { Menu } from '../ui/menu.tsx';
import { moveFocus } from '../ui/move-focus.ts';
import { HistoryButton } from './history-panel.tsx';
import styles from './script-toolbar.module.css';

const INSERTS: readonly ActionId[] = [
  'script.insertLine',
  'script.insertHeading',
  'script.insertPause',
  'script.insertNote',
];

/** What is done to the script most. */
export function ScriptToolbar() {
  const { t } = useTranslation();
  const studio = useStudio();
  const session = useStudioState((state) => state.session);
  const selected = useStudioState((state) => state.selection.ids.size);
  const entries = INSERTS.map((id) => ({ label: t(`actions.${id}`), onSelect: () => actionOf(id).run(studio) }));
  return (
    <div className={styles.bar} role="toolbar" onKeyDown={moveFocus} aria-label={t('script.toolbar')}>
      {session && <UndoButtons session={session} />}
      <span className={styles.line} />
      <Menu trigger={<BareIconButton icon={Plus} label={t('script.insert')} />} entries={entries} />
      <ActionButton action="script.duplicate" icon={Copy} />
      <ActionButton action="script.delete" icon={Trash2} />
      <span className={styles.line} />
      <ActionButton action="script.find" icon={Search} />
      <ActionButton action="script.replace" icon={Replace} />
      {session && <HistoryButton session={session} />}
      {selected > 1 && <span className={styles.count}>{t('script.selected', { count: selected })}</span>}
    </div>
  );
}

function UndoButtons({ session }: { readonly session: EpisodeSession }) {
  const { t, i18n } = useTranslation();
  const undoLabel = useStore(session.store, (state) => state.undoLabel);
  const redoLabel = useStore(session.store, (state) => state.redoLabel);
  const name = (label: EditLabel) => editLabelText(label, languageFor(i18n.language));
  return (
    <>
      <ActionButton
        action="history.undo"
        icon={Undo2}
        {...(undoLabel ? { label: t('script.undoOf', { what: name(undoLabel) }) } : {})}
      />
      <ActionButton
        action="history.redo"
        icon={Redo2}
        {...(redoLabel ? { label: t('script.redoOf', { what: name(redoLabel) }) } : {})}
      />
    </>
  );
}
