import { AudioLines, Languages } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { LANGUAGES } from '#shared/messages/error-text.ts';
import { LANGUAGE_NAMES } from '../i18n/start-i18n.ts';
import styles from './sidebar.module.css';
import { useStudio, useStudioState } from './studio-context.ts';
import { type ProjectEntry, runningSampleJob } from './studio-state.ts';

export function Sidebar() {
  const { t } = useTranslation();
  const studio = useStudio();
  const projects = useStudioState((state) => state.projects);
  const isBusy = useStudioState((state) => state.isStarting || runningSampleJob(state) !== null);
  return (
    <nav className={styles.sidebar} aria-label={t('regions.projects')} data-region="projects">
      <h2 className={styles.heading}>{t('regions.projects')}</h2>
      <ul className={styles.projects}>
        {projects.map((entry) => (
          <ProjectItem key={entry.project.id} entry={entry} />
        ))}
      </ul>
      {projects.length === 0 && !isBusy && (
        <div className={styles.empty}>
          <p>{t('projects.empty')}</p>
          <button type="button" className={styles.action} onClick={() => void studio.openSample()}>
            {t('projects.openSample')}
          </button>
        </div>
      )}
      <LanguageChoice />
    </nav>
  );
}

function ProjectItem({ entry: { project, episodes } }: { readonly entry: ProjectEntry }) {
  const { t } = useTranslation();
  const studio = useStudio();
  const openId = useStudioState((state) => state.openingId ?? state.episode?.summary.id);
  return (
    <li>
      <h3 className={styles.project}>{project.name}</h3>
      {episodes.length === 0 && <p className={styles.none}>{t('projects.noEpisodes')}</p>}
      <ul>
        {episodes.map(({ id, title }) => (
          <li key={id}>
            <button
              type="button"
              className={styles.episode}
              aria-current={id === openId ? 'page' : undefined}
              onClick={() => void studio.openEpisode(id)}
            >
              <AudioLines size={14} aria-hidden="true" className={styles.icon} />
              <span className={styles.name}>{title}</span>
            </button>
          </li>
        ))}
      </ul>
    </li>
  );
}

function LanguageChoice() {
  const { t, i18n } = useTranslation();
  return (
    <label className={styles.language}>
      <Languages size={14} aria-hidden="true" className={styles.icon} />
      <span className="spoken">{t('app.language')}</span>
      <select value={i18n.language} onChange={({ target }) => void i18n.changeLanguage(target.value)}>
        {LANGUAGES.map((language) => (
          <option key={language} value={language} lang={language}>
            {LANGUAGE_NAMES[language]}
          </option>
        ))}
      </select>
    </label>
  );
}
