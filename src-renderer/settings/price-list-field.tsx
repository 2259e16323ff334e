import { Plus, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '../ui/button.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { NumberField } from '../ui/number-field.tsx';
import { Select } from '../ui/select.tsx';
import type { ConnectionDraft } from './connection-dialog.tsx';
import styles from './connections.module.css';
import { CURRENCIES } from './currencies.ts';
import settingsStyles from './settings.module.css';

interface PriceListFieldProps {
  readonly prices: ConnectionDraft['prices'];
  readonly models: ConnectionDraft['models'];
  readonly onChange: (prices: ConnectionDraft['prices']) => void;
}

const ANY_MODEL = '*';

/** What is billed for a model; the price without a model is that of all others. */
export function PriceListField({ prices, models, onChange }: PriceListFieldProps) {
  const { t } = useTranslation();
  type Price = (typeof prices)[number];
  const replace = (at: number, next: Price): void =>
    onChange(prices.map((price, index) => (index === at ? next : price)));
  const named = (price: Price, model: string): Price => {
    const { model: _model, ...rest } = price;
    return model === ANY_MODEL ? rest : { ...rest, model };
  };
  const currencies = [...new Set([...CURRENCIES, ...prices.map(({ currency }) => currency)])];
  return (
    <div className={styles.rows} role="group" aria-label={t('settings.connections.pricesTitle')}>
      <span className={settingsStyles.label}>{t('settings.connections.pricesTitle')}</span>
      {prices.map((price, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a price has nothing of its own to be known by
        <div key={index} className={styles.row}>
          <div className={styles.wide}>
            <Select
              label={t('settings.connections.model')}
              isLabelHidden
              value={price.model ?? ANY_MODEL}
              onChange={(model) => replace(index, named(price, model))}
              options={[
                { value: ANY_MODEL, label: t('settings.connections.anyModel') },
                ...[
                  ...new Set([...models.map(({ id }) => id), ...(price.model === undefined ? [] : [price.model])]),
                ].map((id) => ({ value: id, label: id })),
              ]}
            />
          </div>
          <div className={styles.amount}>
            <NumberField
              label={t('settings.connections.amount')}
              isLabelHidden
              value={price.perTenThousandCharacters}
              onChange={(amount) => replace(index, { ...price, perTenThousandCharacters: amount ?? 0 })}
              min={0}
              step={0.1}
              digits={2}
            />
          </div>
          <div className={styles.currency}>
            <Select
              label={t('settings.connections.currency')}
              isLabelHidden
              value={price.currency}
              onChange={(currency) => replace(index, { ...price, currency })}
              options={currencies.map((value) => ({ value, label: value }))}
            />
          </div>
          <IconButton
            icon={Trash2}
            label={t('settings.connections.removePrice')}
            onClick={() => onChange(prices.filter((_, at) => at !== index))}
          />
        </div>
      ))}
      <div>
        <Button
          size="small"
          icon={Plus}
          onClick={() =>
            onChange([...prices, { perTenThousandCharacters: 0, currency: prices[0]?.currency ?? CURRENCIES[0]! }])
          }
        >
          {t('settings.connections.addPrice')}
        </Button>
      </div>
    </div>
  );
}
