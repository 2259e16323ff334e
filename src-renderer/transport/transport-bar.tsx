import { Pause, Play, SkipBack, SkipForward, Square } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useStudioState } from '../app/studio-context.ts';
import { clockTime } from '../episode/time-text.ts';
import { ActionButton } from '../ui/action-button.tsx';
import { LevelMeter } from './level-meter.tsx';
import { PositionClock } from './position-clock.tsx';
import styles from './transport-bar.module.css';

export function TransportBar() {
  const { t } = useTranslation();
  const isPlaying = useStudioState((state) => state.isPlaying);
  const durationSamples = useStudioState((state) => state.episode?.durationSamples);
  return (
    <div className={styles.bar} role="toolbar" aria-label={t('regions.transport')} data-region="transport">
      <div className={styles.group}>
        <ActionButton action="line.previous" icon={SkipBack} label={t('transport.previousLine')} />
        <ActionButton
          action="playback.toggle"
          icon={isPlaying ? Pause : Play}
          label={t(isPlaying ? 'transport.pause' : 'transport.play')}
          isPrimary
        />
        <ActionButton action="playback.stop" icon={Square} label={t('transport.stop')} />
        <ActionButton action="line.next" icon={SkipForward} label={t('transport.nextLine')} />
      </div>
      {durationSamples !== undefined && (
        <div className={styles.clock}>
          <PositionClock />
          <span aria-hidden="true" className={styles.of}>
            /
          </span>
          <span
            className={styles.duration}
            role="img"
            aria-label={`${t('transport.duration')} ${clockTime(durationSamples)}`}
          >
            {clockTime(durationSamples)}
          </span>
        </div>
      )}
      <LevelMeter />
    </div>
  );
}
