import type { TFunction } from 'i18next';
import type { Output } from '#shared/contract/contract.ts';
import { moneyText } from '../making/money-text.ts';

/** What hearing a sentence costs, before it is asked for. */
export function auditionCostText(
  { isHeard, billedCharacters, cost }: Output<'voices.auditionCost'>,
  t: TFunction,
  pageLanguage: string,
): string {
  if (isHeard) return t('voices.cost.isHeard');
  if (cost === null) {
    return billedCharacters === 0 ? t('voices.cost.free') : t('voices.cost.unknown', { characters: billedCharacters });
  }
  if (cost.amount === 0) return t('voices.cost.free');
  return t('voices.cost.price', { cost: moneyText(cost, pageLanguage), characters: billedCharacters });
}
