/** Named states of an episode, kept whole. */
import { applyDiff, diffOf, isEmptyDiff } from '#shared/document/diff.ts';
import { documentOf, type EpisodeDocument } from '#shared/document/episode-document.ts';
import { checkInvariants } from '#shared/document/invariants.ts';
import { EpisodeRecord } from '#shared/document/records.ts';
import { AppError } from '#shared/errors.ts';
import type { EpisodeId } from '#shared/ids.ts';
import type { ReadableDb } from './database.ts';
import { type EditOutcome, editEpisode } from './edit-episode.ts';
import { type EpisodeRow, episodeRow } from './episode-rows.ts';
import { pushEntry } from './history-store.ts';
import type { Library } from './library.ts';
import { documentAt } from './open-documents.ts';

export interface Snapshot {
  readonly id: string;
  readonly name: string;
  /** Of the episode when it was made. */
  readonly revision: number;
  readonly createdAtMs: number;
}

const LONGEST_NAME = 200;

/** Throws AppError `not-found`, and `invalid-input` for a name that is empty or too long. */
export function makeSnapshot(library: Library, id: EpisodeId, name: string): Snapshot {
  const { db, ports } = library;
  const trimmed = name.trim();
  if (trimmed === '' || trimmed.length > LONGEST_NAME) {
    throw new AppError({
      code: 'invalid-input',
      message: `A snapshot needs a name of 1 to ${LONGEST_NAME} characters.`,
    });
  }
  return db.transaction(() => {
    const row = episodeRow(db, id);
    const records = JSON.stringify([...documentAt(db, row).records.values()]);
    const snapshot = { id: ports.newId(), name: trimmed, revision: row.revision, createdAtMs: ports.nowMs() };
    db.run(
      `INSERT INTO snapshot (id, episode_number, name, revision, records_json, created_at_ms)
       VALUES ($id, $episode, $name, $revision, $records, $createdAtMs)`,
      { ...snapshot, episode: row.number, records },
    );
    return snapshot;
  });
}

/** Newest first. Throws AppError `not-found`. */
export function listSnapshots(db: ReadableDb, id: EpisodeId): readonly Snapshot[] {
  return db.all<Snapshot>(
    `SELECT id, name, revision, created_at_ms AS createdAtMs FROM snapshot
     WHERE episode_number = $episode ORDER BY number DESC`,
    { episode: episodeRow(db, id).number },
  );
}

/**
 * Makes the episode what it was, as one edit that can be undone. Takes that were spoken since stay among the takes of
 * their lines. Throws AppError `not-found`, `conflict`, and `library-damaged` for a snapshot that cannot be read.
 */
export function restoreSnapshot(
  library: Library,
  id: EpisodeId,
  snapshotId: string,
  options: { readonly baseRevision?: number } = {},
): EditOutcome {
  return editEpisode(library.db, id, options, ({ db, row, document }) => {
    const { name, document: then } = readSnapshot(db, row, snapshotId);
    const ids = new Set([...document.records.keys(), ...then.records.keys()]);
    const changes = Array.from(ids, (recordId) => ({
      from: document.records.get(recordId) ?? null,
      to: then.records.get(recordId) ?? null,
    }));
    const edit = applyDiff(document, diffOf(changes));
    if (!isEmptyDiff(edit.diff)) {
      const label = { kind: 'snapshot.restore', subject: name } as const;
      pushEntry(db, row, { label, diff: edit.diff, createdAtMs: library.ports.nowMs() });
    }
    return edit;
  });
}

function readSnapshot(
  db: ReadableDb,
  row: EpisodeRow,
  snapshotId: string,
): { readonly name: string; readonly document: EpisodeDocument } {
  const stored = db.get<{ name: string; records_json: string }>(
    'SELECT name, records_json FROM snapshot WHERE episode_number = $episode AND id = $snapshotId',
    { episode: row.number, snapshotId },
  );
  if (!stored) {
    throw new AppError({
      code: 'not-found',
      message: `The episode "${row.title}" has no snapshot "${snapshotId}".`,
      details: { episodeId: row.id, snapshotId },
    });
  }
  try {
    const records: unknown = JSON.parse(stored.records_json);
    EpisodeRecord.array().parse(records);
    const document = documentOf(records as EpisodeRecord[]);
    checkInvariants(document);
    return { name: stored.name, document };
  } catch (cause) {
    throw new AppError({
      code: 'library-damaged',
      message: `The snapshot "${stored.name}" of the episode "${row.title}" cannot be read. Nothing was changed.`,
      details: { episodeId: row.id, snapshotId },
      cause,
    });
  }
}
