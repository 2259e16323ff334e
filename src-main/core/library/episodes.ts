/** Episodes: their place in a project, their revision, and their records, one row each. */

import type { RecordsDiff } from '#shared/document/diff.ts';
import { documentOf, type EpisodeDocument } from '#shared/document/episode-document.ts';
import { orderKeyBetween } from '#shared/document/order-key.ts';
import { EPISODE_RECORD_ID, EpisodeRecord } from '#shared/document/records.ts';
import { AppError } from '#shared/errors.ts';
import type { EpisodeId, ProjectId } from '#shared/ids.ts';
import type { ReadableDb, WritableDb } from './database.ts';
import { projectById } from './projects.ts';

export interface EpisodeSummary {
  readonly id: EpisodeId;
  readonly projectId: ProjectId;
  readonly title: string;
  /** Counts changes; an edit names the revision it was made against. */
  readonly revision: number;
  readonly createdAtMs: number;
}

export interface OpenEpisode {
  readonly id: EpisodeId;
  readonly projectId: ProjectId;
  readonly revision: number;
  readonly document: EpisodeDocument;
}

interface EpisodeRow {
  readonly number: number;
  readonly id: EpisodeId;
  readonly project_id: ProjectId;
  readonly revision: number;
  readonly title: string;
  readonly created_at_ms: number;
}

const SELECT_EPISODE = `
  SELECT episode.number, episode.id, project.id AS project_id, episode.revision, episode.created_at_ms,
    coalesce(json_extract(settings.json, '$.title'), '') AS title
  FROM episode
  JOIN project ON project.number = episode.project_number
  LEFT JOIN record AS settings
    ON settings.episode_number = episode.number AND settings.id = '${EPISODE_RECORD_ID}'`;

function summaryOf(row: EpisodeRow): EpisodeSummary {
  return {
    id: row.id,
    projectId: row.project_id,
    title: row.title,
    revision: row.revision,
    createdAtMs: row.created_at_ms,
  };
}

/** In the order of the project. Throws AppError `not-found` for a project that is not there. */
export function listEpisodes(db: ReadableDb, projectId: ProjectId): readonly EpisodeSummary[] {
  projectById(db, projectId);
  return db
    .all<EpisodeRow>(`${SELECT_EPISODE} WHERE project.id = $projectId ORDER BY episode.order_key, episode.number`, {
      projectId,
    })
    .map(summaryOf);
}

export interface NewEpisode {
  readonly id: EpisodeId;
  readonly projectId: ProjectId;
  readonly document: EpisodeDocument;
  readonly createdAtMs: number;
}

/** Puts an episode after the last of its project. Throws AppError `not-found` for a project that is not there. */
export function createEpisode(db: WritableDb, episode: NewEpisode): EpisodeSummary {
  return db.transaction(() => {
    projectById(db, episode.projectId);
    const last = db.get<{ order_key: string }>(
      `SELECT max(order_key) AS order_key FROM episode
       WHERE project_number = (SELECT number FROM project WHERE id = $projectId)
       HAVING order_key IS NOT NULL`,
      { projectId: episode.projectId },
    );
    db.run(
      `INSERT INTO episode (id, project_number, order_key, revision, created_at_ms)
       VALUES ($id, (SELECT number FROM project WHERE id = $projectId), $orderKey, 1, $createdAtMs)`,
      {
        id: episode.id,
        projectId: episode.projectId,
        orderKey: orderKeyBetween(last?.order_key ?? null, null),
        createdAtMs: episode.createdAtMs,
      },
    );
    const row = episodeRow(db, episode.id);
    for (const record of episode.document.records.values()) putRecord(db, row.number, record);
    return summaryOf(episodeRow(db, episode.id));
  });
}

/** Throws AppError `not-found`, or `library-damaged` naming the record that cannot be read. */
export function openEpisode(db: ReadableDb, id: EpisodeId): OpenEpisode {
  const row = episodeRow(db, id);
  const records = db.all<{ id: string; json: string }>(
    'SELECT id, json FROM record WHERE episode_number = $episode ORDER BY number',
    { episode: row.number },
  );
  return {
    id: row.id,
    projectId: row.project_id,
    revision: row.revision,
    document: documentOf(records.map((record) => recordOf(record, row))),
  };
}

