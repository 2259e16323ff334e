/** Rows of an episode's history: what can be undone and redone, and the gesture that is still going on. */
import { isEmptyDiff, type RecordsDiff } from '#shared/document/diff.ts';
import { AppError } from '#shared/errors.ts';
import type { EditLabel } from '#shared/messages/edit-label.ts';
import type { ReadableDb, WritableDb } from './database.ts';
import type { EpisodeRow } from './episode-rows.ts';

export interface NewEntry {
  readonly label: EditLabel;
  readonly diff: RecordsDiff;
  readonly createdAtMs: number;
}

export interface OpenGesture extends NewEntry {
  readonly gesture: string;
}

interface StoredDiffRow {
  readonly label_json: string;
  readonly diff_json: string;
  readonly created_at_ms: number;
}

type Episode = Pick<EpisodeRow, 'number' | 'id'>;

/** Puts an entry on top of those that hold. What could have been redone cannot be any more. */
export function pushEntry(db: WritableDb, { number }: Episode, entry: NewEntry): void {
  db.run(
    `DELETE FROM history_entry WHERE episode_number = $number
       AND position > (SELECT history_position FROM episode WHERE number = $number)`,
    { number },
  );
  db.run('UPDATE episode SET history_position = history_position + 1 WHERE number = $number', { number });
  db.run(
    `INSERT INTO history_entry (episode_number, position, label_json, diff_json, created_at_ms)
     SELECT number, history_position, $label, $diff, $createdAtMs FROM episode WHERE number = $number`,
    { number, ...columnsOf(entry) },
  );
}

export function entryDiff(db: ReadableDb, episode: Episode, position: number): RecordsDiff {
  const row = db.get<{ diff_json: string }>(
    'SELECT diff_json FROM history_entry WHERE episode_number = $number AND position = $position',
    { number: episode.number, position },
  );
  if (!row) throw new Error(`Episode ${episode.id} has no history entry ${position}`);
  return parse<RecordsDiff>(row.diff_json, episode);
}

/** null: there is no such entry. */
export function entryLabel(db: ReadableDb, episode: Episode, position: number): EditLabel | null {
  const row = db.get<{ label_json: string }>(
    'SELECT label_json FROM history_entry WHERE episode_number = $number AND position = $position',
    { number: episode.number, position },
  );
  return row ? parse<EditLabel>(row.label_json, episode) : null;
}

/** The edit as it was really made the last time it was undone or redone. */
export function replaceEntryDiff(db: WritableDb, { number }: Episode, position: number, diff: RecordsDiff): void {
  db.run('UPDATE history_entry SET diff_json = $diff WHERE episode_number = $number AND position = $position', {
    number,
    position,
    diff: JSON.stringify(diff),
  });
}

export function setHistoryPosition(db: WritableDb, { number }: Episode, position: number): void {
  db.run('UPDATE episode SET history_position = $position WHERE number = $number', { number, position });
}

export function entryCount(db: ReadableDb, { number }: Episode): number {
  return db.get<{ count: number }>(
    'SELECT coalesce(max(position), 0) AS count FROM history_entry WHERE episode_number = $number',
    { number },
  )!.count;
}

export interface EntryRow {
  readonly position: number;
  readonly label: EditLabel;
  readonly createdAtMs: number;
}

/** Oldest first. */
export function entryRows(db: ReadableDb, episode: Episode): readonly EntryRow[] {
  return db
    .all<{ position: number; label_json: string; created_at_ms: number }>(
      `SELECT position, label_json, created_at_ms FROM history_entry
       WHERE episode_number = $number ORDER BY position`,
      { number: episode.number },
    )
    .map((row) => ({
      position: row.position,
      label: parse<EditLabel>(row.label_json, episode),
      createdAtMs: row.created_at_ms,
    }));
}

export function openGesture(db: ReadableDb, episode: Episode): OpenGesture | undefined {
  const row = db.get<StoredDiffRow & { gesture: string }>(
    'SELECT gesture, label_json, diff_json, created_at_ms FROM open_gesture WHERE episode_number = $number',
    { number: episode.number },
  );
  return (
    row && {
      gesture: row.gesture,
      label: parse<EditLabel>(row.label_json, episode),
      diff: parse<RecordsDiff>(row.diff_json, episode),
      createdAtMs: row.created_at_ms,
    }
  );
}

/** Begun since the library was opened, by episode. What an earlier run left is over, whatever it was called. */
const begun = new WeakMap<ReadableDb, Set<number>>();

/** The gesture of that name, when it is the one that is going on. */
export function gestureNamed(db: ReadableDb, episode: Episode, gesture: string): OpenGesture | undefined {
  const open = openGesture(db, episode);
  return open?.gesture === gesture && begun.get(db)?.has(episode.number) ? open : undefined;
}

export function putGesture(db: WritableDb, { number }: Episode, { gesture, ...entry }: OpenGesture): void {
  db.run(
    `INSERT INTO open_gesture (episode_number, gesture, label_json, diff_json, created_at_ms)
     VALUES ($number, $gesture, $label, $diff, $createdAtMs)
     ON CONFLICT (episode_number) DO UPDATE SET label_json = excluded.label_json, diff_json = excluded.diff_json`,
    { number, gesture, ...columnsOf(entry) },
  );
  begun.set(db, (begun.get(db) ?? new Set()).add(number));
}

export function removeGesture(db: WritableDb, { number }: Episode): void {
  db.run('DELETE FROM open_gesture WHERE episode_number = $number', { number });
}

/** Makes a gesture one entry, or none where nothing is left of what it did. */
export function closeGesture(db: WritableDb, episode: Episode, open: OpenGesture): void {
  removeGesture(db, episode);
  if (!isEmptyDiff(open.diff)) pushEntry(db, episode, open);
}

function columnsOf({ label, diff, createdAtMs }: NewEntry) {
  return { label: JSON.stringify(label), diff: JSON.stringify(diff), createdAtMs };
}

function parse<Value>(json: string, episode: Episode): Value {
  try {
    return JSON.parse(json) as Value;
  } catch (cause) {
    throw new AppError({
      code: 'library-damaged',
      message: `A part of the history of episode "${episode.id}" cannot be read, so it cannot be undone. The episode itself is not affected.`,
      details: { episodeId: episode.id },
      cause,
    });
  }
}
