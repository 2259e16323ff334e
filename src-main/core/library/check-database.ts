import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import Database from 'better-sqlite3';
import type { CheckAnswer } from './check-database-worker.ts';
import { databaseError } from './database-error.ts';

/**
 * Reads the whole of a database that nobody has open and answers what is wrong with it, in SQLite's words; nothing
 * when it is sound. Leaves the file without a log beside it. For copies only: it is opened for writing.
 * Throws `disk-full`, `file-unwritable`, `file-unreadable`.
 */
export async function checkDatabaseCopy(path: string): Promise<readonly string[]> {
  // From the sources under Node, and beside the built program under Electron.
  const file = import.meta.url.endsWith('.ts') ? './check-database-worker.ts' : './check-database-worker.js';
  const worker = new Worker(new URL(file, import.meta.url), { workerData: { path }, execArgv: [] });
  try {
    const [answer] = (await once(worker, 'message')) as [CheckAnswer];
    if ('problems' in answer) return answer.problems;
    throw databaseError(new Database.SqliteError(answer.message, answer.code), path);
  } finally {
    await worker.terminate();
  }
}
