import { SlidersHorizontal } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useStudio, useStudioState } from '../app/studio-context.ts';
import { cssColour } from '../episode/colours.ts';
import type { Lane } from '../episode/lanes.ts';
import { BareIconButton } from '../ui/icon-button.tsx';
import { Popover } from '../ui/popover.tsx';
import styles from './lane-head.module.css';
import { TrackSettings } from './track-settings.tsx';

/** Beside a lane: who is on it, mute and solo, and everything else of its track in a panel. */
export function LaneHead({ lane }: { readonly lane: Lane }) {
  const { t } = useTranslation();
  const studio = useStudio();
  const { track, label } = lane;
  const isSolo = useStudioState((state) => state.transport.soloTrackIds.has(track.id));
  const isSilenced = useStudioState(
    ({ transport: { soloTrackIds } }) => soloTrackIds.size > 0 && !soloTrackIds.has(track.id),
  );
  const mute = (): void => {
    studio.timeline.edit([{ type: 'track.setMuted', id: track.id, isMuted: !track.isMuted }]);
  };
  return (
    <div className={styles.head} role="rowheader" aria-colindex={1} data-silenced={track.isMuted || isSilenced}>
      <span className={styles.swatch} style={{ background: cssColour(lane.colour) }} />
      <span className={styles.name}>{label}</span>
      <Popover
        title={label}
        side="right"
        trigger={
          <BareIconButton icon={SlidersHorizontal} size="small" label={t('timeline.track.settings', { name: label })} />
        }
      >
        <TrackSettings track={track} />
      </Popover>
      <span className={styles.row}>
        <button
          type="button"
          className={styles.toggle}
          aria-label={t('timeline.track.mute', { name: label })}
          aria-pressed={track.isMuted}
          onClick={mute}
        >
          M
        </button>
        <button
          type="button"
          className={styles.toggle}
          aria-label={t('timeline.track.solo', { name: label })}
          aria-pressed={isSolo}
          onClick={() => studio.transport.toggleSolo(track.id)}
        >
          S
        </button>
        <span className={styles.kind}>
          {track.gainDb === 0 ? t(`timeline.kinds.${track.kind}`) : `${track.gainDb.toFixed(1)} dB`}
        </span>
      </span>
    </div>
  );
}
