import type { z } from 'zod';
import { RecordId } from '../ids.ts';
import { invalidCommand } from './command-error.ts';
import type { EditDraft } from './edit-draft.ts';
import { orderKeysBetween } from './order-key.ts';
import type { EpisodeRecord } from './records.ts';

/** Where something new or moved stands: after that record; null is the very beginning; absent is the end. */
export const AfterId = RecordId.nullable().optional();
export type AfterId = z.output<typeof AfterId>;

type Ordered = Extract<EpisodeRecord, { readonly order: string }>;

/** A key above this makes room around it; keys grow by a character for every six insertions at one place. */
const LONGEST_KEY = 40;
/** Neighbours with keys up to this length are left alone when room is made. */
const SHORT_KEY = 12;

/** Position at which something placed there would stand. Throws AppError `invalid-command` when `afterId` is not among the siblings. */
function insertionIndex(siblings: readonly Ordered[], afterId: AfterId): number {
  if (afterId === undefined) return siblings.length;
  if (afterId === null) return 0;
  const index = siblings.findIndex((sibling) => sibling.id === afterId);
  if (index < 0) throw invalidCommand(`Nothing can stand after "${afterId}": it is not there, or is itself moved.`);
  return index + 1;
}

/**
 * `count` ascending order keys after a sibling. Where so much was inserted at one place that the keys have grown long,
 * the crowded neighbours get new keys in the same edit, so that there is room for ever.
 * `siblings` are sorted and do not contain what is being moved.
 */
export function placeAfter(
  draft: EditDraft,
  siblings: readonly Ordered[],
  afterId: AfterId,
  count: number,
): readonly string[] {
  const index = insertionIndex(siblings, afterId);
  const keys = orderKeysBetween(siblings[index - 1]?.order ?? null, siblings[index]?.order ?? null, count);
  if (keys.every((key) => key.length <= LONGEST_KEY)) return keys;

  let first = index;
  while (first > 0 && siblings[first - 1]!.order.length > SHORT_KEY) first -= 1;
  let last = index;
  while (last < siblings.length && siblings[last]!.order.length > SHORT_KEY) last += 1;
  const before = siblings[first - 1]?.order ?? null;
  const spread = orderKeysBetween(before, siblings[last]?.order ?? null, last - first + count);
  siblings.slice(first, index).forEach((sibling, position) => {
    draft.update(sibling, { order: spread[position] });
  });
  siblings.slice(index, last).forEach((sibling, position) => {
    draft.update(sibling, { order: spread[index - first + count + position] });
  });
  return spread.slice(index - first, index - first + count);
}

/** Moves records behind a sibling; they keep their order among themselves. Already there: nothing changes. */
export function moveAfter(
  draft: EditDraft,
  siblings: readonly Ordered[],
  ids: ReadonlySet<RecordId>,
  afterId: AfterId,
): void {
  const staying = siblings.filter((sibling) => !ids.has(sibling.id));
  const moving = siblings.filter((sibling) => ids.has(sibling.id));
  const wanted = staying.toSpliced(insertionIndex(staying, afterId), 0, ...moving);
  if (wanted.every((sibling, index) => sibling === siblings[index])) return;
  const orders = placeAfter(draft, staying, afterId, moving.length);
  moving.forEach((sibling, index) => {
    draft.update(sibling, { order: orders[index] });
  });
}
