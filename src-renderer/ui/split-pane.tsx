import { type KeyboardEvent, type PointerEvent, type ReactNode, useRef } from 'react';
import styles from './split-pane.module.css';

export interface SplitPaneProps {
  /** What the line between the two sets: 'Width of the inspector'. */
  readonly label: string;
  /** `horizontal`: side by side. */
  readonly direction: 'horizontal' | 'vertical';
  readonly first: ReactNode;
  readonly second: ReactNode;
  /** Of the part that `sized` names; the other takes the rest. */
  readonly sizePx: number;
  readonly sized: 'first' | 'second';
  readonly minPx: number;
  readonly maxPx: number;
  readonly onResize: (sizePx: number) => void;
}

const KEY_STEP_PX = 16;

/** Two parts with a line between them, to be dragged or moved by arrow keys. */
export function SplitPane({ label, direction, first, second, sizePx, sized, minPx, maxPx, onResize }: SplitPaneProps) {
  const drag = useRef<{ readonly at: number; readonly sizePx: number } | null>(null);
  const isHorizontal = direction === 'horizontal';
  const sign = sized === 'first' ? 1 : -1;
  const resize = (next: number): void => onResize(Math.round(Math.min(maxPx, Math.max(minPx, next))));
  const placeOf = (event: PointerEvent): number => (isHorizontal ? event.clientX : event.clientY);

  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    const forward = isHorizontal ? 'ArrowRight' : 'ArrowDown';
    const back = isHorizontal ? 'ArrowLeft' : 'ArrowUp';
    const steps: Readonly<Record<string, number>> = {
      [forward]: sizePx + sign * KEY_STEP_PX,
      [back]: sizePx - sign * KEY_STEP_PX,
      Home: minPx,
      End: maxPx,
    };
    const next = steps[event.key];
    if (next === undefined) return;
    event.preventDefault();
    resize(next);
  };
  const sizedStyle = isHorizontal ? { width: sizePx } : { height: sizePx };
  return (
    <div className={`${styles.split} ${styles[direction]}`}>
      <div
        className={sized === 'first' ? styles.sized : styles.rest}
        style={sized === 'first' ? sizedStyle : undefined}
      >
        {first}
      </div>
      <hr
        className={styles.line}
        aria-label={label}
        aria-orientation={isHorizontal ? 'vertical' : 'horizontal'}
        aria-valuenow={sizePx}
        aria-valuemin={minPx}
        aria-valuemax={maxPx}
        tabIndex={0}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          drag.current = { at: placeOf(event), sizePx };
        }}
        onPointerMove={(event) => {
          if (drag.current) resize(drag.current.sizePx + sign * (placeOf(event) - drag.current.at));
        }}
        onLostPointerCapture={() => {
          drag.current = null;
        }}
        onKeyDown={onKeyDown}
      />
      <div
        className={sized === 'second' ? styles.sized : styles.rest}
        style={sized === 'second' ? sizedStyle : undefined}
      >
        {second}
      </div>
    </div>
  );
}
