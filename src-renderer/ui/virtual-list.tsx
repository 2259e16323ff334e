import { useVirtualizer } from '@tanstack/react-virtual';
import {
  type DragEvent,
  type KeyboardEvent,
  type ReactNode,
  type Ref,
  useEffect,
  useId,
  useImperativeHandle,
  useRef,
} from 'react';
import styles from './virtual-list.module.css';

/** How a row was gone to: with Shift down `range`, with Ctrl or Cmd and the pointer `toggle`. */
export type Going = 'alone' | 'toggle' | 'range';

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
  readonly onActiveChange: (item: Item, going: Going) => void;
  /** Enter, or a double click. */
  readonly onOpen?: ((item: Item) => void) | undefined;
  readonly selectedKeys?: ReadonlySet<string> | undefined;
  /** The last rows are in sight: more may be fetched. */
  readonly onEnd?: (() => void) | undefined;
  /** Keys the list itself does not use. */
  readonly onKeyDown?: ((event: KeyboardEvent<HTMLElement>) => void) | undefined;
  /** Rows can be dragged away. */
  readonly onDragStart?: ((item: Item, event: DragEvent<HTMLElement>) => void) | undefined;
  /** How many there are, where not all have been fetched. */
  readonly total?: number | undefined;
  /** What takes the focus. */
  readonly ref?: Ref<HTMLDivElement>;
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
  onDragStart,
  total = items.length,
  ref,
}: VirtualListProps<Item>) {
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeightPx,
    overscan: ROWS_BEYOND_VIEW,
  });
  useImperativeHandle(ref, () => scroller.current!, []);
  const rows = virtualizer.getVirtualItems();
  const lastIndex = rows.at(-1)?.index ?? -1;
  useEffect(() => {
    if (lastIndex >= items.length - ROWS_BEYOND_VIEW && items.length > 0) onEnd?.();
  }, [lastIndex, items.length, onEnd]);

  const activeIndex = activeKey === null ? -1 : items.findIndex((item) => keyOf(item) === activeKey);
  // Whoever moved the focus, it is in sight. Rows that come or go elsewhere do not scroll the list.
  // biome-ignore lint/correctness/useExhaustiveDependencies: of another row only
  useEffect(() => {
    if (activeIndex >= 0) virtualizer.scrollToIndex(activeIndex, { align: 'auto' });
  }, [activeKey]);
  const goTo = (index: number, going: Going): void => {
    const item = items[Math.min(items.length - 1, Math.max(0, index))];
    if (item === undefined) return;
    onActiveChange(item, going);
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
      goTo(target, event.shiftKey ? 'range' : 'alone');
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
              aria-setsize={total}
              data-active={isActive || undefined}
              className={styles.row}
              style={{ height: rowHeightPx, transform: `translateY(${start}px)` }}
              draggable={onDragStart !== undefined}
              onDragStart={(event) => onDragStart?.(item, event)}
              onClick={(event) => onActiveChange(item, goingOf(event))}
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

function goingOf(event: { readonly shiftKey: boolean; readonly ctrlKey: boolean; readonly metaKey: boolean }): Going {
  if (event.shiftKey) return 'range';
  return event.ctrlKey || event.metaKey ? 'toggle' : 'alone';
}
