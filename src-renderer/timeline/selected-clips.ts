import type { Selection } from '../app/selection.ts';
import type { EpisodeModel } from '../episode/episode-model.ts';
import { type ClipTarget, clipsOfRecord, type Editable, targetsOf } from './edits/editable.ts';

/** Of several records all clips; of the one that was pressed on, what was pressed on. */
export function selectedKeys(model: EpisodeModel, { ids, primaryId, clipKeys }: Selection): readonly string[] {
  const keys: string[] = [];
  for (const id of ids) {
    const all = clipsOfRecord(model.layout, id).map(({ key }) => key);
    const own = id === primaryId ? all.filter((key) => clipKeys.has(key)) : [];
    keys.push(...(own.length > 0 ? own : all));
  }
  return keys;
}

export function selectedTargets(model: EpisodeModel, selection: Selection): readonly ClipTarget[] {
  return targetsOf(model satisfies Editable, selectedKeys(model, selection));
}
