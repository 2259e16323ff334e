import { useCallback } from 'react';
import { useStudio } from '../app/studio-context.ts';
import styles from './timeline.module.css';
import { windowPx } from './timeline-view.ts';

/** Moved by the frame clock and by scrolling, never through React. Its time is read in the transport. */
export function Playhead({ hasHandle = false }: { readonly hasHandle?: boolean }) {
  const studio = useStudio();
  const follow = useCallback(
    (element: HTMLDivElement) => {
      const place = (): boolean => {
        const { view, timelineWidthPx } = studio.state;
        const px = windowPx(studio.positionSample, view);
        element.hidden = px < 0 || px > timelineWidthPx;
        element.style.transform = `translateX(${px}px)`;
        return false;
      };
      const endings = [
        studio.clock.subscribe(place),
        studio.store.subscribe((state, before) => {
          if (state.view !== before.view) place();
        }),
      ];
      return () => {
        for (const end of endings) end();
      };
    },
    [studio],
  );
  return <div ref={follow} className={styles.playhead} data-handle={hasHandle} aria-hidden="true" />;
}
