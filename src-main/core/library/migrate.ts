/** Brings a library's tables to what this program knows, one numbered step at a time. */
import { open } from 'node:fs/promises';
import { AppError } from '#shared/errors.ts';
import { writeBackup } from './backups.ts';
import type { OpenDatabase } from './database.ts';
import { damagedLibrary } from './database-error.ts';
import { errnoOf, storageError } from './storage-error.ts';

/** One step. A step that has been released never changes: what comes later is the next step. */
export interface Migration {
  readonly sql: string;
}

/** Written into the file's header, so that another program's database is not taken for ours: 'LCTN'. */
export const APPLICATION_ID = 0x4c43544e;

/**
 * Refuses what cannot be a library of this program, from the file's header alone: opening it would already write
 * beside it. Throws `library-newer` and `library-damaged`; a file that does not exist, or is empty, passes.
 */
export async function checkLibraryFile(path: string, newest: number): Promise<void> {
  const header = await readHeader(path);
  if (header.length === 0) return;
  if (header.length < 100 || header.toString('latin1', 0, 16) !== 'SQLite format 3\0') {
    throw damagedLibrary(path, 'it does not begin like a database');
  }
  // Offsets from SQLite's file format, "The Database Header".
  checkVersion(path, header.readUInt32BE(60), header.readUInt32BE(68), newest);
}

function checkVersion(path: string, version: number, applicationId: number, newest: number): void {
  // Before the first step has been written back from the log, both are still 0.
  if (version === 0 && applicationId === 0) return;
  if (applicationId !== APPLICATION_ID) throw damagedLibrary(path, 'it is the database of another program');
  if (version <= newest) return;
  throw new AppError({
    code: 'library-newer',
    message: `The library ${path} was written by a newer Lectern (its version is ${version}, this program knows ${newest}). It was not touched. Update Lectern, or choose another library.`,
    details: { path, version, newest },
  });
}

async function readHeader(path: string): Promise<Buffer> {
  try {
    const file = await open(path, 'r');
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(100), 0, 100, 0);
      return buffer.subarray(0, bytesRead);
    } finally {
      await file.close();
    }
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return Buffer.alloc(0);
    throw storageError(error, path, 'read');
  }
}

/**
 * Runs the steps the library lacks, each in a transaction of its own, after a copy of the library as it was has
 * been put into `backupFolder`. Throws `library-newer` when the log, unlike the header, holds a newer version.
 */
export async function migrate(
  database: OpenDatabase,
  migrations: readonly Migration[],
  backupFolder: string,
): Promise<void> {
  const version = Number(database.pragma('user_version'));
  checkVersion(database.path, version, Number(database.pragma('application_id')), migrations.length);
  if (version === migrations.length) return;
  if (version > 0) await writeBackup(database, backupFolder, { beforeVersion: version + 1 });
  for (const [index, migration] of migrations.entries()) {
    if (index >= version) applyStep(database, migration, index + 1);
  }
}

function applyStep(database: OpenDatabase, migration: Migration, version: number): void {
  database.transaction(() => {
    database.execute(migration.sql);
    database.setPragma('application_id', APPLICATION_ID);
    database.setPragma('user_version', version);
  });
}
