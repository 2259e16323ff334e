import { Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MoneyValue } from '#shared/contract/values.ts';
import { useStudio, useStudioState } from '../app/studio-context.ts';
import { Button } from '../ui/button.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { NumberField } from '../ui/number-field.tsx';
import { CURRENCIES } from './currencies.ts';
import styles from './settings.module.css';

/** Above which estimate Generate asks. */
export function SpendingSection() {
  const { t } = useTranslation();
  const { preferences } = useStudio();
  const limits = useStudioState((state) => state.settings.askAbove);
  const change = (askAbove: readonly MoneyValue[]): void => void preferences.change({ askAbove });
  const unused = CURRENCIES.filter((currency) => !limits.some((limit) => limit.currency === currency));
  return (
    <>
      <p className={styles.intro}>{t('settings.spending.intro')}</p>
      {limits.length === 0 && <p>{t('settings.spending.never')}</p>}
      {limits.map((limit) => (
        <LimitRow
          key={limit.currency}
          limit={limit}
          onChange={(amount) => change(limits.map((other) => (other === limit ? { ...limit, amount } : other)))}
          onRemove={() => change(limits.filter((other) => other !== limit))}
        />
      ))}
      <div className={styles.row}>
        {unused.map((currency) => (
          <Button key={currency} icon={Plus} size="small" onClick={() => change([...limits, { amount: 1, currency }])}>
            {t('settings.spending.add')} ({currency})
          </Button>
        ))}
      </div>
    </>
  );
}

interface LimitRowProps {
  readonly limit: MoneyValue;
  readonly onChange: (amount: number) => void;
  readonly onRemove: () => void;
}

function LimitRow({ limit, onChange, onRemove }: LimitRowProps) {
  const { t } = useTranslation();
  const [amount, setAmount] = useState<number | null>(limit.amount);
  return (
    <div className={styles.row}>
      <div className={styles.narrow}>
        <NumberField
          label={t('settings.spending.above')}
          value={amount}
          onChange={setAmount}
          onCommit={(next) => onChange(next ?? 0)}
          min={0}
          max={100_000}
          step={1}
          digits={2}
          unit={limit.currency}
        />
      </div>
      <IconButton
        icon={Trash2}
        label={t('settings.spending.remove', { currency: limit.currency })}
        onClick={onRemove}
      />
    </div>
  );
}
