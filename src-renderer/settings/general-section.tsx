import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { LANGUAGES } from '#shared/messages/error-text.ts';
import { useStudio, useStudioState } from '../app/studio-context.ts';
import { LANGUAGE_NAMES } from '../i18n/start-i18n.ts';
import { SegmentedControl } from '../ui/segmented-control.tsx';
import { Select } from '../ui/select.tsx';
import { Switch } from '../ui/switch.tsx';
import { TextField } from '../ui/text-field.tsx';
import styles from './settings.module.css';
import { SettingsGroup } from './settings-group.tsx';

const THEMES = ['system', 'light', 'dark', 'high-contrast'] as const;
const DENSITIES = ['comfortable', 'compact'] as const;

export function GeneralSection() {
  const { t } = useTranslation();
  const { preferences } = useStudio();
  const settings = useStudioState((state) => state.settings);
  return (
    <>
      <SettingsGroup title={t('settings.general.look')}>
        <div className={styles.stack}>
          <span className={styles.label}>{t('settings.general.theme')}</span>
          <SegmentedControl
            label={t('settings.general.theme')}
            value={settings.theme}
            onChange={(theme) => void preferences.change({ theme })}
            segments={THEMES.map((value) => ({ value, label: t(`settings.general.themes.${value}`) }))}
          />
        </div>
        <div className={styles.stack}>
          <span className={styles.label}>{t('settings.general.density')}</span>
          <SegmentedControl
            label={t('settings.general.density')}
            value={settings.density}
            onChange={(density) => void preferences.change({ density })}
            segments={DENSITIES.map((value) => ({ value, label: t(`settings.general.densities.${value}`) }))}
          />
        </div>
        <div className={styles.narrow}>
          <Select
            label={t('settings.general.language')}
            value={settings.language}
            onChange={(language) => void preferences.change({ language })}
            options={[
              { value: 'system', label: t('settings.general.systemLanguage') },
              ...LANGUAGES.map((value) => ({ value, label: LANGUAGE_NAMES[value] })),
            ]}
          />
        </div>
      </SettingsGroup>
      <SettingsGroup title={t('settings.general.timeline')}>
        <Switch
          label={t('settings.general.following')}
          hint={t('settings.general.followingHint')}
          isOn={settings.isFollowingPlayhead}
          onChange={(isFollowingPlayhead) => void preferences.change({ isFollowingPlayhead })}
        />
        <Switch
          label={t('settings.general.snapping')}
          hint={t('settings.general.snappingHint')}
          isOn={settings.isSnapping}
          onChange={(isSnapping) => void preferences.change({ isSnapping })}
        />
      </SettingsGroup>
      <SettingsGroup title={t('settings.general.voices')}>
        <Switch
          label={t('settings.general.offline')}
          hint={t('settings.general.offlineHint')}
          isOn={settings.isOffline}
          onChange={(isOffline) => void preferences.change({ isOffline })}
        />
        <AuditionText key={settings.auditionText} kept={settings.auditionText} />
      </SettingsGroup>
    </>
  );
}

function AuditionText({ kept }: { readonly kept: string }) {
  const { t } = useTranslation();
  const { preferences } = useStudio();
  const [text, setText] = useState(kept);
  return (
    <TextField
      label={t('settings.general.auditionText')}
      hint={t('settings.general.auditionHint')}
      value={text}
      onChange={setText}
      maxLength={500}
      onCommit={(auditionText) => {
        if (auditionText !== kept) void preferences.change({ auditionText });
      }}
    />
  );
}
