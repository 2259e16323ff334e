import { Dialog as Base } from '@base-ui/react/dialog';
import { Search } from 'lucide-react';
import { type KeyboardEvent, useDeferredValue, useId, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { keyOf } from '../actions/keyboard.ts';
import { useStudio } from '../app/studio-context.ts';
import { Keys } from '../ui/keys.tsx';
import styles from './command-palette.module.css';
import { findEntries, type PaletteEntry } from './palette-entries.ts';

/** One field that finds anything and does it. Arrows choose, Enter does. */
export function CommandPalette() {
  const { t } = useTranslation();
  const studio = useStudio();
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const [query, setQuery] = useState('');
  const [at, setAt] = useState(0);
  // Typing stays quick in an episode of thousands of lines: what is found may come a moment later.
  const sought = useDeferredValue(query);
  const entries = useMemo(() => findEntries(studio, sought, t), [studio, sought, t]);
  const active = Math.min(at, entries.length - 1);

  const run = (entry: PaletteEntry | undefined): void => {
    if (!entry) return;
    // Closed first: an action may open a dialog of its own.
    studio.showDialog(null);
    entry.run();
  };
  const goTo = (index: number): void => {
    const next = (index + entries.length) % Math.max(1, entries.length);
    setAt(next);
    list.current?.querySelector(`[data-index="${next}"]`)?.scrollIntoView({ block: 'nearest' });
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.nativeEvent.isComposing) return;
    const key = keyOf(event);
    if (key === 'ArrowDown') goTo(active + 1);
    else if (key === 'ArrowUp') goTo(active - 1);
    else if (key === 'Enter') run(entries[active]);
    else if (key === 'Mod+K') studio.showDialog(null);
    else return;
    event.preventDefault();
  };
  return (
    <Base.Root open onOpenChange={(isOpen) => !isOpen && studio.showDialog(null)}>
      <Base.Portal>
        <Base.Backdrop className={styles.backdrop} />
        <Base.Popup className={styles.palette} initialFocus={input} aria-label={t('palette.title')}>
          <div className={styles.field}>
            <Search size={16} strokeWidth={1.75} aria-hidden="true" />
            <input
              ref={input}
              className={styles.input}
              type="text"
              role="combobox"
              aria-label={t('palette.title')}
              aria-expanded="true"
              aria-controls={`${id}-list`}
              aria-autocomplete="list"
              {...(entries.length > 0 ? { 'aria-activedescendant': `${id}-${active}` } : {})}
              placeholder={t('palette.placeholder')}
              autoComplete="off"
              spellCheck={false}
              value={query}
              onChange={({ target }) => {
                setQuery(target.value);
                setAt(0);
              }}
              onKeyDown={onKeyDown}
            />
          </div>
          <div ref={list} id={`${id}-list`} role="listbox" aria-label={t('palette.results')} className={styles.list}>
            {entries.map((entry, index) => (
              <Entry
                key={entry.id}
                id={`${id}-${index}`}
                entry={entry}
                index={index}
                isFirstOfGroup={entries[index - 1]?.group !== entry.group}
                isActive={index === active}
                onPoint={() => setAt(index)}
                onPress={() => run(entry)}
              />
            ))}
          </div>
          <p role="status" className={entries.length > 0 ? 'spoken' : styles.nothing}>
            {entries.length === 0 && t('palette.nothing', { query: sought })}
          </p>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}

interface EntryProps {
  readonly id: string;
  readonly entry: PaletteEntry;
  readonly index: number;
  readonly isFirstOfGroup: boolean;
  readonly isActive: boolean;
  readonly onPoint: () => void;
  readonly onPress: () => void;
}

function Entry({ id, entry, index, isFirstOfGroup, isActive, onPoint, onPress }: EntryProps) {
  const { t } = useTranslation();
  const { group, label, detail, keys } = entry;
  return (
    <>
      {isFirstOfGroup && (
        <p className={styles.group} role="presentation">
          {t(`palette.groups.${group}`)}
        </p>
      )}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the field above takes the keys */}
      <div
        id={id}
        data-index={index}
        role="option"
        aria-selected={isActive}
        className={styles.entry}
        onPointerMove={onPoint}
        onClick={onPress}
      >
        <span className={styles.label}>{label}</span>
        {detail !== undefined && <span className={styles.detail}>{detail}</span>}
        {keys !== undefined && <Keys keys={keys} />}
      </div>
    </>
  );
}
