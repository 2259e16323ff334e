import { ArrowDown, ArrowUp, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Command } from '#shared/document/commands.ts';
import { DEFAULT_DUCK } from '#shared/document/new-episode.ts';
import type { Duck, Track } from '#shared/document/records.ts';
import { useStudio, useStudioState } from '../app/studio-context.ts';
import { Button } from '../ui/button.tsx';
import { NumberField } from '../ui/number-field.tsx';
import { Select } from '../ui/select.tsx';
import { Slider } from '../ui/slider.tsx';
import { Switch } from '../ui/switch.tsx';
import { TextField } from '../ui/text-field.tsx';
import { isTrackUsed, shiftTrack, trackInstead } from './edits/tracks.ts';
import styles from './track-settings.module.css';
import { useDraft } from './use-draft.ts';
import { useGesture } from './use-gesture.ts';

/** All of a track: name, kind, gain, pan, how it makes room for speech, its place, and its end. */
export function TrackSettings({ track }: { readonly track: Track }) {
  const { t } = useTranslation();
  const studio = useStudio();
  const gesture = useGesture();
  const panText = usePanText();
  const [name, setName] = useDraft(track.name);
  const edit = (command: Command | null): void => {
    if (command) studio.timeline.edit([command]);
  };
  const { id } = track;
  return (
    <div className={styles.settings}>
      <TextField
        label={t('timeline.track.name')}
        value={name}
        onChange={setName}
        onCommit={(next) =>
          next.trim() !== '' && next !== track.name && edit({ type: 'track.rename', id, name: next.trim() })
        }
      />
      <Select
        label={t('timeline.track.kind')}
        value={track.kind}
        options={(['dialogue', 'music', 'effects'] as const).map((kind) => ({
          value: kind,
          label: t(`timeline.kinds.${kind}`),
        }))}
        onChange={(kind) => edit({ type: 'track.setKind', id, kind })}
      />
      <Slider
        label={t('timeline.track.gain')}
        value={track.gainDb}
        min={-48}
        max={12}
        step={0.5}
        format={(value) => `${value.toFixed(1)} dB`}
        onChange={(gainDb) => gesture.edit([{ type: 'track.setGain', id, gainDb }])}
        onCommit={() => gesture.commit()}
      />
      <Slider
        label={t('timeline.track.pan')}
        value={track.pan}
        min={-1}
        max={1}
        step={0.05}
        format={panText}
        onChange={(pan) => gesture.edit([{ type: 'track.setPan', id, pan: Number(pan.toFixed(2)) }])}
        onCommit={() => gesture.commit()}
      />
      {track.kind !== 'dialogue' && (
        <>
          <Switch
            label={t('timeline.track.duck')}
            isOn={track.duck !== undefined}
            onChange={(isOn) => edit({ type: 'track.setDuck', id, duck: isOn ? DEFAULT_DUCK : null })}
          />
          {track.duck && (
            <DuckFields duck={track.duck} onChange={(duck) => edit({ type: 'track.setDuck', id, duck })} />
          )}
        </>
      )}
      <TrackPlace track={track} />
    </div>
  );
}

function DuckFields({ duck, onChange }: { readonly duck: Duck; readonly onChange: (duck: Duck) => void }) {
  const { t } = useTranslation();
  const fields = [
    { key: 'depthDb', label: t('timeline.track.depth'), unit: 'dB', max: 60, step: 0.5, digits: 1 },
    { key: 'attackMs', label: t('timeline.track.attack'), unit: 'ms', max: 5_000, step: 10, digits: 0 },
    { key: 'holdMs', label: t('timeline.track.hold'), unit: 'ms', max: 5_000, step: 10, digits: 0 },
    { key: 'releaseMs', label: t('timeline.track.release'), unit: 'ms', max: 10_000, step: 10, digits: 0 },
  ] as const;
  return (
    <div className={styles.duck}>
      {fields.map(({ key, ...field }) => (
        <DuckField key={key} {...field} value={duck[key]} onChange={(value) => onChange({ ...duck, [key]: value })} />
      ))}
    </div>
  );
}

interface DuckFieldProps {
  readonly label: string;
  readonly unit: string;
  readonly max: number;
  readonly step: number;
  readonly digits: number;
  readonly value: number;
  readonly onChange: (value: number) => void;
}

function DuckField({ value, onChange, ...field }: DuckFieldProps) {
  const [draft, setDraft] = useDraft<number | null>(value);
  return (
    <NumberField
      {...field}
      min={0}
      value={draft}
      onChange={setDraft}
      onCommit={(next) => next !== null && next !== value && onChange(next)}
    />
  );
}

function TrackPlace({ track }: { readonly track: Track }) {
  const { t } = useTranslation();
  const studio = useStudio();
  const document = useStudioState((state) => state.episode?.document);
  if (!document) return null;
  const { id } = track;
  const [up, down] = [shiftTrack(document, id, -1), shiftTrack(document, id, 1)];
  const isUsed = isTrackUsed(document, id);
  const instead = isUsed ? trackInstead(document, track) : null;
  const remove = (): void => {
    studio.timeline.edit([{ type: 'track.delete', id, ...(instead ? { reassignTo: instead.id } : {}) }]);
  };
  return (
    <div className={styles.place}>
      <Button size="small" icon={ArrowUp} isDisabled={!up} onClick={() => up && studio.timeline.edit([up])}>
        {t('timeline.track.up')}
      </Button>
      <Button size="small" icon={ArrowDown} isDisabled={!down} onClick={() => down && studio.timeline.edit([down])}>
        {t('timeline.track.down')}
      </Button>
      <Button size="small" variant="danger" icon={Trash2} isDisabled={isUsed && !instead} onClick={remove}>
        {instead ? t('timeline.track.deleteInto', { name: instead.name }) : t('timeline.track.delete')}
      </Button>
    </div>
  );
}

function usePanText(): (pan: number) => string {
  const { t } = useTranslation();
  return (pan) => {
    const amount = String(Math.round(Math.abs(pan) * 100));
    if (pan === 0) return t('timeline.track.panCentre');
    return pan < 0 ? t('timeline.track.panLeft', { amount }) : t('timeline.track.panRight', { amount });
  };
}
