/** Going back to a backup: the library that is there is set aside, and nothing that was spoken is lost. */
import { existsSync } from 'node:fs';
import { copyFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError, throwIfCancelled } from '#shared/errors.ts';
import type { AssetId } from '#shared/ids.ts';
import type { OnProgress } from '../ports.ts';
import { adoptMedia } from './adopt-media.ts';
import { copyAside } from './aside.ts';
import { type Backup, listBackups } from './backups.ts';
import { changeSequencePath } from './change-sequence.ts';
import { checkDatabaseCopy } from './check-database.ts';
import { closeLibrary, foldersOf, libraryPath, type OpenLibraryOptions, openLibrary } from './library.ts';
import { lockLibrary } from './library-lock.ts';
import { checkLibraryFile } from './migrate.ts';
import { MIGRATIONS } from './migrations/migrations.ts';
import { removeDatabaseCopy } from './remove-database.ts';
import { makeFolder, newTemporaryPath, publishFile } from './safe-file.ts';
import { type Salvage, salvageRows } from './salvage-rows.ts';
import { storageError } from './storage-error.ts';

export interface RestoreOptions extends OpenLibraryOptions {
  /** A backup's name; absent: the newest that is sound. */
  readonly backup?: string;
  readonly signal?: AbortSignal;
  readonly onProgress?: OnProgress;
}

export interface RestoreReport {
  readonly backup: Backup;
  /** Newer backups that were passed over because they are damaged. */
  readonly damagedBackups: readonly string[];
  /** Where the library that was there is now; null where there was none. */
  readonly aside: string | null;
  /** Taken over from it. */
  readonly salvaged: Salvage;
  /** Sounds that were found by their files alone. */
  readonly adopted: readonly AssetId[];
  /** Media files without a row that do not hold what they are named by. */
  readonly altered: readonly string[];
}

/**
 * Puts a backup in the library's place; the library must be closed. Throws `library-locked`, `not-found` (no such
 * backup), `library-damaged` (the backup is, or all are), `library-newer`, `disk-full`, Cancelled: then the library
 * is as it was.
 */
export async function restoreLibrary(options: RestoreOptions): Promise<RestoreReport> {
  const { home, ports, program = 'Lectern', migrations = MIGRATIONS, signal } = options;
  const path = libraryPath(home);
  await makeFolder(home);
  const lock = await lockLibrary(home, program, ports.nowMs());
  let chosen: ChosenBackup;
  let aside: string | null;
  try {
    chosen = await chooseBackup(home, options.backup, migrations.length, signal);
    try {
      aside = existsSync(path) ? await copyAside(home, [path, `${path}-wal`, changeSequencePath(home)]) : null;
      throwIfCancelled(signal);
    } catch (error) {
      await removeDatabaseCopy(chosen.copy);
      throw error;
    }
    // In this order: a log that outlived its database would be written into the next one.
    for (const suffix of ['-wal', '-shm']) await rm(`${path}${suffix}`, { force: true });
    await publishFile(chosen.copy, path);
    await rm(changeSequencePath(home), { force: true });
  } finally {
    await lock.release();
  }
  const library = await openLibrary(options);
  try {
    const salvaged =
      aside === null
        ? { sounds: 0, answers: 0, takes: 0, clips: 0, unreadable: 0 }
        : await salvageRows(library, join(aside, 'library.sqlite'));
    const adoption = await adoptMedia(library, options);
    return { backup: chosen.backup, damagedBackups: chosen.damaged, aside, salvaged, ...adoption };
  } finally {
    await closeLibrary(library);
  }
}

interface ChosenBackup {
  readonly backup: Backup;
  /** A checked copy with a temporary name beside the library. */
  readonly copy: string;
  readonly damaged: readonly string[];
}

async function chooseBackup(
  home: string,
  name: string | undefined,
  newest: number,
  signal: AbortSignal | undefined,
): Promise<ChosenBackup> {
  const backups = await listBackups(foldersOf(home).backups);
  const candidates = name === undefined ? backups : backups.filter((backup) => backup.name === name);
  if (candidates.length === 0) throw noBackup(home, name, backups);
  const damaged: string[] = [];
  for (const backup of candidates) {
    throwIfCancelled(signal);
    const copy = newTemporaryPath(libraryPath(home));
    try {
      await copyFile(backup.path, copy).catch((error: unknown) => {
        throw storageError(error, copy, 'write');
      });
      await checkLibraryFile(copy, newest);
      const problems = await checkDatabaseCopy(copy);
      if (problems.length === 0) return { backup, copy, damaged };
    } catch (error) {
      await removeDatabaseCopy(copy);
      if (!(error instanceof AppError && error.code === 'library-damaged')) throw error;
    }
    await removeDatabaseCopy(copy);
    damaged.push(backup.name);
  }
  throw new AppError({
    code: 'library-damaged',
    message: `${damaged.length === 1 ? 'The backup' : 'Every backup'} is damaged: ${damaged.join(', ')}. The library was left as it is. "lectern library backup --list" shows what else there is.`,
    details: { damagedBackups: damaged },
  });
}

function noBackup(home: string, name: string | undefined, backups: readonly Backup[]): AppError {
  const there =
    backups.length === 0 ? 'There are no backups' : `There are: ${backups.map((backup) => backup.name).join(', ')}`;
  return new AppError({
    code: 'not-found',
    message: name === undefined ? `The library ${home} has no backups.` : `There is no backup "${name}". ${there}.`,
    details: { backups: backups.map((backup) => backup.name) },
  });
}
