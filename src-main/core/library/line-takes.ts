/** The takes of a line: all it ever had, in the order they came. */
import { applyDiff, diffOf, type Edit, squashDiffs } from '#shared/document/diff.ts';
import type { EpisodeDocument } from '#shared/document/episode-document.ts';
import { withFields } from '#shared/document/record-values.ts';
import { AppError } from '#shared/errors.ts';
import type { EpisodeId, RecordId, TakeId } from '#shared/ids.ts';
import type { Take } from '#shared/media.ts';
import type { ReadableDb, WritableDb } from './database.ts';
import { type EditOutcome, editEpisode } from './edit-episode.ts';
import { type EpisodeRow, episodeRow } from './episode-rows.ts';
import type { Library } from './library.ts';
import { documentAt } from './open-documents.ts';
import { markReindexDue } from './search/catch-up.ts';
import { indexTake } from './search/index-take.ts';
import { takeById } from './takes.ts';

export interface LineTake {
  readonly take: Take;
  /** The line uses it. */
  readonly isChosen: boolean;
  /** 1 to 5. */
  readonly rating?: number;
}

/** The one spoken last first. Empty for a line that was never spoken. Throws AppError `not-found` for the episode. */
export function takesOfLine(db: ReadableDb, id: EpisodeId, recordId: RecordId): readonly LineTake[] {
  const row = episodeRow(db, id);
  const record = documentAt(db, row).records.get(recordId);
  const chosen = record && 'takeId' in record ? record.takeId : undefined;
  return db
    .all<{ id: TakeId; rating: number | null }>(
      `SELECT take.id, take.rating FROM line_take JOIN take ON take.number = line_take.take_number
       WHERE episode_number = $episode AND record_id = $recordId ORDER BY take.number DESC`,
      { episode: row.number, recordId },
    )
    .map(({ id: takeId, rating }) => ({
      take: takeById(db, takeId)!,
      isChosen: takeId === chosen,
      ...(rating === null ? {} : { rating }),
    }));
}

/** From 1 to 5, or null for none. Throws AppError `invalid-input` or `not-found`. */
export function rateTake(db: WritableDb, id: TakeId, rating: number | null): void {
  if (rating !== null && !(Number.isInteger(rating) && rating >= 1 && rating <= 5)) {
    throw new AppError({ code: 'invalid-input', message: `A take is rated from 1 to 5, not ${rating}.` });
  }
  db.transaction(() => {
    const take = db.get<{ number: number }>('UPDATE take SET rating = $rating WHERE id = $id RETURNING number', {
      id,
      rating,
    });
    if (!take) throw noTake(id);
    indexTake(db, take.number);
  });
}

/**
 * Gives lines and headings the takes that have been spoken for them, as they come: saved like any edit, but there is
 * nothing to undo, no edit that is being made conflicts with it, and undoing others leaves it. A take for a line that
 * is not there any more waits for an undo to bring the line back. Throws AppError `not-found` for an episode or take
 * that is not in the library.
 */
export function attachTakes(
  library: Library,
  id: EpisodeId,
  takes: ReadonlyMap<RecordId, Pick<Take, 'id'>>,
): EditOutcome {
  return editEpisode(library.db, id, { isEdit: false }, ({ db, row, document }) => {
    const there: [RecordId, TakeId][] = [];
    for (const [recordId, take] of takes) {
      const record = document.records.get(recordId);
      const isThere = record?.type === 'line' || record?.type === 'heading';
      keepLineTake(db, row, recordId, take.id, !isThere);
      if (isThere) there.push([recordId, take.id]);
    }
    return withTakes(document, there);
  });
}

/** The lines pointed at takes, all at once: command by command, a whole episode would be copied for every line. */
export function withTakes(document: EpisodeDocument, takes: Iterable<readonly [RecordId, TakeId]>): Edit {
  const changes = Array.from(new Map(takes), ([recordId, takeId]) => {
    const from = document.records.get(recordId);
    if (from?.type !== 'line' && from?.type !== 'heading') throw new Error(`${recordId} is nothing that is spoken`);
    return { from, to: withFields(from, { takeId }) };
  });
  return applyDiff(document, diffOf(changes));
}

function keepLineTake(db: WritableDb, row: EpisodeRow, recordId: RecordId, takeId: TakeId, isWaiting: boolean): void {
  const take = db.get<{ number: number }>('SELECT number FROM take WHERE id = $takeId', { takeId });
  if (!take) throw noTake(takeId);
  db.run(
    `INSERT INTO line_take (episode_number, record_id, take_number, is_waiting)
     VALUES ($episode, $recordId, $take, $isWaiting)
     ON CONFLICT DO UPDATE SET is_waiting = excluded.is_waiting`,
    { episode: row.number, recordId, take: take.number, isWaiting: Number(isWaiting) },
  );
  // Those that do not wait are indexed with the records that name them.
  if (isWaiting) indexTake(db, take.number);
}

/** The edit, with the takes that were spoken for lines it brings back while they were gone. */
export function withWaitingTakes(db: WritableDb, { number }: Pick<EpisodeRow, 'number'>, edit: Edit): Edit {
  const added = new Set<string>(edit.diff.added.map((record) => record.id));
  if (added.size === 0) return edit;
  const back = db
    .all<{ number: number; recordId: RecordId; takeId: TakeId }>(
      `SELECT line_take.number, record_id AS recordId, take.id AS takeId
       FROM line_take JOIN take ON take.number = line_take.take_number
       WHERE episode_number = $number AND is_waiting = 1 ORDER BY line_take.number`,
      { number },
    )
    .filter(({ recordId }) => added.has(recordId));
  for (const take of back)
    db.run('UPDATE line_take SET is_waiting = 0 WHERE number = $number', { number: take.number });
  const taken = withTakes(
    edit.document,
    back.map(({ recordId, takeId }) => [recordId, takeId]),
  );
  return { document: taken.document, diff: squashDiffs([edit.diff, taken.diff]) };
}

/** A line of an episode. */
export interface LinePlace {
  readonly episode: Pick<EpisodeRow, 'number'>;
  readonly recordId: RecordId;
}

/** Gives a copy of a line the takes of the original, in their order. */
export function copyTakesOfLine(db: WritableDb, from: LinePlace, to: LinePlace): void {
  db.run(
    `INSERT INTO line_take (episode_number, record_id, take_number)
     SELECT $toEpisode, $toRecord, take_number FROM line_take
     WHERE episode_number = $fromEpisode AND record_id = $fromRecord ORDER BY number ON CONFLICT DO NOTHING`,
    {
      fromEpisode: from.episode.number,
      fromRecord: from.recordId,
      toEpisode: to.episode.number,
      toRecord: to.recordId,
    },
  );
  markReindexDue(db, to.episode.number);
}

/** For a copy of a whole episode, whose lines have the ids of the original's. */
export function copyTakesOfEpisode(
  db: WritableDb,
  from: Pick<EpisodeRow, 'number'>,
  to: Pick<EpisodeRow, 'number'>,
): void {
  db.run(
    `INSERT INTO line_take (episode_number, record_id, take_number)
     SELECT $to, record_id, take_number FROM line_take
     WHERE episode_number = $from AND is_waiting = 0 ORDER BY number ON CONFLICT DO NOTHING`,
    { from: from.number, to: to.number },
  );
  markReindexDue(db, to.number);
}

function noTake(id: TakeId): AppError {
  return new AppError({
    code: 'not-found',
    message: `There is no take "${id}" in this library.`,
    details: { takeId: id },
  });
}
