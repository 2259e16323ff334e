import { AudioLines, Clipboard, FilePlus2, FileUp, type LucideIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useStudio, useStudioState } from '../app/studio-context.ts';
import type { ProjectEntry } from '../app/studio-state.ts';
import styles from './start-screen.module.css';

const MOST_RECENT = 8;

/** Ways to begin, and what was made before. */
export function StartScreen() {
  const { t } = useTranslation();
  const studio = useStudio();
  const projects = useStudioState((state) => state.projects);
  const recent = projects.filter(({ project }) => project.shelf === 'active').slice(0, MOST_RECENT);
  return (
    <section className={styles.start} aria-label={t('regions.start')} data-region="start" tabIndex={-1}>
      <div className={styles.columns}>
        <div className={styles.column}>
          <h2 className={styles.heading}>{t('start.begin')}</h2>
          <Way
            icon={FilePlus2}
            title={t('start.newProject')}
            text={t('start.newProjectText')}
            onPress={() => studio.showDialog({ name: 'new-project' })}
          />
          <Way
            icon={FileUp}
            title={t('start.importFile')}
            text={t('start.importFileText')}
            onPress={() => void studio.chooseScripts()}
          />
          <Way
            icon={Clipboard}
            title={t('start.paste')}
            text={t('start.pasteText')}
            onPress={() => studio.showDialog({ name: 'import-script', files: [] })}
          />
          <Way
            icon={AudioLines}
            title={t('start.sample')}
            text={t('start.sampleText')}
            onPress={() => void studio.openSample()}
          />
        </div>
        <div className={styles.column}>
          <h2 className={styles.heading}>{t('start.recent')}</h2>
          {recent.length === 0 && <p className={styles.none}>{t('start.noRecent')}</p>}
          {recent.map((entry) => (
            <RecentProject key={entry.project.id} entry={entry} />
          ))}
        </div>
      </div>
    </section>
  );
}

interface WayProps {
  readonly icon: LucideIcon;
  readonly title: string;
  readonly text: string;
  readonly onPress: () => void;
}

function Way({ icon: Icon, title, text, onPress }: WayProps) {
  return (
    <button type="button" className={styles.way} onClick={onPress}>
      <Icon size={20} strokeWidth={1.5} aria-hidden="true" className={styles.icon} />
      <span className={styles.wayText}>
        <span className={styles.title}>{title}</span>
        <span className={styles.text}>{text}</span>
      </span>
    </button>
  );
}

function RecentProject({ entry: { project, episodes } }: { readonly entry: ProjectEntry }) {
  const { t, i18n } = useTranslation();
  const studio = useStudio();
  const created = new Intl.DateTimeFormat(i18n.language, { dateStyle: 'medium' }).format(project.createdAtMs);
  return (
    <article className={styles.project}>
      <h3 className={styles.title}>{project.name}</h3>
      <p className={styles.text}>
        {t('start.episodes', { count: episodes.length })} · {created}
      </p>
      <ul className={styles.episodes}>
        {episodes.map((episode) => (
          <li key={episode.id}>
            <button
              type="button"
              className={styles.episode}
              aria-label={t('start.openEpisode', { title: episode.title })}
              onClick={() => void studio.openEpisode(episode.id)}
            >
              <AudioLines size={14} aria-hidden="true" className={styles.icon} />
              <span className={styles.name}>{episode.title}</span>
            </button>
          </li>
        ))}
      </ul>
    </article>
  );
}
