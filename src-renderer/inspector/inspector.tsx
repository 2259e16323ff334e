import { useTranslation } from 'react-i18next';
import { useStudioState } from '../app/studio-context.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import { HeadingInspector, NoteInspector, PauseInspector } from './block-inspectors.tsx';
import { EpisodeInspector } from './episode-inspector.tsx';
import styles from './inspector.module.css';
import { LineInspector } from './line-inspector.tsx';
import { ManyInspector } from './many-inspector.tsx';
import { SoundInspector } from './sound-inspector.tsx';

/** What is selected, in detail; with nothing selected, the episode. */
export function Inspector() {
  const { t } = useTranslation();
  return (
    <section className={styles.inspector} aria-label={t('regions.inspector')} data-region="inspector" tabIndex={-1}>
      <Selected />
    </section>
  );
}

function Selected() {
  const { t } = useTranslation();
  const session = useStudioState((state) => state.session);
  const episode = useStudioState((state) => state.episode);
  const { ids, primaryId } = useStudioState((state) => state.selection);
  if (!session || !episode) return <EmptyState title={t('regions.inspector')} />;
  if (ids.size > 1) return <ManyInspector ids={ids} />;
  const record = primaryId === null ? undefined : episode.document.records.get(primaryId);
  switch (record?.type) {
    case 'line':
      return <LineInspector key={record.id} line={record} />;
    case 'heading':
      return <HeadingInspector key={record.id} heading={record} />;
    case 'pause':
      return <PauseInspector key={record.id} pause={record} />;
    case 'note':
      return <NoteInspector key={record.id} note={record} />;
    case 'cue':
    case 'clip':
      return <SoundInspector key={record.id} sound={record} />;
    default:
      return <EpisodeInspector episode={episode} />;
  }
}
