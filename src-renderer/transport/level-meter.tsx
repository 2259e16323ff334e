import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { useStudio } from '../app/studio-context.ts';
import { LevelBallistics, METER_FLOOR_DB } from './level-ballistics.ts';
import styles from './level-meter.module.css';

/** Left and right peak level of what goes to the device. */
export function LevelMeter() {
  const { t } = useTranslation();
  const studio = useStudio();
  const follow = useCallback(
    (element: HTMLDivElement) => {
      const ballistics = { left: new LevelBallistics(), right: new LevelBallistics() };
      let lastMs = performance.now();
      return studio.clock.subscribe(() => {
        const nowMs = performance.now();
        const elapsedMs = nowMs - lastMs;
        lastMs = nowMs;
        const levels = studio.takeLevels();
        const left = ballistics.left.follow(levels.left, elapsedMs);
        const right = ballistics.right.follow(levels.right, elapsedMs);
        showBar(element.querySelector('[data-channel="left"]'), left);
        showBar(element.querySelector('[data-channel="right"]'), right);
        const loudest = Math.max(left.levelDb, right.levelDb);
        element.setAttribute('aria-valuenow', String(Math.round(loudest)));
        element.setAttribute(
          'aria-valuetext',
          loudest <= METER_FLOOR_DB ? t('transport.silent') : t('transport.decibels', { level: loudest.toFixed(0) }),
        );
        // After playing has stopped the bars still fall.
        return loudest > METER_FLOOR_DB;
      });
    },
    [studio, t],
  );
  return (
    <div
      ref={follow}
      className={styles.meter}
      role="meter"
      aria-label={t('transport.level')}
      aria-valuemin={METER_FLOOR_DB}
      aria-valuemax={0}
      aria-valuenow={METER_FLOOR_DB}
    >
      {(['left', 'right'] as const).map((channel) => (
        <div key={channel} className={styles.bar} data-channel={channel}>
          <div className={styles.level} />
          <div className={styles.peak} />
        </div>
      ))}
      <div className={styles.scale} aria-hidden="true">
        {[-48, -36, -24, -12, -6, 0].map((db) => (
          <span key={db} className={styles.mark} data-db={db}>
            {db}
          </span>
        ))}
      </div>
    </div>
  );
}

function showBar(bar: HTMLElement | null, { levelDb, heldDb }: { levelDb: number; heldDb: number }): void {
  bar?.style.setProperty('--level', String(fractionOf(levelDb)));
  bar?.style.setProperty('--held', String(fractionOf(heldDb)));
}

function fractionOf(db: number): number {
  return Math.min(1, Math.max(0, 1 - db / METER_FLOOR_DB));
}
