import { useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { Line } from '#shared/document/records.ts';
import { useStudio } from '../app/studio-context.ts';
import styles from './line-editor.module.css';

/** How the line is to be said: `(whispering)`. Emptied, there is none. */
export function DirectionField({ line }: { readonly line: Line }) {
  const { t } = useTranslation();
  const { script: desk } = useStudio();
  const [draft, setDraft] = useState<string | null>(null);
  const field = useRef<HTMLInputElement>(null);
  const isDirecting = useStore(desk.store, (state) => state.isDirecting);
  useLayoutEffect(() => {
    if (isDirecting) field.current?.focus();
  }, [isDirecting]);
  const value = draft ?? line.direction ?? '';
  const commit = (direction: string): void => {
    const next = direction === '' ? null : direction;
    desk.session?.type(`direction:${line.id}`, [{ type: 'line.setDirection', id: line.id, direction: next }]);
  };
  return (
    <input
      ref={field}
      className={styles.direction}
      value={value}
      data-empty={value === ''}
      placeholder={t('script.directionPlaceholder')}
      aria-label={t('script.direction')}
      maxLength={2_000}
      onChange={({ target, nativeEvent }) => {
        if ((nativeEvent as InputEvent).isComposing) setDraft(target.value);
        else commit(target.value);
      }}
      onCompositionEnd={({ currentTarget }) => {
        setDraft(null);
        commit(currentTarget.value);
      }}
      onBlur={() => desk.store.setState({ isDirecting: false })}
      onKeyDown={(event) => {
        if (event.nativeEvent.isComposing) return;
        const isUndo = (event.ctrlKey || event.metaKey) && /^[zy]$/i.test(event.key);
        if (isUndo) {
          if (event.key.toLowerCase() === 'y' || event.shiftKey) desk.session?.redo();
          else desk.session?.undo();
        } else if (event.key === 'Enter' || event.key === 'ArrowDown') desk.editAt({ id: line.id, at: 'start' });
        else if (event.key === 'Escape') desk.stopEditing();
        else return;
        event.preventDefault();
        event.stopPropagation();
      }}
    />
  );
}
