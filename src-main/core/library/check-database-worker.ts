/** Runs beside the program: checking a large database takes seconds, and the studio must not stand still for them. */
import { parentPort, workerData } from 'node:worker_threads';
import Database from 'better-sqlite3';

/** A damaged database can have a problem on every page. */
const MOST_PROBLEMS = 100;

const { path } = workerData as { readonly path: string };
parentPort?.postMessage(problemsOf(path));

function problemsOf(file: string): readonly string[] {
  let connection: Database.Database | undefined;
  try {
    connection = new Database(file, { fileMustExist: true });
    // A copy is one file: with a log of its own, half of it could be lost.
    connection.pragma('journal_mode = DELETE');
    const rows = connection.pragma(`integrity_check(${MOST_PROBLEMS})`) as { integrity_check: string }[];
    return rows.map((row) => row.integrity_check).filter((line) => line !== 'ok');
  } catch (error) {
    if (!(error instanceof Database.SqliteError)) throw error;
    // Heavy damage makes the check itself fail.
    return [error.message];
  } finally {
    connection?.close();
  }
}
