import { Plus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useStudio } from '../app/studio-context.ts';
import type { EpisodeModel } from '../episode/episode-model.ts';
import { BareIconButton } from '../ui/icon-button.tsx';
import { Menu } from '../ui/menu.tsx';
import { addTrack } from './edits/tracks.ts';
import styles from './timeline.module.css';

export function AddTrack({ episode }: { readonly episode: EpisodeModel }) {
  const { t } = useTranslation();
  const studio = useStudio();
  const add = (kind: 'dialogue' | 'music' | 'effects'): void => {
    const nameOf = (number: number): string => t(`timeline.track.newNames.${kind}`, { number });
    studio.timeline.edit([addTrack(episode.document, kind, nameOf, () => crypto.randomUUID())]);
  };
  return (
    <div className={styles.addTrack}>
      <Menu
        trigger={<BareIconButton icon={Plus} size="small" label={t('timeline.track.add')} />}
        entries={(['dialogue', 'music', 'effects'] as const).map((kind) => ({
          label: t(`timeline.track.addOf.${kind}`),
          onSelect: () => add(kind),
        }))}
      />
    </div>
  );
}
