import { type KeyboardEvent, type PointerEvent, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useStudio, useStudioState } from '../app/studio-context.ts';
import styles from './timeline.module.css';

const MIN_HEIGHT_PX = 120;
const KEY_STEP_PX = 16;

/** The line between script and timeline, to be dragged or moved by arrow keys. */
export function TimelineResizer({ naturalHeightPx }: { readonly naturalHeightPx: number }) {
  const { t } = useTranslation();
  const studio = useStudio();
  const heightPx = useStudioState((state) => state.timelineHeightPx) ?? naturalHeightPx;
  const drag = useRef<{ readonly y: number; readonly heightPx: number } | null>(null);

  const current = (element: Element): number => element.parentElement?.getBoundingClientRect().height ?? heightPx;
  const resize = (next: number): void => studio.setTimelineHeight(Math.max(MIN_HEIGHT_PX, Math.round(next)));

  const onPointerDown = (event: PointerEvent<HTMLElement>): void => {
    event.currentTarget.setPointerCapture(event.pointerId);
    drag.current = { y: event.clientY, heightPx: current(event.currentTarget) };
  };
  const onPointerMove = (event: PointerEvent<HTMLElement>): void => {
    if (drag.current) resize(drag.current.heightPx + drag.current.y - event.clientY);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    const step = event.key === 'ArrowUp' ? KEY_STEP_PX : event.key === 'ArrowDown' ? -KEY_STEP_PX : 0;
    if (step === 0) return;
    event.preventDefault();
    resize(current(event.currentTarget) + step);
  };
  return (
    <hr
      className={styles.resizer}
      aria-orientation="horizontal"
      aria-label={t('timeline.resize')}
      aria-valuenow={Math.round(heightPx)}
      aria-valuemin={MIN_HEIGHT_PX}
      tabIndex={0}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onLostPointerCapture={() => {
        drag.current = null;
      }}
      onKeyDown={onKeyDown}
    />
  );
}
