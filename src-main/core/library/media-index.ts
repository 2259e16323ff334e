import type { AssetId, TakeId } from '#shared/ids.ts';
import type { Asset, MediaIndex, Take } from '#shared/media.ts';
import { assetById } from './assets.ts';
import type { ReadableDb } from './database.ts';
import { takeById } from './takes.ts';

/**
 * What layout asks about audio, answered from the library. Takes and assets never change, so each is read once for
 * as long as the index is kept; what was not there yet is asked again.
 */
export function openMediaIndex(db: ReadableDb): MediaIndex {
  const takes = new Map<TakeId, Take>();
  const assets = new Map<AssetId, Asset>();
  return {
    take: (id) => remembered(takes, id, () => takeById(db, id)),
    asset: (id) => remembered(assets, id, () => assetById(db, id)),
  };
}

function remembered<Key, Value>(known: Map<Key, Value>, key: Key, read: () => Value | undefined): Value | undefined {
  const found = known.get(key) ?? read();
  if (found !== undefined) known.set(key, found);
  return found;
}
