/** Episodes that are being worked on, kept in memory: an edit of a 10,000-line episode must not read 10,000 rows. */
import type { EpisodeDocument } from '#shared/document/episode-document.ts';
import type { EpisodeId } from '#shared/ids.ts';
import type { ReadableDb } from './database.ts';
import { type EpisodeRow, readDocument } from './episode-rows.ts';

interface KeptDocument {
  readonly revision: number;
  readonly document: EpisodeDocument;
}

/** Someone works on one or two at a time; a document of 10,000 lines takes about ten megabytes. */
const MOST_DOCUMENTS = 4;

/** By library and episode, the one used last at the end. */
const kept = new WeakMap<ReadableDb, Map<EpisodeId, KeptDocument>>();

/**
 * The document at the row's revision. What is remembered of another revision (a transaction around the edit may have
 * been rolled back) is read again.
 */
export function documentAt(db: ReadableDb, row: EpisodeRow): EpisodeDocument {
  const known = kept.get(db)?.get(row.id);
  const document = known?.revision === row.revision ? known.document : readDocument(db, row);
  keepDocument(db, row.id, row.revision, document);
  return document;
}

/** For an episode that is made: an id may have been used before in a transaction that was rolled back. */
export function forgetDocument(db: ReadableDb, id: EpisodeId): void {
  kept.get(db)?.delete(id);
}

export function keepDocument(db: ReadableDb, id: EpisodeId, revision: number, document: EpisodeDocument): void {
  const documents = kept.get(db) ?? new Map<EpisodeId, KeptDocument>();
  kept.set(db, documents);
  documents.delete(id);
  documents.set(id, { revision, document });
  for (const oldest of documents.keys()) {
    if (documents.size <= MOST_DOCUMENTS) break;
    documents.delete(oldest);
  }
}
