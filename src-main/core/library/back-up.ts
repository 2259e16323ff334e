/** When a library is copied: on demand, and once a day where something changed. */
import { AppError } from '#shared/errors.ts';
import { type Backup, type BackupOptions, listBackups, writeBackup } from './backups.ts';
import { storedSequence } from './change-sequence.ts';
import { databaseOf, type Library, runBeside } from './library.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** Throws as {@link writeBackup}. */
export function backUp(library: Library, options: Omit<BackupOptions, 'beforeVersion'> = {}): Promise<Backup> {
  return writeBackup(databaseOf(library), library.folders.backups, options);
}

/** null when the last backup is younger than a day, or nothing has changed since it. */
export async function backUpWhenDue(library: Library): Promise<Backup | null> {
  const change = storedSequence(library.db);
  const [last] = await listBackups(library.folders.backups);
  if (change === (last?.change ?? 0)) return null;
  const ageMs = last ? library.ports.nowMs() - last.createdAtMs : DAY_MS;
  // A clock that was put back must not keep backups away.
  if (ageMs >= 0 && ageMs < DAY_MS) return null;
  return backUp(library);
}

/** Beside everything else; a failure is a notice of the library, because nobody waits for it. */
export function keepBackedUp(library: Library): void {
  runBeside(library, 'the daily backup', async () => {
    try {
      await backUpWhenDue(library);
    } catch (error) {
      if (error instanceof AppError) {
        library.notices.push({
          kind: 'backup-failed',
          message: `The daily backup could not be made. ${error.message}`,
        });
      }
      throw error;
    }
  });
}
