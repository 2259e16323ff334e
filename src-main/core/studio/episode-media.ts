/** What records refer to, as a page needs it to lay them out and play them. */
import type { MediaValues } from '#shared/contract/episodes.ts';
import type { EpisodeRecord } from '#shared/document/records.ts';
import type { AssetId, TakeId } from '#shared/ids.ts';
import { assetById } from '../library/assets.ts';
import type { ReadableDb } from '../library/database.ts';
import { takeById } from '../library/takes.ts';

/** The takes that lines and headings use, and the audio of those and of the sounds. What is gone is left out. */
export function mediaOf(db: ReadableDb, records: Iterable<EpisodeRecord>): MediaValues {
  const takeIds = new Set<TakeId>();
  const assetIds = new Set<AssetId>();
  for (const record of records) {
    if ('takeId' in record && record.takeId !== undefined) takeIds.add(record.takeId);
    if ('assetId' in record && record.assetId !== undefined) assetIds.add(record.assetId);
  }
  const takes = Array.from(takeIds, (id) => takeById(db, id)).filter((take) => take !== undefined);
  for (const take of takes) for (const segment of take.segments) assetIds.add(segment.assetId);
  const assets = Array.from(assetIds, (id) => assetById(db, id)).filter((asset) => asset !== undefined);
  return { takes, assets };
}
