import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { actionLabel } from '../actions/action-label.ts';
import { keysOf } from '../actions/key-map.ts';
import { useStudio, useStudioState } from '../app/studio-context.ts';
import { actionsByGroup } from '../key-sheet/key-sheet.tsx';
import { fuzzyScore } from '../palette/fuzzy.ts';
import { Button } from '../ui/button.tsx';
import { TextField } from '../ui/text-field.tsx';
import { ActionKeys } from './action-keys.tsx';
import keyStyles from './keyboard.module.css';
import styles from './settings.module.css';
import { SettingsGroup } from './settings-group.tsx';

/** Every action with its keys, to be changed. */
export function KeyboardSection() {
  const { t } = useTranslation();
  const { preferences } = useStudio();
  const choices = useStudioState((state) => state.settings.keys);
  const [query, setQuery] = useState('');
  return (
    <>
      <p className={styles.intro}>{t('settings.keyboard.intro')}</p>
      <div className={styles.row}>
        <div className={styles.grow}>
          <TextField
            label={t('settings.keyboard.search')}
            kind="search"
            isLabelHidden
            placeholder={t('settings.keyboard.search')}
            value={query}
            onChange={setQuery}
          />
        </div>
        <Button isDisabled={Object.keys(choices).length === 0} onClick={() => void preferences.change({ keys: {} })}>
          {t('settings.keyboard.resetAll')}
        </Button>
      </div>
      {[...actionsByGroup()].map(([group, actions]) => {
        const found = actions.filter(
          (action) =>
            fuzzyScore(query, actionLabel(t, action.id)) !== null ||
            keysOf(action, choices).some((key) => key.toLowerCase() === query.trim().toLowerCase()),
        );
        if (found.length === 0) return null;
        return (
          <SettingsGroup key={group} title={t(`keySheet.groups.${group}`)}>
            <ul className={keyStyles.actions}>
              {found.map((action) => (
                <ActionKeys key={action.id} action={action} />
              ))}
            </ul>
          </SettingsGroup>
        );
      })}
    </>
  );
}
