import { rm } from 'node:fs/promises';

/** A copy that is not wanted, with what SQLite may have left beside it. */
export async function removeDatabaseCopy(path: string): Promise<void> {
  for (const suffix of ['', '-wal', '-shm', '-journal']) await rm(`${path}${suffix}`, { force: true });
}
