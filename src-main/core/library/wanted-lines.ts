/** Lines that somebody asked to have spoken and that have not been answered yet: what a crash must not forget. */
import type { EpisodeId, RecordId } from '#shared/ids.ts';
import type { ReadableDb, WritableDb } from './database.ts';

export interface WantedLine {
  readonly episodeId: EpisodeId;
  readonly blockId: RecordId;
  /** Another take of it, although there may be one that is up to date. */
  readonly isNewTake: boolean;
}

interface WantedRow {
  readonly episode_id: EpisodeId;
  readonly record_id: RecordId;
  readonly is_new_take: 0 | 1;
}

/** A line that is wanted already keeps its place. */
export function wantLines(db: WritableDb, lines: readonly WantedLine[]): void {
  db.transaction(() => {
    for (const { episodeId, blockId, isNewTake } of lines) {
      db.run(
        `INSERT INTO wanted_line (episode_number, record_id, is_new_take)
         VALUES ((SELECT number FROM episode WHERE id = $episodeId), $blockId, $isNewTake)
         ON CONFLICT (episode_number, record_id) DO UPDATE SET is_new_take = max(is_new_take, excluded.is_new_take)`,
        { episodeId, blockId, isNewTake: Number(isNewTake) },
      );
    }
  });
}

/** In the order they were asked for. */
export function wantedLines(db: ReadableDb): readonly WantedLine[] {
  return db
    .all<WantedRow>(
      `SELECT episode.id AS episode_id, record_id, is_new_take
       FROM wanted_line JOIN episode ON episode.number = wanted_line.episode_number ORDER BY wanted_line.number`,
    )
    .map((row) => ({ episodeId: row.episode_id, blockId: row.record_id, isNewTake: row.is_new_take === 1 }));
}

/**
 * They have been answered, cannot be, or nobody wants them any more. `as`: only where another take has not been asked
 * for since they were wanted like this.
 */
export function forgetWanted(
  db: WritableDb,
  episodeId: EpisodeId,
  blockIds: Iterable<RecordId>,
  as?: Pick<WantedLine, 'isNewTake'>,
): void {
  db.transaction(() => {
    for (const blockId of blockIds) {
      db.run(
        `DELETE FROM wanted_line
         WHERE record_id = $blockId AND episode_number = (SELECT number FROM episode WHERE id = $episodeId)
           AND is_new_take = coalesce($isNewTake, is_new_take)`,
        { episodeId, blockId, isNewTake: as === undefined ? null : Number(as.isNewTake) },
      );
    }
  });
}
