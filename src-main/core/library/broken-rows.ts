/** Finds what cannot be read among projects and episodes, one by one, so that none hides the others. */
import { checkInvariants } from '#shared/document/invariants.ts';
import { AppError, throwIfCancelled } from '#shared/errors.ts';
import type { EpisodeId } from '#shared/ids.ts';
import type { OnProgress } from '../ports.ts';
import type { ReadableDb } from './database.ts';
import { episodeRow, readDocument } from './episode-rows.ts';
import { entryDiff, openGesture } from './history-store.ts';
import { unreadableProjects } from './projects.ts';

export interface BrokenRow {
  readonly kind: 'project' | 'episode' | 'history' | 'table';
  /** Of the project or episode; the name of the table where the table itself cannot be read. */
  readonly id: string;
  readonly reason: string;
}

/** Throws Cancelled. */
export function findBrokenRows(
  db: ReadableDb,
  options: { readonly signal?: AbortSignal; readonly onProgress?: OnProgress },
): readonly BrokenRow[] {
  const broken: BrokenRow[] = [];
  const look = (kind: BrokenRow['kind'], id: string, read: () => void): void => {
    try {
      read();
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      broken.push({ kind, id, reason: error.message });
    }
  };
  look('table', 'project', () => {
    for (const id of unreadableProjects(db))
      broken.push({ kind: 'project', id, reason: 'Its settings cannot be read.' });
  });
  let episodes: readonly { readonly id: EpisodeId }[] = [];
  look('table', 'episode', () => {
    episodes = db.all<{ id: EpisodeId }>('SELECT id FROM episode ORDER BY number');
  });
  for (const [done, { id }] of episodes.entries()) {
    throwIfCancelled(options.signal);
    options.onProgress?.({ stage: 'episodes', done, total: episodes.length });
    look('episode', id, () => checkDocument(db, id));
    look('history', id, () => checkHistory(db, id));
  }
  options.onProgress?.({ stage: 'episodes', done: episodes.length, total: episodes.length });
  return broken;
}

/** Read from the disk, whatever is remembered of it. */
function checkDocument(db: ReadableDb, id: EpisodeId): void {
  checkInvariants(readDocument(db, episodeRow(db, id)));
}

function checkHistory(db: ReadableDb, id: EpisodeId): void {
  const row = episodeRow(db, id);
  openGesture(db, row);
  const entries = db.all<{ position: number }>(
    'SELECT position FROM history_entry WHERE episode_number = $number ORDER BY position',
    { number: row.number },
  );
  for (const { position } of entries) entryDiff(db, row, position);
  if (entries.length < row.history_position) {
    throw new AppError({
      code: 'library-damaged',
      message: `${row.history_position - entries.length} of ${row.history_position} entries are missing.`,
    });
  }
}
