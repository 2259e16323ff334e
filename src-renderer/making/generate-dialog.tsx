import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EstimateValue } from '#shared/contract/speech.ts';
import type { MoneyValue } from '#shared/contract/values.ts';
import { useStudio, useStudioState } from '../app/studio-context.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { NumberField } from '../ui/number-field.tsx';
import { CostTable } from './cost-table.tsx';
import styles from './generate-dialog.module.css';
import type { SpeechWish } from './making.ts';
import { sumOf } from './money-text.ts';

/** What speaking would cost, before anything is spent, and where to stop. */
export function GenerateDialog({ wish, estimate }: { readonly wish: SpeechWish; readonly estimate: EstimateValue }) {
  const { t } = useTranslation();
  const studio = useStudio();
  const isOffline = useStudioState((state) => state.settings.isOffline);
  const sums = sumOf(estimate.byConnection);
  const [caps, setCaps] = useState<readonly MoneyValue[]>(() => sums.money.map(roundedUp));
  const close = (): void => studio.showDialog(null);
  const order = (isDraft: boolean): void => {
    close();
    void studio.making.order({ ...wish, ...(isDraft ? { isDraft } : caps.length > 0 ? { caps } : {}) });
  };
  const hasPaid = estimate.byConnection.some(({ cost }) => cost !== 0);
  return (
    <Dialog
      isOpen
      onClose={close}
      title={t(wish.isNewTake === true ? 'making.titleTake' : 'making.title')}
      onSubmit={estimate.stale > 0 ? () => order(false) : undefined}
      actions={
        estimate.stale > 0 ? (
          <>
            {hasPaid && (
              <Button onClick={() => order(true)} description={t('making.draftHint')}>
                {t('making.draft')}
              </Button>
            )}
            <Button onClick={close}>{t('ui.cancel')}</Button>
            <Button variant="primary" isSubmit>
              {t('making.generate', { count: estimate.stale })}
            </Button>
          </>
        ) : (
          <Button variant="primary" onClick={close}>
            {t('ui.close')}
          </Button>
        )
      }
    >
      {estimate.stale === 0 ? <p>{t('making.nothing')}</p> : <CostTable costs={estimate.byConnection} />}
      {estimate.blocked > 0 && <p className={styles.note}>{t('making.blocked', { count: estimate.blocked })}</p>}
      {sums.isUnknown && <p className={styles.note}>{t('making.unknownPriceHint')}</p>}
      {isOffline && <p className={styles.note}>{t('making.offline')}</p>}
      {caps.map(({ currency, amount }) => (
        <div key={currency} className={styles.cap}>
          <NumberField
            label={t('making.cap')}
            value={amount}
            min={0}
            step={0.1}
            digits={2}
            unit={currency}
            onChange={(next) =>
              setCaps(caps.map((cap) => (cap.currency === currency ? { currency, amount: next ?? 0 } : cap)))
            }
          />
        </div>
      ))}
    </Dialog>
  );
}

/** A little above the estimate: what is billed may differ from it by a few characters. */
function roundedUp({ amount, currency }: MoneyValue): MoneyValue {
  return { currency, amount: Math.ceil(amount * 1.1 * 100) / 100 };
}
