import { useTranslation } from 'react-i18next';
import { useStudio, useStudioState } from '../app/studio-context.ts';
import { SETTINGS_SECTIONS, type SettingsSection } from '../app/studio-state.ts';
import { Tabs } from '../ui/tabs.tsx';
import { AboutSection } from './about-section.tsx';
import { AudioSection } from './audio-section.tsx';
import { ConnectionsSection } from './connections-section.tsx';
import { GeneralSection } from './general-section.tsx';
import { KeyboardSection } from './keyboard-section.tsx';
import styles from './settings.module.css';
import { SpendingSection } from './spending-section.tsx';
import { StorageSection } from './storage-section.tsx';

const CONTENT: Readonly<Record<SettingsSection, () => React.ReactNode>> = {
  general: GeneralSection,
  connections: ConnectionsSection,
  spending: SpendingSection,
  audio: AudioSection,
  keyboard: KeyboardSection,
  storage: StorageSection,
  about: AboutSection,
};

export function SettingsScreen() {
  const { t } = useTranslation();
  const studio = useStudio();
  const section = useStudioState((state) => state.settingsSection);
  return (
    <section className={styles.screen} aria-label={t('regions.settings')} data-region="settings">
      <Tabs
        label={t('settings.title')}
        orientation="vertical"
        value={section}
        onChange={(next) => studio.openSettings(next)}
        tabs={SETTINGS_SECTIONS.map((value) => {
          const Content = CONTENT[value];
          return {
            value,
            label: t(`settings.sections.${value}`),
            content: (
              <div className={styles.content}>
                <h2 className={styles.title}>{t(`settings.sections.${value}`)}</h2>
                <Content />
              </div>
            ),
          };
        })}
      />
    </section>
  );
}
