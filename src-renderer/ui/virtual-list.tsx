import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef } from 'react';
import styles from './virtual-list.module.css';

export interface VirtualListProps<Item> {
  readonly label: string;
  readonly items: readonly Item[];
  readonly keyOf: (item: Item) => string;
  /** The row's inside. */
  readonly renderItem: (item: Item, state: { readonly isActive: boolean; readonly index: number }) => ReactNode;
  /** Every row has this height. */
  readonly rowHeightPx: number;
  /** The row with the focus; null: none yet. */
  readonly activeKey: string | null;
  readonly onActiveChange: (item: Item) => void;
  /** Enter, or a double click. */
  readonly onOpen?: ((item: Item) => void) | undefined;
  readonly selectedKeys?: ReadonlySet<string> | undefined;
  /** The last rows are in sight: more may be fetched. */
  readonly onEnd?: (() => void) | undefined;
  /** Keys the list itself does not use. */
  readonly onKeyDown?: ((event: KeyboardEvent<HTMLElement>) => void) | undefined;
}

const ROWS_BEYOND_VIEW = 8;

/** A list of any length of which only what can be seen is in the page. Arrows, Page, Home and End walk it. */
export function VirtualList<Item>({
  label,
  items,
  keyOf,
  renderItem,
  rowHeightPx,
  activeKey,
  onActiveChange,
  onOpen,
  selectedKeys,
  onEnd,
  onKeyDown,
}: VirtualListProps<Item>) {
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeightPx,
    overscan: ROWS_BEYOND_VIEW,
  });
  const rows = virtualizer.getVirtualItems();
  const lastIndex = rows.at(-1)?.index ?? -1;
  useEffect(() => {
    if (lastIndex >= items.length - ROWS_BEYOND_VIEW && items.length > 0) onEnd?.();
  }, [lastIndex, items.length, onEnd]);

  const activeIndex = activeKey === null ? -1 : items.findIndex((item) => keyOf(item) === activeKey);
  const goTo = (index: number): void => {
    const item = items[Math.min(items.length - 1, Math.max(0, index))];
    if (item === undefined) return;
    onActiveChange(item);
    virtualizer.scrollToIndex(Math.min(items.length - 1, Math.max(0, index)), { align: 'auto' });
  };
  const onKey = (event: KeyboardEvent<HTMLElement>): void => {
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowHeightPx) - 1);
    const targets: Readonly<Record<string, number>> = {
      ArrowDown: activeIndex + 1,
      ArrowUp: activeIndex - 1,
      PageDown: activeIndex + page,
      PageUp: activeIndex - page,
      Home: 0,
      End: items.length - 1,
    };
    const target = targets[event.key];
    const active = items[activeIndex];
    if (target !== undefined && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      goTo(target);
    } else if (event.key === 'Enter' && onOpen && active !== undefined) {
      event.preventDefault();
      onOpen(active);
    } else onKeyDown?.(event);
  };
  const isActiveInPage = rows.some(({ index }) => index === activeIndex);
  return (
    <div
      ref={scroller}
      className={styles.list}
      role="listbox"
      aria-label={label}
      aria-multiselectable={selectedKeys !== undefined}
      tabIndex={0}
      onKeyDown={onKey}
      {...(isActiveInPage ? { 'aria-activedescendant': `${id}-${activeIndex}` } : {})}
    >
      <div role="presentation" className={styles.rows} style={{ height: virtualizer.getTotalSize() }}>
        {rows.map(({ index, start }) => {
          const item = items[index]!;
          const key = keyOf(item);
          const isActive = index === activeIndex;
          return (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the list takes the keys
            <div
              key={key}
              id={`${id}-${index}`}
              role="option"
              aria-selected={selectedKeys?.has(key) ?? isActive}
              aria-posinset={index + 1}
              aria-setsize={items.length}
              data-active={isActive || undefined}
              className={styles.row}
              style={{ height: rowHeightPx, transform: `translateY(${start}px)` }}
              onClick={() => onActiveChange(item)}
              onDoubleClick={() => onOpen?.(item)}
            >
              {renderItem(item, { isActive, index })}
            </div>
          );
        })}
      </div>
    </div>
  );
}
