import type { RecordId } from '../ids.ts';
import type { RecordsDiff } from './diff.ts';
import { buildIndex, type DocumentIndex, updateIndex } from './document-index.ts';
import { recordsAfter } from './record-map.ts';
import { freezeRecord } from './record-values.ts';
import {
  type Block,
  type Clip,
  EPISODE_RECORD_ID,
  type EpisodeRecord,
  type EpisodeSettings,
  type Line,
  type Marker,
  type Speaker,
  type Track,
} from './records.ts';

/** One episode. Immutable: an edit makes a new map. Its records are frozen. */
export interface EpisodeDocument {
  readonly records: ReadonlyMap<RecordId, EpisodeRecord>;
}

/** Freezes the records. Throws a plain Error when two have the same id: one would be lost without a word. */
export function documentOf(records: Iterable<EpisodeRecord>): EpisodeDocument {
  const byId = new Map<RecordId, EpisodeRecord>();
  for (const record of records) {
    if (byId.has(record.id)) throw new Error(`Two records have the id ${record.id}`);
    byId.set(record.id, freezeRecord(record));
  }
  return { records: byId };
}

/** Computed once per document, and carried over by {@link withChanges}. */
const indexes = new WeakMap<EpisodeDocument, DocumentIndex>();

function indexOf(document: EpisodeDocument): DocumentIndex {
  let index = indexes.get(document);
  if (!index) {
    index = buildIndex(document.records.values());
    indexes.set(document, index);
  }
  return index;
}

/** The document after a diff that fits it; the one way a document follows from another. */
export function withChanges(document: EpisodeDocument, diff: RecordsDiff): EpisodeDocument {
  const leaving = [...diff.removed, ...diff.updated.map(([from]) => from)];
  const arriving = [...diff.added, ...diff.updated.map(([, to]) => to)];
  const records = recordsAfter(document.records, [
    ...diff.removed.map(({ id }) => [id, null] as const),
    ...arriving.map((record) => [record.id, freezeRecord(record)] as const),
  ]);
  const next: EpisodeDocument = { records };
  indexes.set(next, updateIndex(indexOf(document), leaving, arriving));
  return next;
}

/** The blocks in reading order. */
export function blocksOf(document: EpisodeDocument): readonly Block[] {
  return indexOf(document).blocks;
}

/** Throws a plain Error: an episode without its settings cannot have been made by any command. */
export function settingsOf(document: EpisodeDocument): EpisodeSettings {
  const record = document.records.get(EPISODE_RECORD_ID);
  if (record?.type !== 'episode') throw new Error('The episode has no settings record');
  return record;
}

/** The cast, in cast order. */
export function speakersOf(document: EpisodeDocument): readonly Speaker[] {
  return indexOf(document).speakers;
}

/** The tracks, top to bottom. */
export function tracksOf(document: EpisodeDocument): readonly Track[] {
  return indexOf(document).tracks;
}

/** The sounds beside the sequence, by id. */
export function clipsOf(document: EpisodeDocument): readonly Clip[] {
  return indexOf(document).clips;
}

/** By id. */
export function markersOf(document: EpisodeDocument): readonly Marker[] {
  return indexOf(document).markers;
}

/** Who reads what names nobody: the first cast member called NARRATOR, else the first of the cast, else undefined (the default voice). */
export function narratorOf(document: EpisodeDocument): Speaker | undefined {
  const speakers = speakersOf(document);
  return speakers.find((speaker) => speaker.name.toUpperCase() === 'NARRATOR') ?? speakers[0];
}

export function speakerOf(document: EpisodeDocument, line: Pick<Line, 'speakerId'>): Speaker | undefined {
  if (line.speakerId === null) return narratorOf(document);
  const record = document.records.get(line.speakerId);
  return record?.type === 'speaker' ? record : undefined;
}
