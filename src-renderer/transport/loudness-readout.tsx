import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { useStudio } from '../app/studio-context.ts';
import type { Loudness } from '../player/playback.ts';
import styles from './loudness-readout.module.css';

const READINGS: readonly { readonly key: keyof Loudness; readonly label: string }[] = [
  { key: 'momentaryLufs', label: 'M' },
  { key: 'shortTermLufs', label: 'S' },
  { key: 'integratedLufs', label: 'I' },
  { key: 'truePeakDbtp', label: 'TP' },
];
/** A number that changes faster than this cannot be read. */
const EVERY_MS = 100;

/** Momentary, short-term and integrated loudness and true peak of what is played. Pressing begins them anew. */
export function LoudnessReadout() {
  const { t } = useTranslation();
  const studio = useStudio();
  const follow = useCallback(
    (element: HTMLElement) => {
      let lastMs = 0;
      return studio.clock.subscribe(() => {
        const nowMs = performance.now();
        if (nowMs - lastMs < EVERY_MS && studio.state.isPlaying) return true;
        lastMs = nowMs;
        const { loudness } = studio.transport;
        for (const { key } of READINGS) {
          const place = element.querySelector(`[data-reading="${key}"]`);
          if (place) place.textContent = reading(loudness[key]);
        }
        return studio.state.isPlaying;
      });
    },
    [studio],
  );
  const onClick = (): void => {
    studio.transport.resetLoudness();
    studio.clock.request();
  };
  return (
    <button type="button" className={styles.readout} title={t('transport.loudness')} onClick={onClick}>
      <span className="spoken">{t('transport.loudness')}</span>
      <span ref={follow} className={styles.pairs}>
        {READINGS.map(({ key, label }) => (
          <span key={key} className={styles.pair}>
            <span className={styles.label}>{label}</span>
            <span className={styles.value} data-reading={key}>
              –
            </span>
          </span>
        ))}
      </span>
    </button>
  );
}

function reading(value: number | null): string {
  return value === null ? '–' : value.toFixed(1).replace('-', '−');
}
