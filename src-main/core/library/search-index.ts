/** Where what is written becomes findable. */
import type { RecordsDiff } from '#shared/document/diff.ts';
import type { WritableDb } from './database.ts';

/**
 * Brings the search index up to what an edit changed. Called by write-records.ts, the one place where records are
 * written, within the edit's own transaction: text and index are never apart, whatever happens in between.
 *
 * `episodeNumber` is the episode's key in the table `episode`. `diff` is what was really written; it is never empty.
 * Must take time proportional to the diff, not to the episode: one keystroke in 10,000 lines calls this once.
 */
export function indexRecords(_db: WritableDb, _episodeNumber: number, _diff: RecordsDiff): void {}
