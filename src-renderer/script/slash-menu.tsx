import type { TFunction } from 'i18next';
import { Bookmark, type LucideIcon, MessageSquareText, Pause, StickyNote, Theater, User } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { speakersOf } from '#shared/document/episode-document.ts';
import popup from '../ui/popup.module.css';
import { SLASH_KINDS } from './editor-keys.ts';
import styles from './line-editor.module.css';
import type { BlockKind } from './script-commands.ts';
import type { ScriptDesk } from './script-desk.ts';

export interface SlashEntry {
  readonly key: string;
  readonly label: string;
  readonly icon: LucideIcon;
  readonly run: () => void;
}

const ICONS: Readonly<Record<BlockKind, LucideIcon>> = {
  line: MessageSquareText,
  heading: Bookmark,
  pause: Pause,
  note: StickyNote,
};

/** What a line that begins with `/` can become, and who can speak it, by what was typed behind that. */
export function slashEntries(desk: ScriptDesk, text: string, t: TFunction): readonly SlashEntry[] {
  const { document, session, currentId } = desk;
  if (!/^[/／][^\s/]*$/.test(text) || !document || !session || currentId === null) return [];
  const typed = text.slice(1).toLowerCase();
  const clear = { type: 'line.setText', id: currentId, text: '' } as const;
  const kinds = SLASH_KINDS.map(
    (kind): SlashEntry => ({
      key: kind,
      label: t(`script.kinds.${kind}`),
      icon: ICONS[kind],
      run: () => {
        session.edit([clear], { isTyping: true });
        desk.convert(kind);
      },
    }),
  );
  const cast = speakersOf(document).map(
    ({ id, name }): SlashEntry => ({
      key: id,
      label: name,
      icon: User,
      run: () => session.edit([clear, { type: 'line.setSpeaker', id: currentId, speakerId: id }], { isTyping: true }),
    }),
  );
  const direction: SlashEntry = {
    key: 'direction',
    label: t('script.direction'),
    icon: Theater,
    run: () => {
      session.edit([clear], { isTyping: true });
      desk.direct();
    },
  };
  return [...kinds, direction, ...cast].filter(
    ({ label, key }) => label.toLowerCase().includes(typed) || key.startsWith(typed),
  );
}

/** Above its line where there is no room below. */
function place(menu: HTMLElement | null): void {
  const scroller = menu?.closest('[data-script-scroller]');
  if (!menu || !scroller) return;
  const bottom = menu.parentElement!.getBoundingClientRect().bottom;
  const { top, bottom: end } = scroller.getBoundingClientRect();
  menu.dataset.above = String(bottom + menu.offsetHeight + 8 > end && bottom - top > menu.offsetHeight);
}

interface SlashMenuProps {
  readonly id: string;
  readonly entries: readonly SlashEntry[];
  readonly chosen: number;
  readonly onChoose: (index: number) => void;
}

export function SlashMenu({ id, entries, chosen, onChoose }: SlashMenuProps) {
  const { t } = useTranslation();
  return (
    <div
      ref={place}
      id={id}
      role="listbox"
      aria-label={t('script.slashMenu')}
      className={`${popup.popup} ${styles.menu}`}
    >
      {entries.map(({ key, label, icon: Icon }, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the field that has the focus answers the keys
        <div
          key={key}
          id={`${id}-${index}`}
          role="option"
          tabIndex={-1}
          aria-selected={index === chosen}
          className={popup.item}
          data-highlighted={index === chosen ? '' : undefined}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onChoose(index)}
        >
          <Icon size={14} aria-hidden="true" />
          <span className={popup.itemText}>{label}</span>
        </div>
      ))}
    </div>
  );
}
