import { useTranslation } from 'react-i18next';
import type { Duck, Track } from '#shared/document/records.ts';
import type { RecordId } from '#shared/ids.ts';
import { useStudioState } from '../app/studio-context.ts';
import { NumberField } from '../ui/number-field.tsx';
import { Slider } from '../ui/slider.tsx';
import { Switch } from '../ui/switch.tsx';
import styles from './inspector.module.css';
import { GainField } from './quantity-fields.tsx';
import { useEdit, useFieldGesture } from './use-episode-edit.ts';

/** As engineers of speech set it: half the loudness of the music, back after a breath. */
const USUAL_DUCK: Duck = { depthDb: 12, attackMs: 120, holdMs: 300, releaseMs: 600 };

/** What holds for everything on a track. */
export function TrackSection({ trackId }: { readonly trackId: RecordId }) {
  const { t } = useTranslation();
  const edit = useEdit();
  const { change, commit } = useFieldGesture();
  const track = useStudioState(({ episode }) => episode?.document.records.get(trackId)) as Track | undefined;
  if (track?.type !== 'track') return null;
  const { id, duck } = track;
  return (
    <div className={styles.stack}>
      <GainField
        label={t('inspector.trackGain')}
        value={track.gainDb}
        command={(gainDb) => ({ type: 'track.setGain', id, gainDb })}
      />
      <Slider
        label={t('inspector.pan')}
        value={track.pan}
        min={-1}
        max={1}
        step={0.05}
        format={panText}
        onChange={(pan) => change({ type: 'track.setPan', id, pan })}
        onCommit={commit}
      />
      <Switch
        label={t('inspector.mute')}
        isOn={track.isMuted}
        onChange={(isMuted) => edit({ type: 'track.setMuted', id, isMuted })}
      />
      {track.kind !== 'dialogue' && (
        <Switch
          label={t('inspector.duck')}
          isOn={duck !== undefined}
          onChange={(isOn) => edit({ type: 'track.setDuck', id, duck: isOn ? USUAL_DUCK : null })}
        />
      )}
      {duck && (
        <div className={styles.pair}>
          <DuckField label={t('inspector.duckDepth')} unit="dB" track={track} duck={duck} field="depthDb" max={60} />
          <DuckField
            label={t('inspector.duckAttack')}
            unit="ms"
            track={track}
            duck={duck}
            field="attackMs"
            max={5_000}
          />
          <DuckField label={t('inspector.duckHold')} unit="ms" track={track} duck={duck} field="holdMs" max={5_000} />
          <DuckField
            label={t('inspector.duckRelease')}
            unit="ms"
            track={track}
            duck={duck}
            field="releaseMs"
            max={10_000}
          />
        </div>
      )}
    </div>
  );
}

interface DuckFieldProps {
  readonly label: string;
  readonly unit: string;
  readonly track: Track;
  readonly duck: Duck;
  readonly field: keyof Duck;
  readonly max: number;
}

function DuckField({ label, unit, track: { id }, duck, field, max }: DuckFieldProps) {
  const { change, commit } = useFieldGesture();
  return (
    <NumberField
      label={label}
      unit={unit}
      value={duck[field]}
      min={0}
      max={max}
      step={field === 'depthDb' ? 1 : 10}
      onChange={(next) => next !== null && change({ type: 'track.setDuck', id, duck: { ...duck, [field]: next } })}
      onCommit={commit}
    />
  );
}

function panText(pan: number): string {
  if (Math.abs(pan) < 0.005) return 'C';
  return `${pan < 0 ? 'L' : 'R'} ${Math.round(Math.abs(pan) * 100)}`;
}
