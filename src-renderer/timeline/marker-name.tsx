import { type KeyboardEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RecordId } from '#shared/ids.ts';
import { useStudio, useStudioState } from '../app/studio-context.ts';
import type { EpisodeModel } from '../episode/episode-model.ts';
import styles from './timeline.module.css';
import { windowPx } from './timeline-view.ts';

/** The name of a marker while it is typed, at its place in the ruler. */
export function MarkerName({ episode }: { readonly episode: EpisodeModel }) {
  const renamingId = useStudioState((state) => state.timeline.renamingMarkerId);
  const marker = episode.layout.markers.find(({ markerId }) => markerId === renamingId);
  return marker ? <NameInput key={marker.markerId} {...marker} /> : null;
}

function NameInput({
  markerId,
  atSample,
  text,
}: {
  readonly markerId: RecordId;
  readonly atSample: number;
  readonly text: string;
}) {
  const { t } = useTranslation();
  const studio = useStudio();
  const view = useStudioState((state) => state.view);
  const [name, setName] = useState(text);

  const close = (isMeant: boolean): void => {
    studio.timeline.set({ renamingMarkerId: null });
    if (isMeant && name !== text) studio.timeline.renameMarker(markerId, name);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' && event.key !== 'Escape') return;
    event.preventDefault();
    close(event.key === 'Enter');
  };
  return (
    <input
      // biome-ignore lint/a11y/noAutofocus: the person has just asked to type here
      autoFocus
      className={styles.markerName}
      style={{ left: Math.max(0, windowPx(atSample, view)) }}
      aria-label={t('timeline.markerName')}
      placeholder={t('timeline.marker')}
      value={name}
      maxLength={500}
      onChange={(event) => setName(event.target.value)}
      onKeyDown={onKeyDown}
      onBlur={() => close(true)}
    />
  );
}
