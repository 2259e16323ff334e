/** What every change of an episode has in common: one transaction, from the check of the revision to the commit. */
import { isEmptyDiff, type RecordsDiff } from '#shared/document/diff.ts';
import type { EpisodeDocument } from '#shared/document/episode-document.ts';
import { AppError } from '#shared/errors.ts';
import type { EpisodeId } from '#shared/ids.ts';
import type { WritableDb } from './database.ts';
import { type EpisodeRow, episodeRow } from './episode-rows.ts';
import { closeGesture, gestureNamed, openGesture } from './history-store.ts';
import { documentAt, keepDocument } from './open-documents.ts';
import { writeRecords } from './write-records.ts';

export interface EditOutcome {
  /** The episode's revision now; the same as before when nothing changed. */
  readonly revision: number;
  /** The revision `diff` was made at. Above the caller's base revision when takes arrived in between. */
  readonly previousRevision: number;
  /** What was really changed. */
  readonly diff: RecordsDiff;
}

export interface EditOptions {
  /** The revision the caller saw. Absent: whatever it is now. */
  readonly baseRevision?: number;
  /** False for what a voice sends: it conflicts with nothing and is welcome in the trash too. */
  readonly isEdit?: boolean;
  /** Any edit ends the gesture that is going on, except one that belongs to it; true: none does. */
  readonly keepsGesture?: string | true;
}

export interface EditWork {
  readonly db: WritableDb;
  readonly row: EpisodeRow;
  readonly document: EpisodeDocument;
}

export interface EditResult {
  readonly document: EpisodeDocument;
  readonly diff: RecordsDiff;
}

/**
 * Runs `work` on the episode as it is now and saves what it answers. Throws AppError `conflict` when another edit was
 * made since `baseRevision`, `not-found`, `invalid-command` for an episode in the trash, and whatever `work` throws;
 * nothing is changed then.
 */
export function editEpisode(
  db: WritableDb,
  id: EpisodeId,
  options: EditOptions,
  work: (work: EditWork) => EditResult,
): EditOutcome {
  const { isEdit = true } = options;
  const saved = db.transaction(() => {
    const row = currentRow(db, id, isEdit ? options.keepsGesture : true);
    if (options.baseRevision !== undefined) checkRevision(row, options.baseRevision);
    if (isEdit) refuseTrashed(row);
    const { document, diff } = work({ db, row, document: documentAt(db, row) });
    if (isEmptyDiff(diff)) return { document, diff, row, revision: row.revision };
    writeRecords(db, row, diff);
    const revision = row.revision + 1;
    db.run(
      `UPDATE episode SET revision = $revision, edit_revision = iif($isEdit, $revision, edit_revision)
       WHERE number = $number`,
      { number: row.number, revision, isEdit: Number(isEdit) },
    );
    return { document, diff, row, revision };
  });
  // Only what has been committed is remembered.
  keepDocument(db, id, saved.revision, saved.document);
  return { revision: saved.revision, previousRevision: saved.row.revision, diff: saved.diff };
}

function currentRow(db: WritableDb, id: EpisodeId, keepsGesture: string | true | undefined): EpisodeRow {
  const row = episodeRow(db, id);
  if (keepsGesture === true) return row;
  const open = openGesture(db, row);
  if (!open || (keepsGesture !== undefined && gestureNamed(db, row, keepsGesture))) return row;
  closeGesture(db, row, open);
  return episodeRow(db, id);
}

/** Edits conflict with edits. Takes that arrived since do not: they touch nothing that an edit reads. */
function checkRevision(row: EpisodeRow, baseRevision: number): void {
  if (baseRevision >= row.edit_revision && baseRevision <= row.revision) return;
  throw new AppError({
    code: 'conflict',
    message: `The episode has changed since (it is at revision ${row.revision}, the edit was made at ${baseRevision}). Open it again and repeat the edit.`,
    details: { episodeId: row.id, revision: row.revision, baseRevision },
  });
}

function refuseTrashed(row: EpisodeRow): void {
  if (row.shelf !== 'trashed') return;
  throw new AppError({
    code: 'invalid-command',
    message: `The episode "${row.title}" is in the trash. Take it out before editing it.`,
    details: { episodeId: row.id },
  });
}
