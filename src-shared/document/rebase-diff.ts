import { diffOf, type RecordsDiff, unfitDiff, withDifference } from './diff.ts';
import type { EpisodeDocument } from './episode-document.ts';
import { isSameValue } from './record-values.ts';
import type { EpisodeRecord } from './records.ts';

/**
 * The diff as if all that happened to its records since had been there before it: what it leaves behind is then what
 * stands in the document, and reversing it takes back its own changes and nothing else. A field that both changed is
 * no longer the diff's: the later change stays.
 *
 * This is what keeps a take that a voice sent after an edit when that edit is undone. The same diff comes back where
 * nothing happened. Throws AppError `conflict` when a record is there that should not be, or the other way round.
 */
export function rebaseDiff(diff: RecordsDiff, document: EpisodeDocument): RecordsDiff {
  const current = (record: EpisodeRecord): EpisodeRecord => {
    const found = document.records.get(record.id);
    if (found?.type === record.type) return found;
    throw unfitDiff(`the ${record.type} "${record.id}" is no longer there`, record);
  };
  for (const record of diff.removed) {
    if (document.records.has(record.id)) throw unfitDiff(`there is a record "${record.id}" again`, record);
  }
  const isFit =
    diff.added.every((record) => isSameValue(record, current(record))) &&
    diff.updated.every(([, to]) => isSameValue(to, current(to)));
  if (isFit) return diff;
  return diffOf([
    ...diff.removed.map((record) => ({ from: record, to: null })),
    ...diff.updated.map(([from, to]) => ({ from: withDifference(from, to, current(to)), to: current(to) })),
    ...diff.added.map((record) => ({ from: null, to: current(record) })),
  ]);
}
