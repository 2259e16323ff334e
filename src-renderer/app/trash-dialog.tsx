import { useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { useStudio } from './studio-context.ts';
import type { ProjectEntry } from './studio-state.ts';
import styles from './trash-dialog.module.css';

/** What was put into the trash, to be put back. */
export function TrashDialog() {
  const { t } = useTranslation();
  const studio = useStudio();
  const [entries, setEntries] = useState<readonly ProjectEntry[] | null>(null);
  const load = useCallback(
    () => studio.failures.attempt(async () => setEntries(await studio.projects.trash())),
    [studio],
  );
  useEffect(() => void load(), [load]);
  const restore = async (work: () => Promise<void>): Promise<void> => {
    if (await studio.failures.attempt(work)) await load();
  };
  return (
    <Dialog
      isOpen
      title={t('projects.showTrash')}
      description={t('projects.trashText')}
      onClose={() => studio.showDialog(null)}
    >
      {entries?.length === 0 && <EmptyState title={t('projects.trashEmpty')} />}
      <ul className={styles.entries}>
        {entries?.map(({ project, episodes }) =>
          project.shelf === 'trashed' ? (
            <li key={project.id} className={styles.entry}>
              <span className={styles.name}>{project.name}</span>
              <Button
                size="small"
                onClick={() => void restore(() => studio.projects.setProjectShelf(project.id, 'active'))}
              >
                {t('projects.restore')}
              </Button>
            </li>
          ) : (
            episodes.map((episode) => (
              <li key={episode.id} className={styles.entry}>
                <span className={styles.name}>{episode.title}</span>
                <span className={styles.project}>{project.name}</span>
                <Button
                  size="small"
                  onClick={() => void restore(() => studio.projects.setEpisodeShelf(episode.id, 'active'))}
                >
                  {t('projects.restore')}
                </Button>
              </li>
            ))
          ),
        )}
      </ul>
    </Dialog>
  );
}
