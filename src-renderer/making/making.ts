import type { StoreApi } from 'zustand/vanilla';
import type { Client } from '#shared/contract/client.ts';
import type { EstimateValue } from '#shared/contract/speech.ts';
import type { MoneyValue } from '#shared/contract/values.ts';
import type { RecordId } from '#shared/ids.ts';
import type { Failures } from '../app/failures.ts';
import type { StudioState } from '../app/studio-state.ts';
import { isAboveLimits, sumOf } from './money-text.ts';

/** What is to be spoken. Without `blockIds`: all that is missing or stale. */
export interface SpeechWish {
  readonly blockIds?: readonly RecordId[];
  /** Another take, although there may be one that is up to date. */
  readonly isNewTake?: boolean;
}

export interface SpeechOrder extends SpeechWish {
  readonly caps?: readonly MoneyValue[];
  /** By the built-in voice, whoever is cast. */
  readonly isDraft?: boolean;
}

/** Has lines spoken: asks first where the person wants to be asked. */
export class Making {
  readonly #client: Client;
  readonly #store: StoreApi<StudioState>;
  readonly #failures: Failures;
  /** What was typed is with the core before it is asked what is stale. */
  readonly #settled: () => Promise<void>;

  constructor(client: Client, store: StoreApi<StudioState>, failures: Failures, settled: () => Promise<void>) {
    this.#client = client;
    this.#store = store;
    this.#failures = failures;
    this.#settled = settled;
  }

  /** At once where it is free or cheap enough; otherwise the dialog asks. */
  async ask(wish: SpeechWish = {}): Promise<void> {
    await this.#failures.attempt(async () => {
      const estimate = await this.estimate(wish);
      if (!estimate) return;
      const { settings } = this.#store.getState();
      const isNothing = estimate.stale === 0;
      // Services cannot be asked now: the built-in voice is offered instead.
      const isStuck = settings.isOffline && estimate.byConnection.some(({ cost }) => cost !== 0);
      if (isNothing || isStuck || isAboveLimits(sumOf(estimate.byConnection), settings.askAbove)) {
        this.#store.setState({ dialog: { name: 'generate', wish, estimate } });
      } else await this.#order(wish);
    });
  }

  /** null: no episode is open. */
  async estimate({ blockIds, isNewTake }: SpeechWish): Promise<EstimateValue | null> {
    const episodeId = this.#store.getState().episode?.summary.id;
    if (episodeId === undefined) return null;
    await this.#settled();
    return this.#client.call('speech.estimate', {
      episodeId,
      ...(blockIds ? { blockIds } : {}),
      ...(isNewTake === undefined ? {} : { isNewTake }),
    });
  }

  async order(order: SpeechOrder): Promise<boolean> {
    return this.#failures.attempt(() => this.#order(order));
  }

  /** What is in sight goes first. */
  async prefer(blockIds: readonly RecordId[]): Promise<void> {
    const { episode, jobs } = this.#store.getState();
    const isSpeaking = jobs.some(({ kind, state }) => kind === 'speech' && state === 'running');
    if (!episode || !isSpeaking || blockIds.length === 0) return;
    await this.#client.call('speech.prefer', { episodeId: episode.summary.id, blockIds });
  }

  async #order({ blockIds, isNewTake, caps, isDraft }: SpeechOrder): Promise<void> {
    const { episode, settings } = this.#store.getState();
    if (!episode) return;
    await this.#settled();
    await this.#client.call('speech.generate', {
      episodeId: episode.summary.id,
      ...(blockIds ? { blockIds } : {}),
      ...(isNewTake === undefined ? {} : { isNewTake }),
      ...(caps ? { caps } : {}),
      ...(isDraft === undefined ? {} : { isDraft }),
      ...(settings.isOffline ? { isOffline: true } : {}),
    });
  }
}
