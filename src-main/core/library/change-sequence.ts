/**
 * How many changes a library has seen, kept twice: in the database, in the transaction that makes the change, and in
 * a small file beside it. SQLite opens a database whose log (`library.sqlite-wal`) was removed or cut short without a
 * word, and the last changes are gone; the file beside it remembers that there were more.
 */
import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Log } from '../ports.ts';
import type { OpenDatabase, ReadableDb } from './database.ts';
import { errnoOf, storageError } from './storage-error.ts';

const FILE_NAME = 'changes.txt';
const DIGITS = 16;

export function changeSequencePath(home: string): string {
  return join(home, FILE_NAME);
}

/** False for a library from before changes were counted. */
export function hasChangeSequence(db: ReadableDb): boolean {
  return db.get("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'change_sequence'") !== undefined;
}

/** 0 for a library from before changes were counted. */
export function storedSequence(db: ReadableDb): number {
  if (!hasChangeSequence(db)) return 0;
  return db.get<{ value: number }>('SELECT value FROM change_sequence')?.value ?? 0;
}

/** What the file beside the database says; null when there is none, or none that can be understood. */
export function notedSequence(home: string): number | null {
  try {
    const text = readFileSync(changeSequencePath(home), 'utf8').trim();
    return /^\d{1,16}$/.test(text) ? Number(text) : null;
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return null;
    throw storageError(error, changeSequencePath(home), 'read');
  }
}

export interface ChangeSequence {
  close(): void;
}

/**
 * Counts from now on. The file is not flushed at each change, which would double the cost of an edit: a power cut may
 * leave it behind the database, which is harmless, but never ahead of it.
 */
export function countChanges(database: OpenDatabase, home: string, log: Log): ChangeSequence {
  const path = changeSequencePath(home);
  const noted = notedSequence(home) ?? 0;
  // After a loss, counting goes on from where it was: a number never stands for two different states.
  if (noted > storedSequence(database)) database.run('UPDATE change_sequence SET value = $noted', { noted });
  let file: number;
  try {
    file = openSync(path, 'a+');
    closeSync(file);
    file = openSync(path, 'r+');
  } catch (error) {
    throw storageError(error, path, 'write');
  }
  let isReported = false;
  const note = (sequence: number): void => {
    try {
      writeSync(file, `${String(sequence).padStart(DIGITS, '0')}\n`, 0);
    } catch (error) {
      // The change itself is saved, and must not be reported as failed.
      if (!isReported) log.warn('the count of changes could not be noted', { path, reason: String(error) });
      isReported = true;
    }
  };
  note(storedSequence(database));
  database.countChanges(note);
  return { close: () => closeSync(file) };
}
