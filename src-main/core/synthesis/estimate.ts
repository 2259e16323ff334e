/** What bringing an episode up to date would cost. Nothing is sent. */
import type { EpisodeDocument } from '#shared/document/episode-document.ts';
import type { ProviderId } from '#shared/ids.ts';
import type { Library } from '../library/library.ts';
import { findUtterance } from '../library/utterances.ts';
import type { CostOf } from './speak-utterance.ts';
import { type PlannedUtterance, requestsFor, type Voices } from './speech-request.ts';
import { spokenBlocksOf } from './speech-state.ts';

export interface ConnectionCost {
  readonly connection: ProviderId;
  readonly model: string;
  readonly requests: number;
  readonly billedCharacters: number;
  /** null: the price is unknown, which is not the same as free. */
  readonly cost: number | null;
  /** null where nothing is billed, or the price is unknown. */
  readonly currency: string | null;
}

export interface Estimate {
  /** Lines and spoken headings. */
  readonly lines: number;
  /** Those of them for which something has to be sent. */
  readonly stale: number;
  readonly byConnection: readonly ConnectionCost[];
}

/** A request that several lines share counts once. Throws as {@link requestsFor}. */
export function estimateSpeech(library: Library, document: EpisodeDocument, voices: Voices, costOf?: CostOf): Estimate {
  const tally = createTally(costOf);
  const blocks = spokenBlocksOf(document);
  const counted = new Set<string>();
  let stale = 0;
  for (const block of blocks) {
    const { provider, utterances } = requestsFor(document, block, voices);
    const missing = utterances.filter(({ requestHash }) => !findUtterance(library.db, requestHash, 0));
    if (missing.length > 0) stale++;
    for (const planned of missing) {
      if (counted.has(planned.requestHash)) continue;
      counted.add(planned.requestHash);
      tally.add(planned, provider.billedCharacters(planned.request), provider.isRemote);
    }
  }
  return { lines: blocks.length, stale, byConnection: tally.rows() };
}

export interface Tally {
  readonly add: (planned: PlannedUtterance, billedCharacters: number, isRemote: boolean) => void;
  readonly rows: () => readonly ConnectionCost[];
}

/** Adds up by connection and model. */
export function createTally(costOf: CostOf | undefined): Tally {
  const rows = new Map<string, ConnectionCost>();
  return {
    add: ({ request: { provider, model } }, billedCharacters, isRemote) => {
      const price = costOf?.(provider, model, billedCharacters) ?? null;
      const cost = price?.amount ?? (isRemote ? null : 0);
      const key = JSON.stringify([provider, model]);
      const row = rows.get(key);
      rows.set(key, {
        connection: provider,
        model,
        requests: (row?.requests ?? 0) + 1,
        billedCharacters: (row?.billedCharacters ?? 0) + billedCharacters,
        cost: cost === null || row?.cost === null ? null : (row?.cost ?? 0) + cost,
        currency: price?.currency ?? row?.currency ?? null,
      });
    },
    rows: () => [...rows.values()],
  };
}
