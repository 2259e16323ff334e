import { Archive, ArrowDown, ArrowUp, Clipboard, Copy, FileUp, Pencil, Plus, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { EpisodeSummary } from '#shared/contract/values.ts';
import type { MenuEntry } from '../ui/menu-entries.tsx';
import { useStudio } from './studio-context.ts';
import type { ProjectEntry } from './studio-state.ts';

/** What can be done with a project of the sidebar. */
export function useProjectMenu({ project, episodes }: ProjectEntry): readonly MenuEntry[] {
  const { t } = useTranslation();
  const studio = useStudio();
  const isArchived = project.shelf === 'archived';
  const setShelf = (shelf: 'active' | 'archived' | 'trashed') =>
    studio.failures.attempt(() => studio.projects.setProjectShelf(project.id, shelf));
  const trash = async (): Promise<void> => {
    if (!(await setShelf('trashed'))) return;
    studio.showNotice({
      text: t('projects.trashed', { name: project.name }),
      undo: () => void setShelf(project.shelf),
    });
  };
  return [
    {
      label: t('projects.newEpisode'),
      icon: Plus,
      onSelect: () => studio.showDialog({ name: 'new-episode', project, number: episodes.length + 1 }),
    },
    { label: t('projects.importScript'), icon: FileUp, onSelect: () => void studio.chooseScripts(project.id) },
    {
      label: t('start.paste'),
      icon: Clipboard,
      onSelect: () => studio.showDialog({ name: 'import-script', files: [], projectId: project.id }),
    },
    { kind: 'separator' },
    {
      label: t('projects.rename'),
      icon: Pencil,
      onSelect: () => studio.showDialog({ name: 'rename-project', project }),
    },
    {
      label: t(isArchived ? 'projects.unarchive' : 'projects.archive'),
      icon: Archive,
      onSelect: () => void setShelf(isArchived ? 'active' : 'archived'),
    },
    { label: t('projects.trash'), icon: Trash2, onSelect: () => void trash() },
  ];
}

/** What can be done with an episode of the sidebar. */
export function useEpisodeMenu(episode: EpisodeSummary, siblings: readonly EpisodeSummary[]): readonly MenuEntry[] {
  const { t } = useTranslation();
  const studio = useStudio();
  const at = siblings.findIndex(({ id }) => id === episode.id);
  const { projects, failures } = studio;
  const setShelf = (shelf: 'active' | 'archived' | 'trashed') =>
    failures.attempt(() => projects.setEpisodeShelf(episode.id, shelf));
  const moveAfter = (after: EpisodeSummary | undefined) =>
    void failures.attempt(() => projects.moveEpisode(episode.id, after?.id ?? null));
  const trash = async (): Promise<void> => {
    if (!(await setShelf('trashed'))) return;
    studio.showNotice({
      text: t('projects.trashed', { name: episode.title }),
      undo: () => void setShelf(episode.shelf),
    });
  };
  const copyScript = () =>
    failures.attempt(async () => {
      const { text } = await studio.client.call('scripts.print', { episodeId: episode.id });
      await navigator.clipboard.writeText(text);
      studio.showNotice({ text: t('projects.scriptCopied', { title: episode.title }) });
    });
  const duplicate = () =>
    failures.attempt(async () => {
      const copy = await projects.duplicateEpisode(episode.id, t('projects.copyOf', { title: episode.title }));
      await studio.openEpisode(copy.id);
    });
  return [
    {
      label: t('projects.rename'),
      icon: Pencil,
      onSelect: () => studio.showDialog({ name: 'rename-episode', episode }),
    },
    { label: t('projects.duplicate'), icon: Copy, onSelect: () => void duplicate() },
    { label: t('projects.copyScript'), icon: Clipboard, onSelect: () => void copyScript() },
    { kind: 'separator' },
    {
      label: t('projects.moveUp'),
      icon: ArrowUp,
      isDisabled: at <= 0,
      onSelect: () => moveAfter(siblings[at - 2]),
    },
    {
      label: t('projects.moveDown'),
      icon: ArrowDown,
      isDisabled: at === -1 || at === siblings.length - 1,
      onSelect: () => moveAfter(siblings[at + 1]),
    },
    { kind: 'separator' },
    {
      label: t(episode.shelf === 'archived' ? 'projects.unarchive' : 'projects.archive'),
      icon: Archive,
      onSelect: () => void setShelf(episode.shelf === 'archived' ? 'active' : 'archived'),
    },
    { label: t('projects.trash'), icon: Trash2, onSelect: () => void trash() },
  ];
}
