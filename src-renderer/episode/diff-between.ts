import type { RecordsDiff, RecordUpdate } from '#shared/document/diff.ts';
import type { EpisodeDocument } from '#shared/document/episode-document.ts';
import type { EpisodeRecord } from '#shared/document/records.ts';

/** What leads from one document to another, by the records' identity: what is the same object has not changed. */
export function diffBetween(before: EpisodeDocument, after: EpisodeDocument): RecordsDiff {
  const added: EpisodeRecord[] = [];
  const updated: RecordUpdate[] = [];
  const removed: EpisodeRecord[] = [];
  for (const [id, record] of after.records) {
    const earlier = before.records.get(id);
    if (!earlier) added.push(record);
    else if (earlier !== record) updated.push([earlier, record]);
  }
  for (const [id, record] of before.records) if (!after.records.has(id)) removed.push(record);
  return { added, updated, removed };
}
