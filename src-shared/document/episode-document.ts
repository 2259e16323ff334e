import type { RecordId } from '../ids.ts';
import {
  type Block,
  EPISODE_RECORD_ID,
  type EpisodeRecord,
  type EpisodeSettings,
  isBlock,
  type Line,
  type Speaker,
  type Track,
} from './records.ts';

/**
 * One episode. Immutable: an edit makes a new map. Records are frozen in development, so that writing to one
 * fails where it happens and not a day later.
 */
export interface EpisodeDocument {
  readonly records: ReadonlyMap<RecordId, EpisodeRecord>;
}

/** Fractional index keys compare as plain code units, never by locale. */
export function compareOrder(
  a: { readonly order: string; readonly id: string },
  b: { readonly order: string; readonly id: string },
): number {
  if (a.order !== b.order) return a.order < b.order ? -1 : 1;
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

export function documentOf(records: Iterable<EpisodeRecord>): EpisodeDocument {
  return { records: new Map(Array.from(records, (record) => [record.id, record])) };
}

const blockCache = new WeakMap<EpisodeDocument, readonly Block[]>();

/** The blocks in reading order. Computed once per document. */
export function blocksOf(document: EpisodeDocument): readonly Block[] {
  let blocks = blockCache.get(document);
  if (!blocks) {
    blocks = [...document.records.values()].filter(isBlock).sort(compareOrder);
    blockCache.set(document, blocks);
  }
  return blocks;
}

/** Throws a plain Error: an episode without its settings cannot have been made by any command. */
export function settingsOf(document: EpisodeDocument): EpisodeSettings {
  const record = document.records.get(EPISODE_RECORD_ID);
  if (record?.type !== 'episode') throw new Error('The episode has no settings record');
  return record;
}

/** The cast, in cast order. */
export function speakersOf(document: EpisodeDocument): readonly Speaker[] {
  return [...document.records.values()].filter((record) => record.type === 'speaker').sort(compareOrder);
}

/** The tracks, top to bottom. */
export function tracksOf(document: EpisodeDocument): readonly Track[] {
  return [...document.records.values()].filter((record) => record.type === 'track').sort(compareOrder);
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
