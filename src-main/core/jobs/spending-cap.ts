/** Keeps spending below what a person allowed, counting what is under way at its estimate. */
import { AppError } from '#shared/errors.ts';
import type { SpeechProvider, UtteranceRequest } from '../providers/speech-provider.ts';
import type { CostOf } from '../synthesis/speak-utterance.ts';

/** Rounding of sums must not refuse the last request of an exact estimate. */
const TOLERANCE = 1e-9;

export class SpendingCap {
  readonly #costOf: CostOf | undefined;
  readonly #maxCost: number | undefined;
  #reserved = 0;
  #spent = 0;

  constructor(costOf: CostOf | undefined, maxCost: number | undefined) {
    this.#costOf = costOf;
    this.#maxCost = maxCost;
  }

  get spent(): number {
    return this.#spent;
  }

  /** To be settled with what was billed. Throws AppError `invalid-input` where the request would pass the cap. */
  reserve(provider: SpeechProvider, request: UtteranceRequest): (billedCharacters: number) => void {
    const estimate = this.#cost(provider, request, provider.billedCharacters(request));
    if (this.#maxCost !== undefined) this.#refuseAbove(this.#maxCost, provider, request, estimate);
    this.#reserved += estimate ?? 0;
    return (billedCharacters) => {
      this.#reserved -= estimate ?? 0;
      this.#spent += this.#cost(provider, request, billedCharacters) ?? 0;
    };
  }

  /** null: unknown, which is not the same as free. */
  #cost(provider: SpeechProvider, request: UtteranceRequest, billedCharacters: number): number | null {
    return this.#costOf?.(provider.id, request.model, billedCharacters)?.amount ?? (provider.isRemote ? null : 0);
  }

  #refuseAbove(maxCost: number, provider: SpeechProvider, request: UtteranceRequest, estimate: number | null): void {
    const total = this.#spent + this.#reserved + (estimate ?? 0);
    if (estimate !== null && (estimate === 0 || total <= maxCost + TOLERANCE)) return;
    throw new AppError({
      code: 'invalid-input',
      message:
        estimate === null
          ? `What ${provider.name} charges for ${request.model} is not known, so the spending limit cannot be kept. Enter the price of the connection, or leave the limit out.`
          : `The spending limit of ${maxCost} is reached: ${this.#spent.toFixed(4)} was spent, and this would cost ${estimate.toFixed(4)} more. Nothing was sent for it.`,
      details: { maxCost, spent: this.#spent },
    });
  }
}
