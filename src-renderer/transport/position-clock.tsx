import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { useStudio } from '../app/studio-context.ts';
import { clockTime } from '../episode/time-text.ts';
import styles from './transport-bar.module.css';

/** The playhead's time, written by the frame clock. A timer is not read aloud at every change. */
export function PositionClock() {
  const { t } = useTranslation();
  const studio = useStudio();
  const follow = useCallback(
    (element: HTMLElement) =>
      studio.clock.subscribe(() => {
        element.textContent = clockTime(studio.positionSample);
        return false;
      }),
    [studio],
  );
  return <span ref={follow} className={styles.position} role="timer" aria-label={t('transport.position')} />;
}
