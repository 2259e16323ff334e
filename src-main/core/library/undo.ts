/**
 * Undo that survives. What is undone is the stored edit reversed, and only what that edit did: an entry is first
 * rebased onto the episode as it is, so that a take which came after it stays the line's take whether the entry is
 * undone or redone, even where the entry itself had chosen another.
 */
import {
  applyDiff,
  type Edit,
  isEmptyDiff,
  type RecordsDiff,
  reverseDiff,
  squashDiffs,
} from '#shared/document/diff.ts';
import type { EpisodeDocument } from '#shared/document/episode-document.ts';
import { rebaseDiff } from '#shared/document/rebase-diff.ts';
import { AppError } from '#shared/errors.ts';
import type { EpisodeId } from '#shared/ids.ts';
import type { EditLabel } from '#shared/messages/edit-label.ts';
import type { ReadableDb } from './database.ts';
import { type EditOutcome, type EditWork, editEpisode } from './edit-episode.ts';
import { type EpisodeRow, episodeRow } from './episode-rows.ts';
import {
  entryCount,
  entryDiff,
  entryLabel,
  entryRows,
  openGesture,
  replaceEntryDiff,
  setHistoryPosition,
} from './history-store.ts';
import type { Library } from './library.ts';
import { withWaitingTakes } from './line-takes.ts';

export interface HistoryEntry {
  /** 1 is the first edit. */
  readonly position: number;
  readonly label: EditLabel;
  readonly createdAtMs: number;
  /** It can be redone. */
  readonly isUndone: boolean;
}

export interface History {
  readonly revision: number;
  /** How many entries hold: that of the next one that {@link undo} takes back, 0 when there is none. */
  readonly position: number;
  /** Oldest first. */
  readonly entries: readonly HistoryEntry[];
}

/** A gesture that is still going on (or was, when the program ended) is listed as the entry it would be. */
export function history(db: ReadableDb, id: EpisodeId): History {
  const row = episodeRow(db, id);
  const entries = entryRows(db, row).map((entry) => ({ ...entry, isUndone: entry.position > row.history_position }));
  const open = openGesture(db, row);
  if (!open || isEmptyDiff(open.diff)) return { revision: row.revision, position: row.history_position, entries };
  const position = row.history_position + 1;
  const { label, createdAtMs } = open;
  return {
    revision: row.revision,
    position,
    entries: [...entries.filter((entry) => !entry.isUndone), { position, label, createdAtMs, isUndone: false }],
  };
}

export interface UndoState {
  /** What {@link undo} would take back; null: nothing. */
  readonly undo: EditLabel | null;
  readonly redo: EditLabel | null;
}

/** The two ends of the history that a person sees next, without reading all of it. */
export function undoState(db: ReadableDb, id: EpisodeId): UndoState {
  const row = episodeRow(db, id);
  const open = openGesture(db, row);
  if (open && !isEmptyDiff(open.diff)) return { undo: open.label, redo: null };
  const labelAt = (position: number): EditLabel | null => entryLabel(db, row, position);
  return { undo: labelAt(row.history_position), redo: labelAt(row.history_position + 1) };
}

export interface UndoOptions {
  /** The revision the caller saw. Absent: whatever it is now. */
  readonly baseRevision?: number;
}

/** Takes the last entry back. Throws AppError `invalid-command` when there is none, and `conflict` and `not-found`. */
export function undo(library: Library, id: EpisodeId, options: UndoOptions = {}): EditOutcome {
  return moveTo(library, id, options, (row) => {
    if (row.history_position === 0) throw nothing('There is nothing to undo.');
    return row.history_position - 1;
  });
}

/** Makes the entry that was undone last again. Throws as {@link undo}. */
export function redo(library: Library, id: EpisodeId, options: UndoOptions = {}): EditOutcome {
  return moveTo(library, id, options, (row, count) => {
    if (row.history_position === count) throw nothing('There is nothing to redo.');
    return row.history_position + 1;
  });
}

/**
 * Undoes or redoes until the entry at `position` is the last that holds; 0 is before the first. One change, one
 * revision. Throws AppError `invalid-command` for a position that is not in the history, and as {@link undo}.
 */
export function jumpTo(library: Library, id: EpisodeId, position: number, options: UndoOptions = {}): EditOutcome {
  return moveTo(library, id, options, (_, count) => {
    if (Number.isInteger(position) && position >= 0 && position <= count) return position;
    throw nothing(`The history has no entry ${position}: it goes from 0, before the first edit, to ${count}.`);
  });
}

function moveTo(
  library: Library,
  id: EpisodeId,
  options: UndoOptions,
  targetOf: (row: EpisodeRow, count: number) => number,
): EditOutcome {
  return editEpisode(library.db, id, options, (work) => {
    const { db, row } = work;
    const target = targetOf(row, entryCount(db, row));
    setHistoryPosition(db, row, target);
    return withWaitingTakes(db, row, walk(work, target));
  });
}

function walk({ db, row, document }: EditWork, target: number): Edit {
  const diffs: RecordsDiff[] = [];
  let current: EpisodeDocument = document;
  /** `diff` leads to the document as it is; answers it as it was really reversed. */
  const reverse = (diff: RecordsDiff): RecordsDiff => {
    const fitted = rebaseDiff(diff, current);
    const edit = applyDiff(current, reverseDiff(fitted));
    current = edit.document;
    diffs.push(edit.diff);
    return fitted;
  };
  for (let position = row.history_position; position > target; position -= 1) {
    const stored = entryDiff(db, row, position);
    const fitted = reverse(stored);
    if (fitted !== stored) replaceEntryDiff(db, row, position, fitted);
  }
  for (let position = row.history_position + 1; position <= target; position += 1) {
    const reversed = reverseDiff(entryDiff(db, row, position));
    const fitted = reverse(reversed);
    if (fitted !== reversed) replaceEntryDiff(db, row, position, reverseDiff(fitted));
  }
  return { document: current, diff: squashDiffs(diffs) };
}

function nothing(message: string): AppError {
  return new AppError({ code: 'invalid-command', message });
}
