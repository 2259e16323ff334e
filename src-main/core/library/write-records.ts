/** The one place where an episode's records are written. */
import type { RecordsDiff } from '#shared/document/diff.ts';
import type { EpisodeRecord } from '#shared/document/records.ts';
import type { WritableDb } from './database.ts';
import type { EpisodeRow } from './episode-rows.ts';
import { indexRecords } from './search-index.ts';

/**
 * Writes what an edit changed: the records, which takes and sounds the episode has come to use, and the search index.
 * Must be called within a transaction.
 */
export function writeRecords(db: WritableDb, episode: Pick<EpisodeRow, 'number'>, diff: RecordsDiff): void {
  for (const record of diff.removed) {
    db.run('DELETE FROM record WHERE episode_number = $episode AND id = $id', {
      episode: episode.number,
      id: record.id,
    });
  }
  for (const [from, to] of diff.updated) putRecord(db, episode.number, to, from);
  for (const record of diff.added) putRecord(db, episode.number, record);
  indexRecords(db, episode.number, diff);
}

function putRecord(db: WritableDb, episode: number, record: EpisodeRecord, before?: EpisodeRecord): void {
  db.run(
    `INSERT INTO record (episode_number, id, type, json) VALUES ($episode, $id, $type, $json)
     ON CONFLICT (episode_number, id) DO UPDATE SET type = excluded.type, json = excluded.json`,
    { episode, id: record.id, type: record.type, json: JSON.stringify(record) },
  );
  keepTake(db, episode, record, before);
  keepAsset(db, episode, record, before);
}

/** A take that a line has once had stays among its takes. One the library does not have (yet) is only named. */
function keepTake(db: WritableDb, episode: number, record: EpisodeRecord, before: EpisodeRecord | undefined): void {
  if (!('takeId' in record) || record.takeId === undefined) return;
  if (before && 'takeId' in before && before.takeId === record.takeId) return;
  db.run(
    `INSERT INTO line_take (episode_number, record_id, take_number)
     SELECT $episode, $id, number FROM take WHERE id = $takeId ON CONFLICT DO NOTHING`,
    { episode, id: record.id, takeId: record.takeId },
  );
}

function keepAsset(db: WritableDb, episode: number, record: EpisodeRecord, before: EpisodeRecord | undefined): void {
  if (!('assetId' in record) || record.assetId === undefined) return;
  if (before && 'assetId' in before && before.assetId === record.assetId) return;
  db.run(
    `INSERT INTO episode_asset (episode_number, asset_number)
     SELECT $episode, number FROM asset WHERE id = $assetId ON CONFLICT DO NOTHING`,
    { episode, assetId: record.assetId },
  );
}
