import type { AssetId } from '#shared/ids.ts';

export type FetchPeaks = (assetId: AssetId) => Promise<Uint8Array>;

/** Requests at once: enough to fill a window quickly, too few to hold up the player's. */
const MAX_FETCHING = 6;

/**
 * Peak pyramids, fetched when they are first asked for; the newest wish first, since what was scrolled past can wait.
 * One that cannot be had is not asked for again: its clip is drawn without a waveform.
 */
export class PeaksStore {
  readonly #fetchPeaks: FetchPeaks;
  readonly #onArrival: (assetId: AssetId) => void;
  readonly #maxBytes: number;
  /** In the order of last use; null: cannot be had. */
  readonly #peaks = new Map<AssetId, Uint8Array | null>();
  readonly #wanted = new Set<AssetId>();
  readonly #fetching = new Set<AssetId>();
  #byteLength = 0;

  constructor(fetchPeaks: FetchPeaks, onArrival: (assetId: AssetId) => void, maxBytes: number) {
    this.#fetchPeaks = fetchPeaks;
    this.#onArrival = onArrival;
    this.#maxBytes = maxBytes;
  }

  /** null: not here (yet). */
  get(assetId: AssetId): Uint8Array | null {
    const peaks = this.#peaks.get(assetId);
    if (peaks !== undefined) {
      this.#peaks.delete(assetId);
      this.#peaks.set(assetId, peaks);
      return peaks;
    }
    this.#wanted.delete(assetId);
    this.#wanted.add(assetId);
    this.#fetchNext();
    return null;
  }

  #fetchNext(): void {
    while (this.#fetching.size < MAX_FETCHING) {
      const next = [...this.#wanted].findLast((assetId) => !this.#fetching.has(assetId));
      if (next === undefined) return;
      void this.#fetch(next);
    }
  }

  async #fetch(assetId: AssetId): Promise<void> {
    this.#wanted.delete(assetId);
    this.#fetching.add(assetId);
    const peaks = await this.#fetchPeaks(assetId).catch(() => null);
    this.#fetching.delete(assetId);
    this.#wanted.delete(assetId);
    this.#peaks.set(assetId, peaks);
    this.#byteLength += peaks?.byteLength ?? 0;
    this.#dropOldest(assetId);
    this.#onArrival(assetId);
    this.#fetchNext();
  }

  #dropOldest(keep: AssetId): void {
    for (const [assetId, peaks] of this.#peaks) {
      if (this.#byteLength <= this.#maxBytes || assetId === keep) return;
      this.#peaks.delete(assetId);
      this.#byteLength -= peaks?.byteLength ?? 0;
    }
  }
}
