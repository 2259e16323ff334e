/** The order of a project's episodes, copies of them, and putting them away. */
import { applyCommand } from '#shared/document/commands.ts';
import { orderKeyBetween } from '#shared/document/order-key.ts';
import { AppError } from '#shared/errors.ts';
import { EpisodeId } from '#shared/ids.ts';
import type { WritableDb } from './database.ts';
import { type EpisodeRow, episodeRow, type Shelf } from './episode-rows.ts';
import { createEpisode, type EpisodeSummary } from './episodes.ts';
import { closeGesture, openGesture } from './history-store.ts';
import type { Library } from './library.ts';
import { copyTakesOfEpisode } from './line-takes.ts';
import { documentAt } from './open-documents.ts';
import { markReindexDue } from './search/catch-up.ts';

/**
 * Puts an episode behind another of its project; null: before all. Throws AppError `not-found`, and `invalid-input`
 * for one of another project or the episode itself.
 */
export function moveEpisode(db: WritableDb, id: EpisodeId, afterId: EpisodeId | null): void {
  db.transaction(() => {
    const row = episodeRow(db, id);
    const orderKey = orderKeyBehind(db, row, afterId);
    db.run('UPDATE episode SET order_key = $orderKey WHERE number = $number', { number: row.number, orderKey });
  });
}

/**
 * A copy right behind the episode, under a title of its own, with all takes of its lines. History and snapshots stay
 * with the original. Throws AppError `not-found` and, for the title, `invalid-command`.
 */
export function duplicateEpisode(library: Library, id: EpisodeId, title: string): EpisodeSummary {
  const { db, ports } = library;
  return db.transaction(() => {
    const row = episodeRow(db, id);
    const { document } = applyCommand(documentAt(db, row), { type: 'episode.set', title });
    const copy = createEpisode(db, {
      id: EpisodeId.parse(ports.newId()),
      projectId: row.project_id,
      document,
      createdAtMs: ports.nowMs(),
      orderKey: orderKeyBehind(db, row, id),
    });
    copyTakesOfEpisode(db, row, episodeRow(db, copy.id));
    return copy;
  });
}

/** Archives an episode, moves it to the trash, or brings it back to where it stood. Throws AppError `not-found`. */
export function setEpisodeShelf(db: WritableDb, id: EpisodeId, shelf: Shelf): void {
  db.transaction(() => {
    const row = episodeRow(db, id);
    const open = openGesture(db, row);
    if (open) closeGesture(db, row, open);
    db.run('UPDATE episode SET shelf = $shelf WHERE number = $number', { number: row.number, shelf });
    markReindexDue(db, row.number);
  });
}

function orderKeyBehind(db: WritableDb, row: EpisodeRow, afterId: EpisodeId | null): string {
  const siblings = db
    .all<{ id: EpisodeId; order_key: string }>(
      'SELECT id, order_key FROM episode WHERE project_number = $project ORDER BY order_key, number',
      { project: row.project_number },
    )
    .filter(({ id }) => id !== row.id || id === afterId);
  const index = siblings.findIndex(({ id }) => id === afterId);
  if (afterId !== null && index < 0) {
    throw new AppError({
      code: 'invalid-input',
      message: `"${row.title}" cannot stand behind "${afterId}": that is not another episode of its project.`,
      details: { episodeId: row.id, afterId },
    });
  }
  return orderKeyBetween(siblings[index]?.order_key ?? null, siblings[index + 1]?.order_key ?? null);
}
