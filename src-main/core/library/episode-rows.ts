/** How an episode lies in the library: a row of its own and a row for each record. */
import { documentOf, type EpisodeDocument } from '#shared/document/episode-document.ts';
import { EPISODE_RECORD_ID, EpisodeRecord } from '#shared/document/records.ts';
import { AppError } from '#shared/errors.ts';
import type { EpisodeId, ProjectId } from '#shared/ids.ts';
import type { ReadableDb } from './database.ts';

/** Where a project or an episode stands. Nothing is deleted: what is not wanted is put away. */
export type Shelf = 'active' | 'archived' | 'trashed';

export interface EpisodeRow {
  readonly number: number;
  readonly id: EpisodeId;
  readonly project_number: number;
  readonly project_id: ProjectId;
  readonly order_key: string;
  readonly shelf: Shelf;
  /** Counts changes. */
  readonly revision: number;
  /** Of the last change that was not a voice's. */
  readonly edit_revision: number;
  /** How many entries of the history hold. */
  readonly history_position: number;
  readonly title: string;
  readonly created_at_ms: number;
}

export const SELECT_EPISODE = `
  SELECT episode.number, episode.id, episode.project_number, project.id AS project_id, episode.order_key,
    episode.shelf, episode.revision, episode.edit_revision, episode.history_position, episode.created_at_ms,
    iif(json_valid(settings.json), coalesce(json_extract(settings.json, '$.title'), ''), '') AS title
  FROM episode
  JOIN project ON project.number = episode.project_number
  LEFT JOIN record AS settings
    ON settings.episode_number = episode.number AND settings.id = '${EPISODE_RECORD_ID}'`;

/** Throws AppError `not-found`. */
export function episodeRow(db: ReadableDb, id: EpisodeId): EpisodeRow {
  const row = db.get<EpisodeRow>(`${SELECT_EPISODE} WHERE episode.id = $id`, { id });
  if (row) return row;
  throw new AppError({
    code: 'not-found',
    message: `There is no episode "${id}" in this library. "lectern episodes" lists those of a project.`,
    details: { episodeId: id },
  });
}

/** Throws AppError `library-damaged` naming the record that cannot be read. */
export function readDocument(db: ReadableDb, episode: EpisodeRow): EpisodeDocument {
  const records = db.all<StoredRecord>('SELECT id, json FROM record WHERE episode_number = $episode ORDER BY number', {
    episode: episode.number,
  });
  return documentOf(records.map((record) => recordOf(record, episode)));
}

interface StoredRecord {
  readonly id: string;
  readonly json: string;
}

function recordOf(stored: StoredRecord, episode: EpisodeRow): EpisodeRecord {
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
