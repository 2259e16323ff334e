import { useTranslation } from 'react-i18next';
import { NumberField } from '../ui/number-field.tsx';
import { SegmentedControl } from '../ui/segmented-control.tsx';
import { TextField } from '../ui/text-field.tsx';
import type { ConnectionDraft } from './connection-dialog.tsx';
import styles from './connections.module.css';
import { ModelListField } from './model-list-field.tsx';
import { PriceListField } from './price-list-field.tsx';
import settingsStyles from './settings.module.css';

const SPELLINGS = ['both', 'timbre', 'timber'] as const;

interface ConnectionAdvancedProps {
  readonly draft: ConnectionDraft;
  readonly onChange: (part: Partial<ConnectionDraft>) => void;
}

/** What a service's page says and most people never change. */
export function ConnectionAdvanced({ draft, onChange }: ConnectionAdvancedProps) {
  const { t } = useTranslation();
  const { limits } = draft;
  return (
    <details className={styles.advanced}>
      <summary>{t('settings.connections.advanced')}</summary>
      <div className={styles.fields}>
        <TextField
          label={t('settings.connections.voice')}
          value={draft.defaultVoiceId}
          onChange={(defaultVoiceId) => onChange({ defaultVoiceId })}
          maxLength={1000}
        />
        <ModelListField models={draft.models} onChange={(models) => onChange({ models })} />
        <PriceListField prices={draft.prices} models={draft.models} onChange={(prices) => onChange({ prices })} />
        <div className={styles.pair}>
          <NumberField
            label={t('settings.connections.concurrency')}
            value={limits.concurrency}
            onChange={(concurrency) => onChange({ limits: { ...limits, concurrency: concurrency ?? 1 } })}
            min={1}
            max={64}
          />
          <NumberField
            label={t('settings.connections.spacing')}
            value={limits.spacingMs}
            onChange={(spacingMs) => onChange({ limits: { ...limits, spacingMs: spacingMs ?? 0 } })}
            min={0}
            max={600_000}
            step={100}
            unit="ms"
          />
        </div>
        {draft.kind !== 'mimo' && (
          <div className={settingsStyles.stack}>
            <span className={settingsStyles.label}>{t('settings.connections.weightsSpelling')}</span>
            <SegmentedControl
              label={t('settings.connections.weightsSpelling')}
              value={draft.weightsSpelling ?? 'both'}
              onChange={(weightsSpelling) => onChange({ weightsSpelling })}
              segments={SPELLINGS.map((value) => ({
                value,
                label: t(`settings.connections.weightsSpellings.${value}`),
              }))}
            />
            <p className={settingsStyles.soft}>{t('settings.connections.weightsHint')}</p>
          </div>
        )}
      </div>
    </details>
  );
}
