import { useTranslation } from 'react-i18next';
import type { EstimateValue } from '#shared/contract/speech.ts';
import { moneyText, sumOf } from '../making/money-text.ts';
import { Popover } from '../ui/popover.tsx';
import styles from './header.module.css';
import { useSessionState } from './studio-context.ts';

/** How much is to be spoken, and what it would cost. */
export function HeaderFacts() {
  const { t, i18n } = useTranslation();
  const estimate = useSessionState((state) => state.estimate);
  if (!estimate) return null;
  if (estimate.stale === 0 && estimate.blocked === 0) {
    return <p className={styles.facts}>{estimate.lines > 0 && t('header.upToDate')}</p>;
  }
  return (
    <Popover
      align="end"
      title={t('header.estimateDetails')}
      trigger={
        <button type="button" className={styles.facts}>
          <span className={styles.missing}>{t('header.stale', { count: estimate.stale + estimate.blocked })}</span>
          <span className={styles.cost}>{t('header.estimate', { cost: costText() })}</span>
        </button>
      }
    >
      <EstimateDetails estimate={estimate} />
    </Popover>
  );

  function costText(): string {
    const { money, isUnknown } = sumOf(estimate!.byConnection);
    const known = money.map((sum) => moneyText(sum, i18n.language)).join(' + ');
    if (known !== '') return isUnknown ? `${known} + ?` : known;
    return t(isUnknown ? 'header.unknownPrice' : 'header.free');
  }
}

function EstimateDetails({ estimate }: { readonly estimate: EstimateValue }) {
  const { t, i18n } = useTranslation();
  return (
    <div className={styles.details}>
      <table className={styles.table}>
        <tbody>
          {estimate.byConnection.map((own) => (
            <tr key={`${own.connection} ${own.model}`}>
              <th scope="row">
                {own.name} <span className={styles.model}>{own.model}</span>
              </th>
              <td>{t('header.requests', { count: own.requests })}</td>
              <td>{t('header.characters', { count: own.billedCharacters })}</td>
              <td>
                {own.cost === null || own.currency === null
                  ? t(own.cost === 0 ? 'header.free' : 'header.unknownPrice')
                  : moneyText({ amount: own.cost, currency: own.currency }, i18n.language)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {estimate.blocked > 0 && <p>{t('header.blocked', { count: estimate.blocked })}</p>}
    </div>
  );
}
