import { VolumeX } from 'lucide-react';
import { type KeyboardEvent, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useStudio, useStudioState } from '../app/studio-context.ts';
import { cssColour } from '../episode/colours.ts';
import type { EpisodeModel } from '../episode/episode-model.ts';
import type { Lane, LaneClip } from '../episode/lanes.ts';
import { useClipName } from './clip-name.ts';
import { type CellPlace, cellElementId, neighbourCell, placeOfClip } from './grid-place.ts';
import styles from './timeline.module.css';

/** Cells of a row that are in the page, around the one that is active: a reader asks for neighbours, never for all. */
const CELLS_AROUND = 12;

/** The timeline for those who do not see the canvas, and for its keys: a row a track, a cell a clip. */
export function TimelineGrid({ episode }: { readonly episode: EpisodeModel }) {
  const { t } = useTranslation();
  const studio = useStudio();
  const activeKey = useStudioState((state) => state.activeClipKey);
  const place = useMemo(() => placeOfClip(episode.lanes, activeKey), [episode, activeKey]);
  const columns = Math.max(0, ...episode.lanes.map(({ clips }) => clips.length)) + 1;

  const onKeyDown = (event: KeyboardEvent): void => {
    const next = neighbourCell(episode.lanes, place, event.key);
    if (!next || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const { placed } = next;
    studio.select(placed.recordId, { clipKey: placed.key });
  };
  return (
    <div
      className={styles.grid}
      role="grid"
      aria-label={t('timeline.tracks')}
      aria-rowcount={episode.lanes.length}
      aria-colcount={columns}
      aria-readonly="true"
      tabIndex={0}
      onKeyDown={onKeyDown}
      {...(place && activeKey ? { 'aria-activedescendant': cellElementId(activeKey) } : {})}
    >
      {episode.lanes.map((lane, index) => (
        <LaneRow key={lane.track.id} lane={lane} laneIndex={index} place={place} activeKey={activeKey} />
      ))}
    </div>
  );
}

interface LaneRowProps {
  readonly lane: Lane;
  readonly laneIndex: number;
  readonly place: CellPlace | null;
  readonly activeKey: string | null;
}

function LaneRow({ lane, laneIndex, place, activeKey }: LaneRowProps) {
  const { t } = useTranslation();
  const around = place?.laneIndex === laneIndex ? place.clipIndex : 0;
  const first = Math.max(0, around - CELLS_AROUND);
  const cells = lane.clips.slice(first, around + CELLS_AROUND + 1);
  return (
    <div className={styles.row} role="row" aria-rowindex={laneIndex + 1}>
      <div className={styles.head} role="rowheader" aria-colindex={1}>
        <span className={styles.swatch} style={{ background: cssColour(lane.colour) }} />
        <span className={styles.laneName}>{lane.label}</span>
        <span className={styles.laneKind}>
          {t(`timeline.kinds.${lane.track.kind}`)}
          {lane.track.isMuted && (
            <>
              {' · '}
              <VolumeX size={11} aria-hidden="true" /> {t('timeline.muted')}
            </>
          )}
        </span>
      </div>
      {cells.map((clip, index) => (
        <ClipCell
          key={clip.placed.key}
          clip={clip}
          column={first + index + 2}
          isSelected={clip.placed.key === activeKey}
        />
      ))}
    </div>
  );
}

function ClipCell({
  clip,
  column,
  isSelected,
}: {
  readonly clip: LaneClip;
  readonly column: number;
  readonly isSelected: boolean;
}) {
  const name = useClipName(clip);
  return (
    <div
      id={cellElementId(clip.placed.key)}
      className="spoken"
      role="gridcell"
      tabIndex={-1}
      aria-colindex={column}
      aria-selected={isSelected}
    >
      {name}
    </div>
  );
}
