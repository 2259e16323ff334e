/**
 * Keeps two programs from one library. The lock itself is the operating system's (SQLite's lock on a file of its
 * own), so it goes with the process that held it, however that ended, and no process id can be mistaken for another.
 * A text file beside it says who holds it.
 */
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { z } from 'zod';
import { AppError } from '#shared/errors.ts';
import { databaseError } from './database-error.ts';
import { writeFileSafely } from './safe-file.ts';

const Holder = z.object({ pid: z.number(), program: z.string(), sinceMs: z.number() });
type Holder = z.infer<typeof Holder>;

export interface LibraryLock {
  release(): Promise<void>;
}

/** Throws `library-locked` that says who has it, or `file-unwritable` where the folder takes no lock. */
export async function lockLibrary(home: string, program: string, nowMs: number): Promise<LibraryLock> {
  const holderPath = join(home, 'lock.json');
  const connection = await hold(join(home, 'lock.sqlite'), home, holderPath);
  try {
    const holder: Holder = { pid: process.pid, program, sinceMs: nowMs };
    await writeFileSafely(holderPath, `${JSON.stringify(holder)}\n`);
  } catch (error) {
    connection.close();
    throw error;
  }
  return {
    release: async () => {
      // First the name, then the lock: the other way round could remove the next holder's name.
      await rm(holderPath, { force: true });
      connection.close();
    },
  };
}

async function hold(path: string, home: string, holderPath: string): Promise<Database.Database> {
  let connection: Database.Database | undefined;
  try {
    connection = new Database(path, { timeout: 0 });
    connection.pragma('journal_mode = MEMORY');
    connection.exec('BEGIN EXCLUSIVE');
    return connection;
  } catch (error) {
    connection?.close();
    if (!(error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY')))
      throw databaseError(error, path);
    const holder = await readHolder(holderPath);
    throw new AppError({
      code: 'library-locked',
      message: `The library ${home} is in use by ${nameOf(holder)}. Close it, or choose another library with --home.`,
      isRetryable: true,
      details: { home, ...(holder ? { pid: holder.pid, program: holder.program } : {}) },
      cause: error,
    });
  }
}

function nameOf(holder: Holder | null): string {
  if (!holder) return 'another program';
  const where = holder.pid === process.pid ? 'in this very program' : `process ${holder.pid}`;
  return `${holder.program} (${where}, since ${new Date(holder.sinceMs).toISOString()})`;
}

/** null while the holder is still writing its name. */
async function readHolder(path: string): Promise<Holder | null> {
  try {
    return Holder.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (error) {
    // The lock is what counts; a name that cannot be read only makes the message less exact.
    if (error instanceof Error) return null;
    throw error;
  }
}
