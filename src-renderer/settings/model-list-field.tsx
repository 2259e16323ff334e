import { Plus, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '../ui/button.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { Select } from '../ui/select.tsx';
import { TextField } from '../ui/text-field.tsx';
import type { ConnectionDraft } from './connection-dialog.tsx';
import styles from './connections.module.css';
import settingsStyles from './settings.module.css';

const USES = ['speech', 'design', 'clone', 'understanding'] as const;

interface ModelListFieldProps {
  readonly models: ConnectionDraft['models'];
  readonly onChange: (models: ConnectionDraft['models']) => void;
}

/** Services bring out models faster than programs: the list is the person's. */
export function ModelListField({ models, onChange }: ModelListFieldProps) {
  const { t } = useTranslation();
  type Model = (typeof models)[number];
  const replace = (at: number, part: Partial<Model>): void =>
    onChange(models.map((model, index) => (index === at ? { ...model, ...part } : model)));
  return (
    <div className={styles.rows} role="group" aria-label={t('settings.connections.models')}>
      <span className={settingsStyles.label}>{t('settings.connections.models')}</span>
      {models.map((model, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: while its name is being typed, a model has no other key
        <div key={index} className={styles.row}>
          <div className={styles.wide}>
            <TextField
              label={t('settings.connections.model')}
              isLabelHidden
              value={model.id}
              onChange={(id) => replace(index, { id })}
              maxLength={200}
            />
          </div>
          <div className={styles.use}>
            <Select
              label={t('settings.connections.use')}
              isLabelHidden
              value={model.use}
              onChange={(use) => replace(index, { use })}
              options={USES.map((value) => ({ value, label: t(`settings.connections.uses.${value}`) }))}
            />
          </div>
          <IconButton
            icon={Trash2}
            label={t('settings.connections.removeModel', { name: model.id })}
            onClick={() => onChange(models.filter((_, at) => at !== index))}
          />
        </div>
      ))}
      <div>
        <Button size="small" icon={Plus} onClick={() => onChange([...models, { id: '', use: 'speech' }])}>
          {t('settings.connections.addModel')}
        </Button>
      </div>
    </div>
  );
}
