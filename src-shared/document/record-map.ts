import type { RecordId } from '../ids.ts';
import type { EpisodeRecord } from './records.ts';

type Records = ReadonlyMap<RecordId, EpisodeRecord>;

/** A shorter map is copied: that is as quick, and one look finds a record. */
const LONG_MAP = 512;
/** Up to this many changes are kept beside the map they change. */
const MOST_CHANGES = 128;

/**
 * The records after an edit. Copying a map of 10,000 records for every keystroke costs more than all the rest of an
 * edit, so a long map is shared and only what differs from it is copied; now and then a new whole map is made.
 * `changes`: a record to put in, or null to take one out.
 */
export function recordsAfter(records: Records, changes: Iterable<readonly [RecordId, EpisodeRecord | null]>): Records {
  const isChanged = records instanceof ChangedRecords;
  const base = isChanged ? records.base : records;
  const all = new Map(isChanged ? records.changes : []);
  for (const [id, record] of changes) all.set(id, record);
  const next = new ChangedRecords(base, all);
  return base.size >= LONG_MAP && all.size <= MOST_CHANGES ? next : new Map(next);
}

class ChangedRecords implements ReadonlyMap<RecordId, EpisodeRecord> {
  readonly base: Records;
  readonly changes: ReadonlyMap<RecordId, EpisodeRecord | null>;
  readonly size: number;

  constructor(base: Records, changes: ReadonlyMap<RecordId, EpisodeRecord | null>) {
    this.base = base;
    this.changes = changes;
    let size = base.size;
    for (const [id, record] of changes) size += Number(record !== null) - Number(base.has(id));
    this.size = size;
  }

  get(id: RecordId): EpisodeRecord | undefined {
    const changed = this.changes.get(id);
    return changed === undefined ? this.base.get(id) : (changed ?? undefined);
  }

  has(id: RecordId): boolean {
    return this.get(id) !== undefined;
  }

  *entries(): MapIterator<[RecordId, EpisodeRecord]> {
    for (const entry of this.base) {
      const changed = this.changes.get(entry[0]);
      if (changed === undefined) yield entry;
      else if (changed !== null) yield [entry[0], changed];
    }
    for (const [id, record] of this.changes) if (record !== null && !this.base.has(id)) yield [id, record];
  }

  *keys(): MapIterator<RecordId> {
    for (const [id] of this.entries()) yield id;
  }

  *values(): MapIterator<EpisodeRecord> {
    for (const [, record] of this.entries()) yield record;
  }

  [Symbol.iterator](): MapIterator<[RecordId, EpisodeRecord]> {
    return this.entries();
  }

  forEach(visit: (record: EpisodeRecord, id: RecordId, records: Records) => void): void {
    for (const [id, record] of this.entries()) visit(record, id, this);
  }
}
