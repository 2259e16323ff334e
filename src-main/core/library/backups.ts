/**
 * Copies of the database, whole and checked. Order comes from the number in the name and never from the clock. The
 * name also says at which change of the library the copy was made, so that an unchanged library is not copied again.
 */
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { throwIfCancelled } from '#shared/errors.ts';
import type { OnProgress } from '../ports.ts';
import { storedSequence } from './change-sequence.ts';
import { checkDatabaseCopy } from './check-database.ts';
import type { OpenDatabase } from './database.ts';
import { damagedLibrary } from './database-error.ts';
import { removeDatabaseCopy } from './remove-database.ts';
import { makeFolder, newTemporaryPath, publishFile } from './safe-file.ts';
import { errnoOf, storageError } from './storage-error.ts';

export interface Backup {
  readonly name: string;
  readonly path: string;
  /** 1 is the first backup ever made of this library. */
  readonly sequence: number;
  /** How many changes the library had seen. */
  readonly change: number;
  /** Made before the library was brought to this version; such copies are not rotated away. */
  readonly beforeVersion?: number;
  readonly byteLength: number;
  /** For people. */
  readonly createdAtMs: number;
}

/** Of those that are not made before a migration. */
export const BACKUPS_KEPT = 10;

const NAME = /^backup-(\d{6,})-change-(\d+)(?:-before-version-(\d+))?\.sqlite$/;
/** As the first Lectern named them; the oldest of all. */
const FIRST_NAME = /^before-version-(\d+)\.sqlite$/;

/** Newest first. A folder that is not there holds none. Throws `file-unreadable`. */
export async function listBackups(folder: string): Promise<readonly Backup[]> {
  let names: readonly string[];
  try {
    names = await readdir(folder);
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return [];
    throw storageError(error, folder, 'read');
  }
  const backups: Backup[] = [];
  for (const name of names) {
    const parts = partsOf(name);
    if (!parts) continue;
    const path = join(folder, name);
    const { size, mtimeMs } = await stat(path).catch((error: unknown) => {
      throw storageError(error, path, 'read');
    });
    backups.push({ ...parts, name, path, byteLength: size, createdAtMs: Math.round(mtimeMs) });
  }
  return backups.sort((a, b) => b.sequence - a.sequence || (b.beforeVersion ?? 0) - (a.beforeVersion ?? 0));
}

function partsOf(name: string): Pick<Backup, 'sequence' | 'change' | 'beforeVersion'> | null {
  const first = FIRST_NAME.exec(name);
  if (first) return { sequence: 0, change: 0, beforeVersion: Number(first[1]) };
  const match = NAME.exec(name);
  if (!match) return null;
  return {
    sequence: Number(match[1]),
    change: Number(match[2]),
    ...(match[3] === undefined ? {} : { beforeVersion: Number(match[3]) }),
  };
}

export interface BackupOptions {
  readonly beforeVersion?: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: OnProgress;
}

/**
 * Copies the database while it is in use, reads the copy through, gives it its name, and removes the oldest beyond
 * {@link BACKUPS_KEPT}. Throws `library-damaged` when the copy shows damage (then all older copies stay), `disk-full`,
 * `file-unwritable`, Cancelled; nothing half-made is left.
 */
export async function writeBackup(
  database: OpenDatabase,
  folder: string,
  options: BackupOptions = {},
): Promise<Backup> {
  await makeFolder(folder);
  const before = await listBackups(folder);
  const sequence = (before[0]?.sequence ?? 0) + 1;
  const suffix = options.beforeVersion === undefined ? '' : `-before-version-${options.beforeVersion}`;
  // Taken first: what changes while it is copied may or may not be in the copy.
  const name = `backup-${String(sequence).padStart(6, '0')}-change-${storedSequence(database)}${suffix}.sqlite`;
  const path = join(folder, name);
  const temporaryPath = newTemporaryPath(path);
  try {
    await database.copyTo(temporaryPath, (done, total) => {
      throwIfCancelled(options.signal);
      options.onProgress?.({ stage: 'copy', done, total });
    });
    const problems = await checkDatabaseCopy(temporaryPath);
    if (problems.length > 0) throw damagedLibrary(database.path, problems[0] ?? '');
    throwIfCancelled(options.signal);
    await publishFile(temporaryPath, path);
  } catch (error) {
    await removeDatabaseCopy(temporaryPath);
    throw error;
  }
  const backups = await listBackups(folder);
  const rotating = backups.filter(({ beforeVersion }) => beforeVersion === undefined);
  for (const old of rotating.slice(BACKUPS_KEPT)) {
    await rm(old.path, { force: true }).catch((error: unknown) => {
      throw storageError(error, old.path, 'write');
    });
  }
  return backups.find((backup) => backup.path === path)!;
}
