import { type KeyboardEvent, useId, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { samples } from '#shared/units.ts';
import { useStudio, useStudioState } from '../app/studio-context.ts';
import type { EpisodeModel } from '../episode/episode-model.ts';
import type { Lane, LaneClip } from '../episode/lanes.ts';
import { shortTime } from '../episode/time-text.ts';
import { AdjustByKeys } from './adjust-by-keys.ts';
import { useClipName } from './clip-name.ts';
import { type CellPlace, cellElementId, neighbourCell, placeOfClip } from './grid-place.ts';
import { LaneHead } from './lane-head.tsx';
import styles from './timeline.module.css';

/** Cells of a row that are in the page, around the one that is active: a reader asks for neighbours, never for all. */
const CELLS_AROUND = 12;

/** The timeline for those who do not see the canvas, and for its keys: a row a track, a cell a clip. */
export function TimelineGrid({ episode }: { readonly episode: EpisodeModel }) {
  const { t } = useTranslation();
  const studio = useStudio();
  const helpId = useId();
  const activeKey = useStudioState((state) => state.activeClipKey);
  const place = useMemo(() => placeOfClip(episode.lanes, activeKey), [episode, activeKey]);
  const columns = useMemo(
    () => episode.lanes.reduce((most, { clips }) => Math.max(most, clips.length), 0) + 1,
    [episode],
  );
  const adjusting = useMemo(() => new AdjustByKeys(studio), [studio]);

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.target !== event.currentTarget) return;
    if (adjusting.key(event)) {
      event.preventDefault();
      event.stopPropagation();
      return;
    }
    const next = neighbourCell(episode.lanes, place, event.key);
    if (!next || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const { placed } = next;
    if (event.shiftKey) studio.select(placed.recordId, { clipKey: placed.key, extend: 'range' });
    else studio.select(placed.recordId, { clipKey: placed.key });
  };
  return (
    <>
      <div
        className={styles.grid}
        role="grid"
        aria-label={t('timeline.tracks')}
        aria-describedby={helpId}
        aria-rowcount={episode.lanes.length}
        aria-colcount={columns}
        aria-multiselectable="true"
        tabIndex={0}
        onKeyDown={onKeyDown}
        onBlur={(event) => event.target === event.currentTarget && adjusting.end(true)}
        {...(place && activeKey ? { 'aria-activedescendant': cellElementId(activeKey) } : {})}
      >
        {episode.lanes.map((lane, index) => (
          <LaneRow key={lane.track.id} lane={lane} laneIndex={index} place={place} activeKey={activeKey} />
        ))}
      </div>
      {/* A grid has rows in it and nothing else. */}
      <span id={helpId} className="spoken">
        {t('timeline.keysHelp')}
      </span>
      <Said />
    </>
  );
}

/** What an edit by keys did. */
function Said() {
  const { t } = useTranslation();
  const announcement = useStudioState((state) => state.timeline.announcement);
  const { sample, amount = '', gain = '' } = announcement?.values ?? {};
  const time = sample === undefined ? '' : shortTime(samples(Number(sample)));
  return (
    <span className="spoken" role="status">
      {announcement && t(`timeline.said.${announcement.name}`, { amount, gain, time })}
    </span>
  );
}

interface LaneRowProps {
  readonly lane: Lane;
  readonly laneIndex: number;
  readonly place: CellPlace | null;
  readonly activeKey: string | null;
}

function LaneRow({ lane, laneIndex, place, activeKey }: LaneRowProps) {
  const around = place?.laneIndex === laneIndex ? place.clipIndex : 0;
  const first = Math.max(0, around - CELLS_AROUND);
  const cells = lane.clips.slice(first, around + CELLS_AROUND + 1);
  return (
    <div className={styles.row} role="row" aria-rowindex={laneIndex + 1}>
      <LaneHead lane={lane} />
      {cells.map((clip, index) => (
        <ClipCell
          key={clip.placed.key}
          clip={clip}
          column={first + index + 2}
          isActive={clip.placed.key === activeKey}
        />
      ))}
    </div>
  );
}

function ClipCell({
  clip,
  column,
  isActive,
}: {
  readonly clip: LaneClip;
  readonly column: number;
  readonly isActive: boolean;
}) {
  const name = useClipName(clip);
  const isSelected = useStudioState(
    ({ selection: { ids, primaryId, clipKeys } }) =>
      isActive ||
      (ids.has(clip.placed.recordId) && (clip.placed.recordId !== primaryId || clipKeys.has(clip.placed.key))),
  );
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
