/** Runs beside the program: checking a large database takes seconds, and the studio must not stand still for them. */
import { parentPort, workerData } from 'node:worker_threads';
import Database from 'better-sqlite3';

/** A damaged database can have a problem on every page. */
const MOST_PROBLEMS = 100;

const { path } = workerData as { readonly path: string };
parentPort?.postMessage(check(path));

/** What is wrong with the file, or why it could not be looked at: a full disk is no damage. */
export type CheckAnswer =
  | { readonly problems: readonly string[] }
  | { readonly code: string; readonly message: string };

function check(file: string): CheckAnswer {
  let connection: Database.Database | undefined;
  try {
    connection = new Database(file, { fileMustExist: true, timeout: 0 });
    // A copy is one file: with a log of its own, half of it could be lost.
    connection.pragma('journal_mode = DELETE');
    const rows = connection.pragma(`integrity_check(${MOST_PROBLEMS})`) as { integrity_check: string }[];
    return { problems: rows.map((row) => row.integrity_check).filter((line) => line !== 'ok') };
  } catch (error) {
    if (!(error instanceof Database.SqliteError)) throw error;
    const { code, message } = error;
    // Heavy damage makes the check itself fail.
    return code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB' ? { problems: [message] } : { code, message };
  } finally {
    connection?.close();
  }
}
