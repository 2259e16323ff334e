import { AudioLines, LibraryBig, type LucideIcon, Mic, Plus, Settings2, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '../ui/button.tsx';
import { BareIconButton } from '../ui/icon-button.tsx';
import { Menu } from '../ui/menu.tsx';
import { ProjectTree } from './project-tree.tsx';
import styles from './sidebar.module.css';
import { useStudio, useStudioState } from './studio-context.ts';
import { runningSampleJob } from './studio-state.ts';

const SCREENS: readonly { readonly screen: 'library' | 'voices' | 'settings'; readonly icon: LucideIcon }[] = [
  { screen: 'library', icon: LibraryBig },
  { screen: 'voices', icon: Mic },
  { screen: 'settings', icon: Settings2 },
];

export function Sidebar() {
  const { t } = useTranslation();
  const studio = useStudio();
  const projects = useStudioState((state) => state.projects);
  const isBusy = useStudioState((state) => state.isStarting || runningSampleJob(state) !== null);
  return (
    <nav className={styles.sidebar} aria-label={t('regions.projects')} data-region="projects">
      <div className={styles.head}>
        <h2 className={styles.heading}>{t('regions.projects')}</h2>
        <Menu
          align="end"
          trigger={<BareIconButton icon={Plus} size="small" label={t('projects.newProject')} />}
          entries={[
            { label: t('projects.newProject'), onSelect: () => studio.showDialog({ name: 'new-project' }) },
            { label: t('start.importFile'), onSelect: () => void studio.chooseScripts() },
            { label: t('start.paste'), onSelect: () => studio.showDialog({ name: 'import-script', files: [] }) },
          ]}
        />
      </div>
      <div className={styles.tree}>
        <ProjectTree projects={projects.filter(({ project }) => project.shelf === 'active')} />
        <ArchivedProjects />
        {projects.length === 0 && !isBusy && (
          <div className={styles.empty}>
            <p>{t('projects.empty')}</p>
            <Button icon={AudioLines} onClick={() => void studio.openSample()}>
              {t('projects.openSample')}
            </Button>
          </div>
        )}
      </div>
      <ul className={styles.screens}>
        {SCREENS.map((item) => (
          <ScreenItem key={item.screen} {...item} />
        ))}
        <li>
          <button type="button" className={styles.row} onClick={() => studio.showDialog({ name: 'trash' })}>
            <Trash2 size={14} aria-hidden="true" className={styles.icon} />
            <span className={styles.name}>{t('projects.showTrash')}</span>
          </button>
        </li>
      </ul>
    </nav>
  );
}

function ScreenItem({ screen, icon: Icon }: (typeof SCREENS)[number]) {
  const { t } = useTranslation();
  const studio = useStudio();
  const isCurrent = useStudioState((state) => state.screen === screen);
  return (
    <li>
      <button
        type="button"
        className={styles.row}
        aria-current={isCurrent ? 'page' : undefined}
        onClick={() => studio.goToScreen(screen)}
      >
        <Icon size={14} aria-hidden="true" className={styles.icon} />
        <span className={styles.name}>{t(`regions.${screen}`)}</span>
      </button>
    </li>
  );
}

function ArchivedProjects() {
  const { t } = useTranslation();
  const projects = useStudioState((state) => state.projects);
  const archived = projects.filter(({ project }) => project.shelf === 'archived');
  if (archived.length === 0) return null;
  return (
    <details className={styles.archived}>
      <summary className={styles.heading}>{t('projects.archived')}</summary>
      <ProjectTree projects={archived} />
    </details>
  );
}
