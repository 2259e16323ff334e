import { AudioLines, ChevronRight, Ellipsis } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EpisodeSummary } from '#shared/contract/values.ts';
import { ContextMenu } from '../ui/context-menu.tsx';
import { BareIconButton } from '../ui/icon-button.tsx';
import { Menu } from '../ui/menu.tsx';
import { useEpisodeMenu, useProjectMenu } from './project-menus.ts';
import styles from './sidebar.module.css';
import { useStudio, useStudioState } from './studio-context.ts';
import type { ProjectEntry } from './studio-state.ts';

export function ProjectTree({ projects }: { readonly projects: readonly ProjectEntry[] }) {
  return (
    <ul className={styles.projects}>
      {projects.map((entry) => (
        <ProjectItem key={entry.project.id} entry={entry} />
      ))}
    </ul>
  );
}

function ProjectItem({ entry }: { readonly entry: ProjectEntry }) {
  const { t } = useTranslation();
  const { project, episodes } = entry;
  const [isOpen, setOpen] = useState(true);
  const menu = useProjectMenu(entry);
  return (
    <li>
      <ContextMenu entries={menu}>
        <div className={styles.projectRow}>
          <button type="button" className={styles.project} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
            <ChevronRight size={12} aria-hidden="true" className={isOpen ? styles.open : styles.closed} />
            <span className={styles.name}>{project.name}</span>
          </button>
          <Menu
            entries={menu}
            trigger={
              <BareIconButton icon={Ellipsis} size="small" label={t('projects.projectMenu', { name: project.name })} />
            }
          />
        </div>
      </ContextMenu>
      {isOpen && episodes.length === 0 && <p className={styles.none}>{t('projects.noEpisodes')}</p>}
      {isOpen && (
        <ul>
          {episodes.map((episode) => (
            <EpisodeItem key={episode.id} episode={episode} siblings={episodes} />
          ))}
        </ul>
      )}
    </li>
  );
}

function EpisodeItem({
  episode,
  siblings,
}: {
  readonly episode: EpisodeSummary;
  readonly siblings: readonly EpisodeSummary[];
}) {
  const { t } = useTranslation();
  const studio = useStudio();
  const openId = useStudioState((state) => state.openingId ?? state.episode?.summary.id);
  const isShown = useStudioState((state) => state.screen === 'episode');
  const menu = useEpisodeMenu(episode, siblings);
  const isCurrent = isShown && episode.id === openId;
  return (
    <li>
      <ContextMenu entries={menu}>
        <div className={styles.episodeRow} data-current={isCurrent || undefined}>
          <button
            type="button"
            className={styles.row}
            aria-current={isCurrent ? 'page' : undefined}
            onClick={() => void studio.openEpisode(episode.id)}
          >
            <AudioLines size={14} aria-hidden="true" className={styles.icon} />
            <span className={styles.name}>{episode.title}</span>
          </button>
          <Menu
            entries={menu}
            trigger={
              <BareIconButton icon={Ellipsis} size="small" label={t('projects.episodeMenu', { name: episode.title })} />
            }
          />
        </div>
      </ContextMenu>
    </li>
  );
}
