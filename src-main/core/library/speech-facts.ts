/**
 * What the library has for many lines at once. An episode of 20,000 lines is looked at in a few statements: one
 * statement a line would take seconds.
 */
import type { RequestHash, TakeId } from '#shared/ids.ts';
import type { ReadableDb } from './database.ts';

/** What each take was asked for; takes that are gone are not in it. */
export function requestHashesOf(db: ReadableDb, takeIds: Iterable<TakeId>): ReadonlyMap<TakeId, RequestHash> {
  const rows = db.all<{ id: TakeId; request_hash: RequestHash }>(
    'SELECT id, request_hash FROM take WHERE id IN (SELECT value FROM json_each($ids))',
    { ids: JSON.stringify([...takeIds]) },
  );
  return new Map(rows.map(({ id, request_hash }) => [id, request_hash]));
}

/** The newest first take of each line's request; requests without one are not in it. */
export function firstTakesOf(db: ReadableDb, hashes: Iterable<RequestHash>): ReadonlyMap<RequestHash, TakeId> {
  const rows = db.all<{ id: TakeId; request_hash: RequestHash }>(
    `SELECT id, request_hash FROM take
     WHERE variation = 0 AND request_hash IN (SELECT value FROM json_each($hashes)) ORDER BY number`,
    { hashes: JSON.stringify([...hashes]) },
  );
  return new Map(rows.map(({ id, request_hash }) => [request_hash, id]));
}

/** Those of the requests that have been answered with audio that can be used. */
export function answeredRequests(db: ReadableDb, hashes: Iterable<RequestHash>): ReadonlySet<RequestHash> {
  const rows = db.all<{ request_hash: RequestHash }>(
    `SELECT DISTINCT request_hash FROM utterance JOIN asset ON asset.number = utterance.asset_number
     WHERE variation = 0 AND asset.refusal_code IS NULL AND request_hash IN (SELECT value FROM json_each($hashes))`,
    { hashes: JSON.stringify([...hashes]) },
  );
  return new Set(rows.map(({ request_hash }) => request_hash));
}

/** Those of the takes that cannot be heard whole: audio that is gone, was never decoded, or is none. */
export function damagedTakes(db: ReadableDb, takeIds: Iterable<TakeId>): ReadonlySet<TakeId> {
  const rows = db.all<{ id: TakeId }>(
    `SELECT DISTINCT take.id FROM take
       JOIN take_segment ON take_segment.take_number = take.number
       JOIN asset ON asset.number = take_segment.asset_number
     WHERE asset.format IS NULL AND take.id IN (SELECT value FROM json_each($ids))`,
    { ids: JSON.stringify([...takeIds]) },
  );
  return new Set(rows.map(({ id }) => id));
}
