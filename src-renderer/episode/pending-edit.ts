/** What a person did that the core has not answered yet. */
import { applyCommands, type Command } from '#shared/document/commands.ts';
import {
  applyDiff,
  type Edit,
  EMPTY_DIFF,
  isEmptyDiff,
  type RecordsDiff,
  reverseDiff,
  withDifference,
} from '#shared/document/diff.ts';
import type { EpisodeDocument } from '#shared/document/episode-document.ts';
import { rebaseDiff } from '#shared/document/rebase-diff.ts';
import { isSameValue } from '#shared/document/record-values.ts';

export type Work =
  | {
      readonly kind: 'edit';
      readonly commands: readonly Command[];
      readonly gesture?: string;
      readonly label?: string;
    }
  | { readonly kind: 'commitGesture'; readonly gesture: string }
  /** `done`: all that the gesture did. */
  | { readonly kind: 'cancelGesture'; readonly gesture: string; readonly done: RecordsDiff }
  | { readonly kind: 'undo' }
  | { readonly kind: 'redo' }
  | { readonly kind: 'jumpTo'; readonly position: number }
  | { readonly kind: 'restore'; readonly snapshotId: string };

/** A piece of work with what it does to the document before it is answered. JSON, so that it outlives the page. */
export interface PendingEdit {
  readonly work: Work;
  readonly diff: RecordsDiff;
  /** The revision it was sent against; null: not sent. */
  readonly sentAtRevision: number | null;
}

/**
 * What work does here and now. What only the core knows (undo, jumps, snapshots) does nothing until it answers.
 * Throws AppError `invalid-command` or `conflict` where it cannot be done.
 */
export function runWork(document: EpisodeDocument, work: Work): Edit {
  if (work.kind === 'edit') return applyCommands(document, work.commands);
  if (work.kind === 'cancelGesture') return applyDiff(document, reverseDiff(rebaseDiff(work.done, document)));
  return { document, diff: EMPTY_DIFF };
}

/** Whether a document shows what a diff did: then whoever did it need not do it again. */
export function isCarriedOut(diff: RecordsDiff, { records }: EpisodeDocument): boolean {
  if (isEmptyDiff(diff)) return false;
  return (
    isStructureThere(diff, { records }) &&
    diff.updated.every(([from, to]) => {
      const now = records.get(to.id);
      return now?.type === to.type && isSameValue(withDifference(now, from, to), now);
    })
  );
}

/** Only what came and went: fields may have been changed again since. */
export function isStructureThere(diff: RecordsDiff, { records }: EpisodeDocument): boolean {
  return diff.added.every(({ id }) => records.has(id)) && diff.removed.every(({ id }) => !records.has(id));
}

/** One edit of a gesture and the next: sent as one where the first has not left yet. null: they are not to be joined. */
export function joinWork(earlier: Work, later: Work): Work | null {
  if (earlier.kind !== 'edit' || later.kind !== 'edit') return null;
  if (later.gesture === undefined || earlier.gesture !== later.gesture) return null;
  const { commands } = earlier;
  const tail = commands.slice(-later.commands.length);
  const isSuperseded =
    tail.length === later.commands.length &&
    tail.every((command, index) => isReplacedBy(command, later.commands[index]!));
  const kept = isSuperseded ? commands.slice(0, commands.length - tail.length) : commands;
  return { ...earlier, commands: [...kept, ...later.commands] };
}

/** Commands that say how something is, whatever it was before: of two about one thing the later is enough. */
const SETTERS = /\.(set\w+|trim)$|^(clip|marker)\.move$/;

function isReplacedBy(earlier: Command, later: Command): boolean {
  if (earlier.type !== later.type || !SETTERS.test(later.type)) return false;
  const names = Object.keys(earlier);
  if (names.length !== Object.keys(later).length || !names.every((name) => name in later)) return false;
  return ['id', 'index', 'edge'].every(
    (name) => (earlier as Record<string, unknown>)[name] === (later as Record<string, unknown>)[name],
  );
}
