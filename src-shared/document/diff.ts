/**
 * What an edit did, as data: it can be stored, reversed (undo), put together with others (a gesture) and sent.
 */
import { AppError } from '../errors.ts';
import type { RecordId } from '../ids.ts';
import { type EpisodeDocument, withChanges } from './episode-document.ts';
import { checkEdit } from './invariants.ts';
import { isSameValue, withFields } from './record-values.ts';
import type { EpisodeRecord } from './records.ts';

export type RecordUpdate = readonly [from: EpisodeRecord, to: EpisodeRecord];

/** Every id occurs at most once in all three lists together. */
export interface RecordsDiff {
  readonly added: readonly EpisodeRecord[];
  readonly updated: readonly RecordUpdate[];
  readonly removed: readonly EpisodeRecord[];
}

/** A document after an edit, and what the edit changed in it. */
export interface Edit {
  readonly document: EpisodeDocument;
  readonly diff: RecordsDiff;
}

export const EMPTY_DIFF: RecordsDiff = { added: [], updated: [], removed: [] };

export function isEmptyDiff(diff: RecordsDiff): boolean {
  return diff.added.length + diff.updated.length + diff.removed.length === 0;
}

/** The diff that takes this one back. */
export function reverseDiff(diff: RecordsDiff): RecordsDiff {
  return { added: diff.removed, updated: diff.updated.map(([from, to]) => [to, from]), removed: diff.added };
}

/** One diff that does what the given ones do one after another. What comes and goes in between leaves no trace. */
export function squashDiffs(diffs: readonly RecordsDiff[]): RecordsDiff {
  const changes = new Map<RecordId, { readonly from: EpisodeRecord | null; readonly to: EpisodeRecord | null }>();
  const change = (id: RecordId, from: EpisodeRecord | null, to: EpisodeRecord | null) => {
    const earlier = changes.get(id);
    changes.set(id, { from: earlier ? earlier.from : from, to });
  };
  for (const diff of diffs) {
    for (const record of diff.removed) change(record.id, record, null);
    for (const [from, to] of diff.updated) change(to.id, from, to);
    for (const record of diff.added) change(record.id, null, record);
  }
  return diffOf(changes.values());
}

/** Pairs of a record before (null: there was none) and after (null: there is none any more), as a diff. */
export function diffOf(
  changes: Iterable<{ readonly from: EpisodeRecord | null; readonly to: EpisodeRecord | null }>,
): RecordsDiff {
  const added: EpisodeRecord[] = [];
  const updated: RecordUpdate[] = [];
  const removed: EpisodeRecord[] = [];
  for (const { from, to } of changes) {
    if (from && to) {
      if (!isSameValue(from, to)) updated.push([from, to]);
    } else if (to) added.push(to);
    else if (from) removed.push(from);
  }
  return { added, updated, removed };
}

/**
 * Makes a stored change in a document that may have moved on in other fields since (a voice's take arrives without an
 * undo entry): only the fields the diff changed are written. Answers the diff as it was really made, which is what
 * must be stored to reverse it. Throws AppError `conflict` when a record it needs is gone, or one it adds is there,
 * and `invalid-command` when the outcome would be no valid episode.
 */
export function applyDiff(document: EpisodeDocument, diff: RecordsDiff): Edit {
  if (isEmptyDiff(diff)) return { document, diff };
  const current = (record: EpisodeRecord): EpisodeRecord => {
    const found = document.records.get(record.id);
    if (found?.type === record.type) return found;
    throw unfitDiff(`the ${record.type} "${record.id}" is no longer there`, record);
  };
  for (const record of diff.added) {
    if (document.records.has(record.id)) throw unfitDiff(`there is already a record "${record.id}"`, record);
  }
  const effective = diffOf([
    ...diff.removed.map((record) => ({ from: current(record), to: null })),
    ...diff.updated.map(([from, to]) => ({ from: current(from), to: withDifference(current(from), from, to) })),
    ...diff.added.map((record) => ({ from: null, to: record })),
  ]);
  const next = withChanges(document, effective);
  checkEdit(next, effective);
  return { document: next, diff: effective };
}

/** `current` with the fields that differ between `from` and `to` set to what they are in `to`. */
export function withDifference(current: EpisodeRecord, from: EpisodeRecord, to: EpisodeRecord): EpisodeRecord {
  // The common case, and the one that gives back the very same JSON.
  if (isSameValue(current, from)) return to;
  const before = from as unknown as Readonly<Record<string, unknown>>;
  const after = to as unknown as Readonly<Record<string, unknown>>;
  const changes: Record<string, unknown> = {};
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
    if (!isSameValue(before[key], after[key])) changes[key] = after[key];
  }
  return withFields(current, changes);
}

/** A stored change that does not fit the document it is to be made in. */
export function unfitDiff(what: string, record: EpisodeRecord): AppError {
  return new AppError({
    code: 'conflict',
    message: `This change no longer fits the episode: ${what}.`,
    details: { recordId: record.id },
  });
}
