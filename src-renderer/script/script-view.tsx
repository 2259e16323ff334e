import { useVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { useStudio, useStudioState } from '../app/studio-context.ts';
import type { EpisodeModel } from '../episode/episode-model.ts';
import type { EpisodeSession } from '../episode/episode-session.ts';
import { usePreference } from '../making/use-preference.ts';
import { FindBar } from './find-bar.tsx';
import { patternOf } from './find-in-script.ts';
import { LineEditor } from './line-editor.tsx';
import { answerListKey } from './list-keys.ts';
import { paintMatches } from './paint-matches.ts';
import { attachRowPointer, dropPlaceAt } from './row-pointer.ts';
import { textBlock } from './script-commands.ts';
import { rowElementId, ScriptRowView } from './script-row.tsx';
import { ScriptToolbar } from './script-toolbar.tsx';
import styles from './script-view.module.css';
import { SpeakerDialog } from './speaker-dialog.tsx';

const ESTIMATED_ROW_PX = 36;
const ROWS_BEYOND_VIEW = 8;

/** The script: what it says, and where it is written. */
export function ScriptView({ episode }: { readonly episode: EpisodeModel }) {
  const { t } = useTranslation();
  const studio = useStudio();
  const session = useStudioState((state) => state.session);
  const isFinding = useStore(studio.script.store, (state) => state.isFinding);
  const isChoosingSpeaker = useStore(studio.script.store, (state) => state.isChoosingSpeaker);
  return (
    <section className={styles.script} aria-label={t('regions.script')} data-region="script">
      <ScriptToolbar />
      {isFinding && <FindBar />}
      {episode.rows.length === 0 && <p className={styles.empty}>{t('script.empty')}</p>}
      {session && <ScriptList episode={episode} session={session} />}
      {isChoosingSpeaker && <SpeakerDialog />}
    </section>
  );
}

/** A list of which only what can be seen is in the page, and over it the field of the row that is typed in. */
function ScriptList({ episode, session }: { readonly episode: EpisodeModel; readonly session: EpisodeSession }) {
  const { t } = useTranslation();
  const studio = useStudio();
  const desk = studio.script;
  const selection = useStudioState((state) => state.selection);
  const playingId = useStudioState((state) => state.playingId);
  const lineStates = useStore(session.store, (state) => state.lineStates);
  const editing = useStore(desk.store, (state) => state.editing);
  useStore(desk.store, (state) => (state.isFinding ? state.find : null));
  const [editorHeightPx, setEditorHeightPx] = useState<number | undefined>(undefined);
  const [dropIndex, setDropIndex] = useState<number | null>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const rows = useRef(episode.rows);
  rows.current = episode.rows;
  // The same function as long as the rows stand in the same order: 20,000 of them are not measured for every letter.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the index is what says that the order is another
  const keyOf = useCallback((index: number) => rows.current[index]?.id ?? index, [episode.rowIndexById]);
  const virtualizer = useVirtualizer({
    count: episode.rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ESTIMATED_ROW_PX,
    getItemKey: keyOf,
    overscan: ROWS_BEYOND_VIEW,
    paddingStart: 8,
    paddingEnd: 24,
    scrollPaddingStart: 48,
    scrollPaddingEnd: 96,
  });

  // The list follows what is selected elsewhere and what is heard; the state says so, not a drawing.
  useEffect(
    () =>
      studio.store.subscribe((state, before) => {
        const isSelection = state.selectedId !== before.selectedId;
        const isHeard = state.playingId !== before.playingId && desk.state.editing === null;
        const target = isSelection ? state.selectedId : isHeard ? state.playingId : null;
        const index = target === null ? undefined : state.episode?.rowIndexById.get(target);
        // The model may be newer than what is drawn.
        if (index !== undefined) queueMicrotask(() => virtualizer.scrollToIndex(index, { align: 'auto' }));
      }),
    [studio, desk, virtualizer],
  );
  useEffect(
    () => attachRowPointer(list.current!, studio, () => list.current?.focus({ preventScroll: true })),
    [studio],
  );
  // The field that had the focus is gone with what was edited: keys go to the list again.
  const wasEditing = useRef(false);
  useEffect(() => {
    const isOver = wasEditing.current && !editing;
    wasEditing.current = editing !== null;
    if (isOver && document.activeElement === document.body) list.current?.focus({ preventScroll: true });
  }, [editing]);

  // After every drawing: other rows may be in the page.
  useEffect(() => {
    const { isFinding, find } = desk.state;
    const pattern = isFinding ? patternOf(find) : null;
    paintMatches(list.current!, pattern instanceof RegExp ? pattern : null);
  });

  const { primaryId } = selection;
  const items = virtualizer.getVirtualItems();
  usePreference(items.flatMap(({ index }) => episode.rows[index]?.id ?? []));
  const primaryIndex = primaryId === null ? undefined : episode.rowIndexById.get(primaryId);
  const isPrimaryInPage = useMemo(() => items.some(({ index }) => index === primaryIndex), [items, primaryIndex]);
  const editedIndex = editing ? episode.rowIndexById.get(editing.id) : undefined;
  const editedRow = editedIndex === undefined ? undefined : episode.rows[editedIndex];
  const isEditing = editing !== null && editedRow !== undefined && textBlock(episode.document, editing.id) !== null;

  const leave = (direction: -1 | 1, at: number | 'start' | 'end'): boolean => {
    if (editedIndex === undefined) return false;
    const next = episode.rows[editedIndex + direction];
    if (!next) return false;
    if (textBlock(episode.document, next.id)) {
      const { text } = textBlock(episode.document, next.id)!;
      desk.editAt({ id: next.id, at: typeof at === 'number' ? Math.min(at, text.length) : at });
    } else {
      desk.stopEditing();
      studio.select(next.id, { isSeeking: false });
      list.current?.focus({ preventScroll: true });
    }
    return true;
  };
  const extend = (direction: -1 | 1): boolean => {
    const next = editedIndex === undefined ? undefined : episode.rows[editedIndex + direction];
    if (!next) return false;
    desk.stopEditing();
    studio.select(next.id, { extend: 'range' });
    list.current?.focus({ preventScroll: true });
    return true;
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: rows can be moved by keys, too (see script-actions.ts)
    <div
      ref={scroller}
      className={styles.scroller}
      data-script-scroller
      onDragOver={(event) => {
        const place = dropPlaceAt(event.nativeEvent);
        if (place === null) return;
        event.preventDefault();
        setDropIndex(place);
      }}
      onDragLeave={() => setDropIndex(null)}
      onDrop={(event) => {
        if (dropIndex === null) return;
        event.preventDefault();
        event.stopPropagation();
        setDropIndex(null);
        const target = episode.rows.slice(dropIndex).find((row) => row.kind !== 'sound' || !row.isUnder);
        desk.moveBefore(target?.id ?? null);
      }}
    >
      <div
        ref={list}
        className={styles.rows}
        role="listbox"
        aria-label={t('script.list')}
        aria-multiselectable
        tabIndex={0}
        data-region-entry
        style={{ height: virtualizer.getTotalSize() }}
        onKeyDown={(event) => {
          if (!event.nativeEvent.isComposing && answerListKey(event, studio)) {
            event.preventDefault();
            event.stopPropagation();
          }
        }}
        onCopy={(event) => desk.copy(event.clipboardData) && event.preventDefault()}
        onCut={(event) => {
          if (!desk.copy(event.clipboardData)) return;
          event.preventDefault();
          desk.remove();
        }}
        onPaste={(event) => desk.paste(event.clipboardData) && event.preventDefault()}
        {...(isPrimaryInPage && primaryId !== null ? { 'aria-activedescendant': rowElementId(primaryId) } : {})}
      >
        {items.map(({ index, start, key }) => {
          const row = episode.rows[index];
          if (!row) return null;
          return (
            <div
              key={key}
              ref={virtualizer.measureElement}
              data-index={index}
              data-drop={dropIndex === index}
              className={styles.place}
              role="presentation"
              style={{ transform: `translateY(${start}px)` }}
            >
              <ScriptRowView
                row={row}
                position={index + 1}
                count={episode.rows.length}
                isSelected={selection.ids.has(row.id)}
                isPlaying={row.id === playingId}
                startSample={episode.placeOf(row.id)?.startSample}
                state={lineStates.get(row.id)}
                minHeightPx={isEditing && row.id === editing.id ? editorHeightPx : undefined}
              />
            </div>
          );
        })}
      </div>
      {isEditing && (
        <LineEditor
          key={editing.id}
          row={editedRow}
          caret={editing}
          topPx={virtualizer.measurementsCache[editedIndex!]?.start ?? 0}
          state={lineStates.get(editing.id)}
          onHeight={setEditorHeightPx}
          onLeave={leave}
          onExtend={extend}
        />
      )}
    </div>
  );
}
