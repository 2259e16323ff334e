import { ChevronsRight, LocateFixed, Magnet, Pause, Play, Repeat, SkipBack, SkipForward, Square } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useStudio, useStudioState } from '../app/studio-context.ts';
import { clockTime } from '../episode/time-text.ts';
import { ActionButton } from '../ui/action-button.tsx';
import { moveFocus } from '../ui/move-focus.ts';
import { Select } from '../ui/select.tsx';
import { Slider } from '../ui/slider.tsx';
import { LevelMeter } from './level-meter.tsx';
import { LoudnessReadout } from './loudness-readout.tsx';
import { PositionClock } from './position-clock.tsx';
import styles from './transport-bar.module.css';
import { RATES } from './transport-state.ts';

export function TransportBar() {
  const { t } = useTranslation();
  const isPlaying = useStudioState((state) => state.isPlaying);
  const durationSamples = useStudioState((state) => state.episode?.durationSamples);
  return (
    <div
      className={styles.bar}
      role="toolbar"
      onKeyDown={moveFocus}
      aria-label={t('regions.transport')}
      data-region="transport"
    >
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
      <Speed />
      <Modes />
      <span className={styles.room} />
      <LoudnessReadout />
      <LevelMeter />
      <Volume />
    </div>
  );
}

function Speed() {
  const { t } = useTranslation();
  const studio = useStudio();
  const rate = useStudioState((state) => state.transport.rate);
  const shuttle = useStudioState((state) => state.transport.shuttle);
  return (
    <div className={styles.speed}>
      <Select
        label={t('transport.speed')}
        isLabelHidden
        value={String(rate)}
        options={RATES.map((value) => ({ value: String(value), label: `${value}×` }))}
        onChange={(value) => studio.transport.setRate(Number(value))}
      />
      <span className={shuttle === null ? 'spoken' : styles.shuttle} role="status">
        {shuttle !== null && t('transport.shuttling', { rate: String(shuttle).replace('-', '−') })}
      </span>
    </div>
  );
}

/** What stays until it is switched off. */
function Modes() {
  const { t } = useTranslation();
  const isLooping = useStudioState((state) => state.transport.isLooping);
  const isRipple = useStudioState((state) => state.timeline.isRipple);
  const isSnapping = useStudioState((state) => state.settings.isSnapping);
  const isFollowing = useStudioState((state) => state.settings.isFollowingPlayhead);
  return (
    <fieldset className={styles.modes}>
      <legend className="spoken">{t('transport.modes')}</legend>
      <ActionButton action="playback.loop" icon={Repeat} label={t('transport.loop')} isPressed={isLooping} />
      <ActionButton action="edit.ripple" icon={ChevronsRight} label={t('transport.ripple')} isPressed={isRipple} />
      <ActionButton action="edit.snap" icon={Magnet} label={t('transport.snap')} isPressed={isSnapping} />
      <ActionButton action="view.follow" icon={LocateFixed} label={t('transport.follow')} isPressed={isFollowing} />
    </fieldset>
  );
}

function Volume() {
  const { t } = useTranslation();
  const studio = useStudio();
  const volume = useStudioState((state) => state.transport.volume);
  return (
    <div className={styles.volume}>
      <Slider
        label={t('transport.volume')}
        isLabelHidden
        value={volume}
        min={0}
        max={1}
        step={0.05}
        format={(value) => `${Math.round(value * 100)} %`}
        onChange={(value) => studio.transport.setVolume(value)}
      />
    </div>
  );
}
