import { useVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useStudio, useStudioState } from '../app/studio-context.ts';
import type { EpisodeModel } from '../episode/episode-model.ts';
import { rowElementId, ScriptRowView } from './script-row.tsx';
import styles from './script-view.module.css';

const ESTIMATED_ROW_PX = 36;
const ROWS_BEYOND_VIEW = 8;

/** The script to be read, of which only what can be seen is in the page. */
export function ScriptView({ episode }: { readonly episode: EpisodeModel }) {
  const { t } = useTranslation();
  const studio = useStudio();
  const selectedId = useStudioState((state) => state.selectedId);
  const playingId = useStudioState((state) => state.playingId);
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: episode.rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ESTIMATED_ROW_PX,
    getItemKey: (index) => episode.rows[index]!.id,
    overscan: ROWS_BEYOND_VIEW,
    paddingStart: 8,
    paddingEnd: 24,
    scrollPaddingStart: 48,
    scrollPaddingEnd: 96,
  });

  // The list follows what is selected elsewhere and what is heard; the state says so, not a drawing.
  const follow = useCallback(
    (element: HTMLDivElement) => {
      scroller.current = element;
      const end = studio.store.subscribe((state, before) => {
        const isSelection = state.selectedId !== before.selectedId;
        const target = isSelection ? state.selectedId : state.playingId !== before.playingId ? state.playingId : null;
        const index = target === null ? undefined : episode.rowIndexById.get(target);
        if (index !== undefined) virtualizer.scrollToIndex(index, { align: 'auto' });
      });
      return () => {
        end();
        scroller.current = null;
      };
    },
    [studio, episode, virtualizer],
  );

  const selectedIndex = selectedId === null ? undefined : episode.rowIndexById.get(selectedId);
  const items = virtualizer.getVirtualItems();
  const isSelectedInPage = useMemo(() => items.some(({ index }) => index === selectedIndex), [items, selectedIndex]);
  return (
    <section className={styles.script} aria-label={t('regions.script')} data-region="script">
      {episode.rows.length === 0 && <p className={styles.empty}>{t('script.empty')}</p>}
      <div
        ref={follow}
        className={styles.scroller}
        role="listbox"
        aria-label={t('script.list')}
        tabIndex={0}
        {...(isSelectedInPage && selectedId !== null ? { 'aria-activedescendant': rowElementId(selectedId) } : {})}
      >
        <div className={styles.rows} role="presentation" style={{ height: virtualizer.getTotalSize() }}>
          {items.map(({ index, start, key }) => {
            const row = episode.rows[index]!;
            return (
              <div
                key={key}
                ref={virtualizer.measureElement}
                data-index={index}
                className={styles.place}
                role="presentation"
                style={{ transform: `translateY(${start}px)` }}
              >
                <ScriptRowView
                  row={row}
                  position={index + 1}
                  count={episode.rows.length}
                  isSelected={row.id === selectedId}
                  isPlaying={row.id === playingId}
                />
              </div>
            );
          })}
        </div>
      </div>
    </section>
  );
}
