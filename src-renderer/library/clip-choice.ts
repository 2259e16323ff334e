/** Which rows are chosen, as in every list of files: one, several one by one, or all between two. */
import type { ClipId } from '#shared/library-clips.ts';

export interface Chosen {
  readonly ids: ReadonlySet<ClipId>;
  /** With the focus. */
  readonly activeId: ClipId | null;
  /** Where a range begins. */
  readonly anchorId: ClipId | null;
}

export const NOTHING_CHOSEN: Chosen = { ids: new Set(), activeId: null, anchorId: null };

/** `alone`: nothing else; `toggle`: it as well, or not; `range`: all from the anchor to it. */
export type Choosing = 'alone' | 'toggle' | 'range';

export function choose(order: readonly ClipId[], before: Chosen, id: ClipId, how: Choosing): Chosen {
  const anchor = before.anchorId === null ? -1 : order.indexOf(before.anchorId);
  if (how === 'range' && anchor >= 0) {
    const at = order.indexOf(id);
    const range = order.slice(Math.min(anchor, at), Math.max(anchor, at) + 1);
    return { ids: new Set(range), activeId: id, anchorId: before.anchorId };
  }
  if (how !== 'toggle') return { ids: new Set([id]), activeId: id, anchorId: id };
  const ids = new Set(before.ids);
  if (!ids.delete(id)) ids.add(id);
  return { ids, activeId: id, anchorId: id };
}
