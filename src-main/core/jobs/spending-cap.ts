/** Keeps spending below what a person allowed, currency by currency, counting what is under way at its estimate. */
import { AppError } from '#shared/errors.ts';
import type { SpeechProvider, UtteranceRequest } from '../providers/speech-provider.ts';
import type { CostOf } from '../synthesis/speak-utterance.ts';

/** A number holds where all costs are in one currency; with several each has its own, as in `{CNY: 5, USD: 1}`. */
export type MaxCost = number | Readonly<Record<string, number>>;

/** Sums by currency, in the order the currencies came. */
export type Spent = Readonly<Record<string, number>>;

/** Rounding of sums must not refuse the last request of an exact estimate. */
const TOLERANCE = 1e-9;

export class SpendingCap {
  readonly costOf: CostOf | undefined;
  readonly #maxCost: MaxCost | undefined;
  readonly #reserved = new Map<string, number>();
  readonly #spent = new Map<string, number>();

  /** Without a limit it only keeps count. */
  constructor(costOf?: CostOf, maxCost?: MaxCost) {
    this.costOf = costOf;
    this.#maxCost = maxCost;
  }

  spent(): Spent {
    return Object.fromEntries(this.#spent);
  }

  /**
   * To be settled with what was billed. Throws AppError `invalid-input` where the request would pass the limit of its
   * currency, where its price is unknown, or where no limit says what may be spent in its currency.
   */
  reserve(provider: SpeechProvider, request: UtteranceRequest): (billedCharacters: number) => void {
    const estimate = this.#cost(provider, request, provider.billedCharacters(request));
    if (this.#maxCost !== undefined) this.#refuseAbove(this.#maxCost, provider, request, estimate);
    if (estimate !== null) add(this.#reserved, estimate);
    return (billedCharacters) => {
      if (estimate !== null) add(this.#reserved, { ...estimate, amount: -estimate.amount });
      const cost = billedCharacters > 0 ? this.#cost(provider, request, billedCharacters) : null;
      if (cost !== null) add(this.#spent, cost);
    };
  }

  /** null: unknown, which is not the same as free. */
  #cost(provider: SpeechProvider, request: UtteranceRequest, billedCharacters: number) {
    const free = provider.isRemote ? null : { amount: 0, currency: '' };
    return this.costOf?.(provider.id, request.model, billedCharacters) ?? free;
  }

  #refuseAbove(
    maxCost: MaxCost,
    provider: SpeechProvider,
    request: UtteranceRequest,
    estimate: { readonly amount: number; readonly currency: string } | null,
  ): void {
    if (estimate === null) throw unknownPrice(provider.name, request.model, maxCost);
    const { amount, currency } = estimate;
    if (amount === 0) return;
    const limit = limitIn(maxCost, currency, [...this.#spent.keys(), ...this.#reserved.keys()]);
    const spent = this.#spent.get(currency) ?? 0;
    if (spent + (this.#reserved.get(currency) ?? 0) + amount <= limit + TOLERANCE) return;
    throw new AppError({
      code: 'invalid-input',
      message: `The spending limit of ${limit} ${currency} is reached: ${spent.toFixed(4)} was spent, and this would cost ${amount.toFixed(4)} more. Nothing was sent for it.`,
      details: { maxCost, spent: this.spent() },
    });
  }
}

/** Throws AppError `invalid-input` where `total`, by currency, passes the limits before anything has been spent. */
export function refuseAbove(
  maxCost: MaxCost,
  costs: readonly {
    readonly connection: string;
    readonly model: string;
    readonly cost: number | null;
    readonly currency: string | null;
  }[],
): void {
  const totals = new Map<string, number>();
  for (const { connection, model, cost, currency } of costs) {
    if (cost === null) throw unknownPrice(connection, model, maxCost);
    if (cost > 0) add(totals, { amount: cost, currency: currency ?? '' });
  }
  for (const [currency, total] of totals) {
    const limit = limitIn(maxCost, currency, [...totals.keys()]);
    if (total <= limit + TOLERANCE) continue;
    throw new AppError({
      code: 'invalid-input',
      message: `Speaking this would cost ${total.toFixed(2)} ${currency}, more than the limit of ${limit} ${currency}. Nothing was sent.`,
      details: { maxCost, byConnection: costs },
    });
  }
}

function limitIn(maxCost: MaxCost, currency: string, others: readonly string[]): number {
  const currencies = [...new Set([currency, ...others])].sort();
  if (typeof maxCost === 'number') {
    if (currencies.length === 1) return maxCost;
    throw noLimit(`The spending limit of ${maxCost} does not say in which currency`, currencies, maxCost);
  }
  const limit = Object.hasOwn(maxCost, currency) ? maxCost[currency] : undefined;
  if (limit !== undefined) return limit;
  throw noLimit(`There is no spending limit in ${currency}`, currencies, maxCost);
}

function noLimit(problem: string, currencies: readonly string[], maxCost: MaxCost): AppError {
  return new AppError({
    code: 'invalid-input',
    message: `${problem}, and this costs ${currencies.join(' and ')}. Give every currency its limit, such as ${currencies.map((currency) => `${currency}=5`).join(',')}. Nothing was sent for it.`,
    details: { maxCost, currencies },
  });
}

function unknownPrice(name: string, model: string, maxCost: MaxCost): AppError {
  return new AppError({
    code: 'invalid-input',
    message: `What ${name} charges for ${model} is not known, so the spending limit cannot be kept. Enter the price of the connection, or leave the limit out.`,
    details: { maxCost },
  });
}

function add(sums: Map<string, number>, { amount, currency }: { readonly amount: number; readonly currency: string }) {
  if (amount !== 0) sums.set(currency, (sums.get(currency) ?? 0) + amount);
}