/**
 * Makes the stored episode equal to `document` in one transaction, writing only what differs. Answers the new
 * revision; the old one when nothing differs. Throws AppError `not-found`.
 */
export function replaceEpisode(db: WritableDb, id: EpisodeId, document: EpisodeDocument): number {
  return db.transaction(() => {
    const row = episodeRow(db, id);
    const stored = new Map(
      db
        .all<{ id: string; json: string }>('SELECT id, json FROM record WHERE episode_number = $episode', {
          episode: row.number,
        })
        .map((record) => [record.id, record.json]),
    );
    let hasChanged = false;
    for (const record of document.records.values()) {
      if (stored.get(record.id) !== JSON.stringify(record)) {
        putRecord(db, row.number, record);
        hasChanged = true;
      }
      stored.delete(record.id);
    }
    for (const recordId of stored.keys()) removeRecord(db, row.number, recordId);
    return hasChanged || stored.size > 0 ? raiseRevision(db, row) : row.revision;
  });
}

/**
 * Writes what an edit changed, in one transaction. Answers the new revision. Throws AppError `conflict` when the
 * episode is no longer at `baseRevision`, and `not-found`.
 */
export function saveDiff(db: WritableDb, id: EpisodeId, baseRevision: number, diff: RecordsDiff): number {
  return db.transaction(() => {
    const row = episodeRow(db, id);
    if (row.revision !== baseRevision) {
      throw new AppError({
        code: 'conflict',
        message: `The episode has changed since (it is at revision ${row.revision}, the edit was made at ${baseRevision}). Open it again and repeat the edit.`,
        details: { episodeId: id, revision: row.revision, baseRevision },
      });
    }
    for (const record of diff.removed) removeRecord(db, row.number, record.id);
    for (const [, record] of diff.updated) putRecord(db, row.number, record);
    for (const record of diff.added) putRecord(db, row.number, record);
    return raiseRevision(db, row);
  });
}

function episodeRow(db: ReadableDb, id: EpisodeId): EpisodeRow {
  const row = db.get<EpisodeRow>(`${SELECT_EPISODE} WHERE episode.id = $id`, { id });
  if (row) return row;
  throw new AppError({
    code: 'not-found',
    message: `There is no episode "${id}" in this library. "lectern episodes" lists those of a project.`,
    details: { episodeId: id },
  });
}

function recordOf(stored: { readonly id: string; readonly json: string }, episode: EpisodeRow): EpisodeRecord {
  let value: unknown;
  try {
    value = JSON.parse(stored.json);
  } catch (error) {
    throw damagedRecord(stored.id, episode, error);
  }
  const result = EpisodeRecord.safeParse(value);
  if (!result.success || result.data.id !== stored.id) throw damagedRecord(stored.id, episode, result.error);
  return value as EpisodeRecord;
}

/** Said of one episode only: the others open as before. */
function damagedRecord(recordId: string, episode: EpisodeRow, cause: unknown): AppError {
  return new AppError({
    code: 'library-damaged',
    message: `The episode "${episode.title}" has a record (${recordId}) that cannot be read. It was left as it is; the other episodes are not affected.`,
    details: { episodeId: episode.id, recordId },
    cause,
  });
}

function putRecord(db: WritableDb, episode: number, record: EpisodeRecord): void {
  db.run(
    `INSERT INTO record (episode_number, id, type, json) VALUES ($episode, $id, $type, $json)
     ON CONFLICT (episode_number, id) DO UPDATE SET type = excluded.type, json = excluded.json`,
    { episode, id: record.id, type: record.type, json: JSON.stringify(record) },
  );
}

function removeRecord(db: WritableDb, episode: number, id: string): void {
  db.run('DELETE FROM record WHERE episode_number = $episode AND id = $id', { episode, id });
}

function raiseRevision(db: WritableDb, row: EpisodeRow): number {
  db.run('UPDATE episode SET revision = revision + 1 WHERE number = $number', { number: row.number });
  return row.revision + 1;
}
