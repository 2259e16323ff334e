import { Pause, Play, SkipBack, SkipForward, Square } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useStudioState } from '../app/studio-context.ts';
import { clockTime } from '../episode/time-text.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { LevelMeter } from './level-meter.tsx';
import { PositionClock } from './position-clock.tsx';
import styles from './transport-bar.module.css';

export function TransportBar() {
  const { t } = useTranslation();
  const isPlaying = useStudioState((state) => state.isPlaying);
  const durationSamples = useStudioState((state) => state.episode?.durationSamples);
  return (
    <div className={styles.bar} role="toolbar" aria-label={t('regions.transport')} data-region>
      <div className={styles.group}>
        <IconButton action="line.previous" icon={SkipBack} label={t('transport.previousLine')} />
        <IconButton
          action="playback.toggle"
          icon={isPlaying ? Pause : Play}
          label={t(isPlaying ? 'transport.pause' : 'transport.play')}
          isPrimary
        />
        <IconButton action="playback.stop" icon={Square} label={t('transport.stop')} />
        <IconButton action="line.next" icon={SkipForward} label={t('transport.nextLine')} />
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
