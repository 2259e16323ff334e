import type { ConnectionCostValue } from '#shared/contract/speech.ts';
import type { MoneyValue } from '#shared/contract/values.ts';

/** `¥0.04`, `US$0.0012`: small sums keep the decimals that say something. */
export function moneyText({ amount, currency }: MoneyValue, language: string): string {
  const digits = amount === 0 || amount >= 1 ? 2 : Math.min(6, 1 - Math.floor(Math.log10(amount)));
  try {
    return new Intl.NumberFormat(language, {
      style: 'currency',
      currency,
      currencyDisplay: 'narrowSymbol',
      minimumFractionDigits: 2,
      maximumFractionDigits: Math.max(2, digits),
    }).format(amount);
  } catch {
    // A code that this browser does not know is written as it is.
    return `${amount.toFixed(digits)} ${currency}`;
  }
}

export interface CostSums {
  /** By currency, in the order they came. */
  readonly money: readonly MoneyValue[];
  readonly characters: number;
  /** Something has no price: the sums say less than it will cost. */
  readonly isUnknown: boolean;
}

export function sumOf(costs: readonly ConnectionCostValue[]): CostSums {
  const sums = new Map<string, number>();
  for (const { cost, currency } of costs) {
    if (cost !== null && cost > 0 && currency !== null) sums.set(currency, (sums.get(currency) ?? 0) + cost);
  }
  return {
    money: Array.from(sums, ([currency, amount]) => ({ currency, amount })),
    characters: costs.reduce((sum, { billedCharacters }) => sum + billedCharacters, 0),
    isUnknown: costs.some(({ cost }) => cost === null),
  };
}

/** Whether a person who set these limits wants to be asked: one is passed, or a price is not known. No limits: never. */
export function isAboveLimits({ money, isUnknown }: CostSums, limits: readonly MoneyValue[]): boolean {
  if (limits.length === 0) return false;
  if (isUnknown) return true;
  return money.some(({ currency, amount }) => {
    const limit = limits.find((one) => one.currency === currency);
    return limit === undefined || amount > limit.amount;
  });
}
