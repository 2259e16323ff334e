/** What is selected: the same in script and timeline. */
import type { RecordId } from '#shared/ids.ts';
import type { EpisodeModel } from '../episode/episode-model.ts';
import { clipsOfRecord } from '../episode/lanes.ts';

export interface Selection {
  readonly ids: ReadonlySet<RecordId>;
  /** The one that keys act on and the inspector shows; one of `ids`. */
  readonly primaryId: RecordId | null;
  /** Where a range begins that is extended. */
  readonly anchorId: RecordId | null;
  /** Of the timeline, which may have several clips for one record; those of the primary one, or the one pressed on. */
  readonly clipKeys: ReadonlySet<string>;
}

export const NOTHING_SELECTED: Selection = { ids: new Set(), primaryId: null, anchorId: null, clipKeys: new Set() };

export interface SelectOptions {
  /** `toggle`: this one more or less. `range`: all from the anchor to this one, in the order of the script. */
  readonly extend?: 'toggle' | 'range';
  readonly clipKey?: string;
  /** The playhead goes there. Default true, where nothing is extended. */
  readonly isSeeking?: boolean;
}

export function selectIn(
  model: EpisodeModel,
  selection: Selection,
  id: RecordId | null,
  { extend, clipKey }: SelectOptions = {},
): Selection {
  if (id === null) return NOTHING_SELECTED;
  const clipKeys = new Set(clipKey === undefined ? keysOf(model, id) : [clipKey]);
  if (extend === 'toggle') return toggled(model, selection, id, clipKeys);
  if (extend === 'range' && selection.anchorId !== null) {
    const ids = rangeBetween(model, selection.anchorId, id);
    if (ids) return { ids, primaryId: id, anchorId: selection.anchorId, clipKeys };
  }
  return { ids: new Set([id]), primaryId: id, anchorId: id, clipKeys };
}

function toggled(model: EpisodeModel, selection: Selection, id: RecordId, clipKeys: ReadonlySet<string>): Selection {
  const ids = new Set(selection.ids);
  if (!ids.delete(id)) return { ids: ids.add(id), primaryId: id, anchorId: id, clipKeys };
  const [next] = ids;
  if (next === undefined) return NOTHING_SELECTED;
  const primaryId = selection.primaryId === id ? next : selection.primaryId;
  return { ids, primaryId, anchorId: primaryId, clipKeys: new Set(primaryId === null ? [] : keysOf(model, primaryId)) };
}

function keysOf(model: EpisodeModel, id: RecordId): readonly string[] {
  return clipsOfRecord(model.lanes, id).map(({ placed }) => placed.key);
}

function rangeBetween({ rows, rowIndexById }: EpisodeModel, from: RecordId, to: RecordId): Set<RecordId> | null {
  const a = rowIndexById.get(from);
  const b = rowIndexById.get(to);
  if (a === undefined || b === undefined) return null;
  return new Set(rows.slice(Math.min(a, b), Math.max(a, b) + 1).map(({ id }) => id));
}

/** Without what is no longer there; the same selection where all is. */
export function withoutGone(model: EpisodeModel, selection: Selection): Selection {
  const { records } = model.document;
  if ([...selection.ids].every((id) => records.has(id))) return selection;
  const ids = new Set([...selection.ids].filter((id) => records.has(id)));
  const [first] = ids;
  if (first === undefined) return NOTHING_SELECTED;
  const isThere = (id: RecordId | null) => id !== null && ids.has(id);
  const primaryId = isThere(selection.primaryId) ? selection.primaryId : first;
  const anchorId = isThere(selection.anchorId) ? selection.anchorId : primaryId;
  return { ids, primaryId, anchorId, clipKeys: selection.clipKeys };
}
