/** Editing an episode: commands in, one durable change and one thing to undo out. */
import { applyCommand, type Command, isUndoable } from '#shared/document/commands.ts';
import {
  applyDiff,
  EMPTY_DIFF,
  isEmptyDiff,
  type RecordsDiff,
  reverseDiff,
  squashDiffs,
} from '#shared/document/diff.ts';
import type { EpisodeDocument } from '#shared/document/episode-document.ts';
import { rebaseDiff } from '#shared/document/rebase-diff.ts';
import { AppError } from '#shared/errors.ts';
import type { EpisodeId } from '#shared/ids.ts';
import { labelOf, mergeLabels } from '#shared/messages/edit-label.ts';
import { type EditOutcome, editEpisode } from './edit-episode.ts';
import { closeGesture, gestureNamed, pushEntry, putGesture, removeGesture } from './history-store.ts';
import type { Library } from './library.ts';
import { requireMedia } from './required-media.ts';

export interface EditRequest {
  /** The revision the commands were made at. */
  readonly baseRevision: number;
  readonly commands: readonly Command[];
  /**
   * A name for edits that belong together (a drag, a burst of typing), chosen by the caller. They are saved one by one
   * and undone as one. The first begins it; {@link commitGesture}, {@link cancelGesture}, any other edit of the
   * episode, or the end of the program ends it.
   */
  readonly gesture?: string;
  /** What the entry is called, where the commands do not say it well. */
  readonly label?: string;
}

/**
 * Makes the edits in one transaction: all of them or none. They become one entry of the history, and what had been
 * undone cannot be redone any more; takes (`take.attach`) are saved without an entry, and edits that change nothing
 * leave everything as it is. Throws AppError `conflict` when another edit was made since `baseRevision`,
 * `invalid-command` that says which command is wrong and why, and `not-found` for an episode, take or sound that the
 * library does not have.
 */
export function applyCommands(library: Library, id: EpisodeId, request: EditRequest): EditOutcome {
  const { commands, baseRevision, gesture } = request;
  const options = {
    baseRevision,
    ...(gesture === undefined ? {} : { keepsGesture: gesture }),
    isEdit: commands.some(isUndoable),
  };
  return editEpisode(library.db, id, options, (work) => {
    requireMedia(work.db, commands);
    const open = gesture === undefined ? undefined : gestureNamed(work.db, work.row, gesture);
    const result = runCommands(work.document, commands, open?.diff ?? EMPTY_DIFF);
    const label = labelOf(commands, work.document, result.document);
    if (!label || isEmptyDiff(result.diff)) return result;
    const named = request.label === undefined ? label : { ...label, text: request.label };
    const createdAtMs = library.ports.nowMs();
    if (gesture !== undefined) {
      const merged = open ? mergeLabels(open.label, named) : named;
      putGesture(work.db, work.row, { gesture, label: merged, diff: result.entry, createdAtMs });
    } else if (!isEmptyDiff(result.entry)) {
      pushEntry(work.db, work.row, { label: named, diff: result.entry, createdAtMs });
    }
    return result;
  });
}

/** Ends a gesture: one entry, or none when nothing is left of what it did. Of one that is over, nothing happens. */
export function commitGesture(library: Library, id: EpisodeId, gesture: string): EditOutcome {
  return editEpisode(library.db, id, { keepsGesture: true }, ({ db, row, document }) => {
    const open = gestureNamed(db, row, gesture);
    if (open) closeGesture(db, row, open);
    return { document, diff: EMPTY_DIFF };
  });
}

/**
 * Takes back all that a gesture did, and leaves no entry: what could be redone before it can be redone again. Of one
 * that is over, nothing happens.
 */
export function cancelGesture(library: Library, id: EpisodeId, gesture: string): EditOutcome {
  return editEpisode(library.db, id, { keepsGesture: true }, ({ db, row, document }) => {
    const open = gestureNamed(db, row, gesture);
    if (!open) return { document, diff: EMPTY_DIFF };
    removeGesture(db, row);
    return applyDiff(document, reverseDiff(rebaseDiff(open.diff, document)));
  });
}

interface CommandsRun {
  readonly document: EpisodeDocument;
  /** All that changed. */
  readonly diff: RecordsDiff;
  /** What there is to undo of that, and of what the gesture did before. */
  readonly entry: RecordsDiff;
}

function runCommands(document: EpisodeDocument, commands: readonly Command[], earlier: RecordsDiff): CommandsRun {
  const all: RecordsDiff[] = [];
  let entry = rebaseDiff(earlier, document);
  let undoable: RecordsDiff[] = [];
  let current = document;
  for (const [index, command] of commands.entries()) {
    const edit = numbered(commands, index, () => applyCommand(current, command));
    current = edit.document;
    all.push(edit.diff);
    if (isUndoable(command)) {
      undoable.push(edit.diff);
    } else {
      entry = rebaseDiff(squashDiffs([entry, ...undoable]), current);
      undoable = [];
    }
  }
  return { document: current, diff: squashDiffs(all), entry: squashDiffs([entry, ...undoable]) };
}

/** Of several commands, the message says which one is wrong. */
function numbered<Result>(commands: readonly Command[], index: number, run: () => Result): Result {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof AppError) || commands.length === 1) throw error;
    throw new AppError({
      code: error.code,
      message: `Command ${index + 1} of ${commands.length}: ${error.message} None of them was carried out.`,
      details: { ...error.details, commandIndex: index },
      cause: error,
    });
  }
}
