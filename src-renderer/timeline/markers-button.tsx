import { Flag, Plus, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { PlacedMarker } from '#shared/layout/layout.ts';
import { samplesToSeconds, secondsToSamples } from '#shared/units.ts';
import { useStudio } from '../app/studio-context.ts';
import type { EpisodeModel } from '../episode/episode-model.ts';
import { shortTime } from '../episode/time-text.ts';
import { Button } from '../ui/button.tsx';
import { BareIconButton, IconButton } from '../ui/icon-button.tsx';
import { NumberField } from '../ui/number-field.tsx';
import { Popover } from '../ui/popover.tsx';
import { TextField } from '../ui/text-field.tsx';
import styles from './markers-button.module.css';
import { useDraft } from './use-draft.ts';

/** All markers as a list: what the ruler does with a pointer is done here with keys. */
export function MarkersButton({ episode }: { readonly episode: EpisodeModel }) {
  const { t } = useTranslation();
  const studio = useStudio();
  const { markers } = episode.layout;
  return (
    <Popover
      title={t('timeline.markers')}
      side="top"
      trigger={<BareIconButton icon={Flag} size="small" label={t('timeline.markers')} />}
    >
      <div className={styles.list}>
        {markers.length === 0 && <p className={styles.none}>{t('timeline.noMarkers')}</p>}
        {markers.map((marker) => (
          <MarkerRow key={marker.markerId} marker={marker} />
        ))}
        <Button size="small" icon={Plus} onClick={() => studio.timeline.addMarker('', { isNaming: false })}>
          {t('actions.marker.add')}
        </Button>
      </div>
    </Popover>
  );
}

function MarkerRow({ marker: { markerId, atSample, text } }: { readonly marker: PlacedMarker }) {
  const { t } = useTranslation();
  const studio = useStudio();
  const name = text === '' ? t('timeline.unnamedMarker', { time: shortTime(atSample) }) : text;
  const [draft, setDraft] = useDraft(text);
  const [seconds, setSeconds] = useDraft<number | null>(samplesToSeconds(atSample));
  return (
    <div className={styles.row}>
      <Button
        size="small"
        variant="ghost"
        description={t('timeline.goToMarker', { name })}
        onClick={() => studio.goTo(atSample)}
      >
        {shortTime(atSample)}
      </Button>
      <TextField
        label={t('timeline.markerName')}
        isLabelHidden
        value={draft}
        placeholder={t('timeline.marker')}
        onChange={setDraft}
        onCommit={(next) => next !== text && studio.timeline.renameMarker(markerId, next)}
      />
      <NumberField
        label={t('timeline.markerTime', { name })}
        isLabelHidden
        value={seconds}
        min={0}
        step={0.01}
        digits={3}
        unit="s"
        onChange={setSeconds}
        onCommit={(next) => next !== null && studio.timeline.moveMarker(markerId, secondsToSamples(next))}
      />
      <IconButton
        icon={Trash2}
        size="small"
        label={t('timeline.deleteMarker', { name })}
        onClick={() => studio.timeline.deleteMarker(markerId)}
      />
    </div>
  );
}
