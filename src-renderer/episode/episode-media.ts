import type { MediaValues } from '#shared/contract/episodes.ts';
import type { AssetId, TakeId } from '#shared/ids.ts';
import type { Asset, MediaIndex, Take } from '#shared/media.ts';

/**
 * The takes and sounds an episode refers to. They never change and none is ever taken away, so what is added is added
 * for all that hold the older index too; a new index says that something was.
 */
export class EpisodeMedia implements MediaIndex {
  readonly #takes: Map<TakeId, Take>;
  readonly #assets: Map<AssetId, Asset>;

  private constructor(takes: Map<TakeId, Take>, assets: Map<AssetId, Asset>) {
    this.#takes = takes;
    this.#assets = assets;
  }

  static of({ takes, assets }: MediaValues): EpisodeMedia {
    return new EpisodeMedia(
      new Map(takes.map((take) => [take.id, take])),
      new Map(assets.map((asset) => [asset.id, asset])),
    );
  }

  take(id: TakeId): Take | undefined {
    return this.#takes.get(id);
  }

  asset(id: AssetId): Asset | undefined {
    return this.#assets.get(id);
  }

  /** The same index where there is nothing new. */
  with({ takes, assets }: MediaValues): EpisodeMedia {
    const newTakes = takes.filter(({ id }) => !this.#takes.has(id));
    const newAssets = assets.filter(({ id }) => !this.#assets.has(id));
    if (newTakes.length + newAssets.length === 0) return this;
    for (const take of newTakes) this.#takes.set(take.id, take);
    for (const asset of newAssets) this.#assets.set(asset.id, asset);
    return new EpisodeMedia(this.#takes, this.#assets);
  }
}
