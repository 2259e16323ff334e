import type { NewId, RecordId } from '../ids.ts';
import { invalidCommand } from './command-error.ts';
import { compareOrder } from './document-index.ts';
import type { EpisodeDocument } from './episode-document.ts';
import { type EpisodeRecord, isBlock } from './records.ts';
import { mapReferences, referencesOf } from './references.ts';

/**
 * Blocks, clips and markers with the speakers and tracks they need, for pasting here or in another episode. What a
 * clip or marker hangs on is not brought along: it finds its place again when its block is copied too.
 * Throws AppError `invalid-command` for an id that is not in the document or is the episode's own.
 */
export function copyRecords(document: EpisodeDocument, ids: readonly RecordId[]): readonly EpisodeRecord[] {
  const copied = new Map<RecordId, EpisodeRecord>();
  const take = (id: RecordId, isNeeded: boolean) => {
    const record = document.records.get(id);
    if (!record || record.type === 'episode') throw invalidCommand(`"${id}" cannot be copied.`);
    if ((isNeeded && isBlock(record)) || copied.has(id)) return;
    copied.set(id, record);
    for (const needed of referencesOf(record)) take(needed, true);
  };
  for (const id of ids) take(id, false);
  return [...copied.values()].sort(compareOrder);
}

/** The same records under new ids, as `records.paste` wants them: every time they are pasted they are others. */
export function withNewIds(records: readonly EpisodeRecord[], newId: NewId): readonly EpisodeRecord[] {
  const newIdOf = new Map(records.map((record) => [record.id, newId() as RecordId]));
  return records.map((record) =>
    mapReferences({ ...record, id: newIdOf.get(record.id)! }, (id) => newIdOf.get(id) ?? id),
  );
}
