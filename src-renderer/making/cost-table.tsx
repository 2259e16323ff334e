import { useTranslation } from 'react-i18next';
import type { ConnectionCostValue } from '#shared/contract/speech.ts';
import styles from './cost-table.module.css';
import { moneyText, sumOf } from './money-text.ts';

/** What each connection would be asked, and what it would charge. */
export function CostTable({ costs }: { readonly costs: readonly ConnectionCostValue[] }) {
  const { t, i18n } = useTranslation();
  const number = new Intl.NumberFormat(i18n.language);
  const sums = sumOf(costs);
  const costText = ({ cost, currency }: ConnectionCostValue): string => {
    if (cost === null) return t('making.unknownPrice');
    return cost === 0 || currency === null ? t('making.free') : moneyText({ amount: cost, currency }, i18n.language);
  };
  const total = sums.money.map((money) => moneyText(money, i18n.language)).join(' + ');
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">{t('making.connection')}</th>
          <th scope="col" className={styles.number}>
            {t('making.requests')}
          </th>
          <th scope="col" className={styles.number}>
            {t('making.characters')}
          </th>
          <th scope="col" className={styles.number}>
            {t('making.cost')}
          </th>
        </tr>
      </thead>
      <tbody>
        {costs.map((row) => (
          <tr key={`${row.connection} ${row.model}`}>
            <th scope="row">
              {row.name}
              <span className={styles.model}>{row.model}</span>
            </th>
            <td className={styles.number}>{number.format(row.requests)}</td>
            <td className={styles.number}>{number.format(row.billedCharacters)}</td>
            <td className={styles.number}>{costText(row)}</td>
          </tr>
        ))}
      </tbody>
      {costs.length > 1 && (
        <tfoot>
          <tr>
            <th scope="row">{t('making.total')}</th>
            <td />
            <td className={styles.number}>{number.format(sums.characters)}</td>
            <td className={styles.number}>{total === '' && !sums.isUnknown ? t('making.free') : total}</td>
          </tr>
        </tfoot>
      )}
    </table>
  );
}
