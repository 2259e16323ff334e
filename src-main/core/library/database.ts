/**
 * The one place where SQL is run. Everything else holds a {@link ReadableDb} or a {@link WritableDb}, so that a
 * function's type says whether it may change the library. Synchronous, which is the reason to use better-sqlite3.
 */
import Database from 'better-sqlite3';
import { databaseError } from './database-error.ts';

export type SqlValue = string | number | bigint | Uint8Array | null;
/** By name, without the sign: `{id}` for `$id`. */
export type SqlParameters = Readonly<Record<string, SqlValue>>;

declare const canRead: unique symbol;
declare const canWrite: unique symbol;

export interface ReadableDb {
  readonly [canRead]: true;
  /** The rows as objects; their type is the caller's word, kept beside its query. */
  all<Row>(sql: string, parameters?: SqlParameters): Row[];
  get<Row>(sql: string, parameters?: SqlParameters): Row | undefined;
}

export interface WritableDb extends ReadableDb {
  readonly [canWrite]: true;
  /** Answers how many rows it changed. */
  run(sql: string, parameters?: SqlParameters): number;
  /** All of `work` or nothing; within another transaction, a savepoint of it. Must not wait for anything. */
  transaction<Result>(work: () => Result): Result;
}

/** What opening, migrating and closing need besides. */
export interface OpenDatabase extends WritableDb {
  readonly path: string;
  /** Several statements without parameters. */
  execute(sql: string): void;
  pragma(name: string): unknown;
  setPragma(name: string, value: string | number): void;
  /** Copies the database as it is while it stays in use. `onProgress` may throw, which ends it. */
  copyTo(path: string, onProgress: (donePages: number, totalPages: number) => void): Promise<void>;
  /** From now on every transaction that changed a row counts as one more change; `onCommit` is told its number. */
  countChanges(onCommit: (sequence: number) => void): void;
  close(): void;
}

const BUSY_TIMEOUT_MS = 5_000;
/** About 16 MB between two looks at the clock of everybody else in this process. */
const PAGES_PER_COPY_STEP = 4_000;

/**
 * Opens the file, making it where there is none. WAL keeps readers and the writer apart; FULL makes every commit
 * durable; foreign keys and FULL are no property of the file and must be said each time.
 */
export function openDatabase(path: string): OpenDatabase {
  const connection = guard(path, () => new Database(path, { timeout: BUSY_TIMEOUT_MS }));
  const database = new SqliteDatabase(connection, path);
  try {
    database.setPragma('journal_mode', 'WAL');
    database.setPragma('synchronous', 'FULL');
    database.setPragma('foreign_keys', 'ON');
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** For a look at what is stored: changes nothing, and needs no lock, since readers and the writer are kept apart. */
export function openForReading(path: string): ReadableDb & Pick<OpenDatabase, 'close'> {
  const options = { readonly: true, fileMustExist: true, timeout: BUSY_TIMEOUT_MS };
  return new SqliteDatabase(
    guard(path, () => new Database(path, options)),
    path,
  );
}

class SqliteDatabase implements OpenDatabase {
  declare readonly [canRead]: true;
  declare readonly [canWrite]: true;
  readonly path: string;
  readonly #connection: Database.Database;
  readonly #statements = new Map<string, Database.Statement<unknown[], unknown>>();
  #onCommit: ((sequence: number) => void) | undefined;

  constructor(connection: Database.Database, path: string) {
    this.#connection = connection;
    this.path = path;
  }

  all<Row>(sql: string, parameters: SqlParameters = {}): Row[] {
    return guard(this.path, () => this.#statement(sql).all(parameters)) as Row[];
  }

  get<Row>(sql: string, parameters: SqlParameters = {}): Row | undefined {
    return guard(this.path, () => this.#statement(sql).get(parameters)) as Row | undefined;
  }

  run(sql: string, parameters: SqlParameters = {}): number {
    const runIt = (): number => this.#statement(sql).run(parameters).changes;
    if (this.#onCommit && !this.#connection.inTransaction) return this.transaction(runIt);
    return guard(this.path, runIt);
  }

  transaction<Result>(work: () => Result): Result {
    const onCommit = this.#connection.inTransaction ? undefined : this.#onCommit;
    if (!onCommit) return this.#whole(work);
    let sequence: number | undefined;
    const result = this.#whole(() => {
      const before = this.#changeCount();
      const answer = work();
      if (this.#changeCount() !== before) sequence = this.#nextSequence();
      return answer;
    });
    if (sequence !== undefined) onCommit(sequence);
    return result;
  }

  countChanges(onCommit: (sequence: number) => void): void {
    this.#onCommit = onCommit;
  }

  async copyTo(path: string, onProgress: (donePages: number, totalPages: number) => void): Promise<void> {
    try {
      await this.#connection.backup(path, {
        progress: ({ totalPages, remainingPages }) => {
          onProgress(totalPages - remainingPages, totalPages);
          return PAGES_PER_COPY_STEP;
        },
      });
    } catch (error) {
      throw databaseError(error, path);
    }
  }

  execute(sql: string): void {
    guard(this.path, () => this.#connection.exec(sql));
  }

  pragma(name: string): unknown {
    return guard(this.path, () => this.#connection.pragma(name, { simple: true }));
  }

  setPragma(name: string, value: string | number): void {
    guard(this.path, () => this.#connection.pragma(`${name} = ${value}`));
  }

  close(): void {
    guard(this.path, () => this.#connection.close());
  }

  #whole<Result>(work: () => Result): Result {
    return guard(this.path, () => this.#connection.transaction(work).immediate());
  }

  /** Rows changed since the database was opened. */
  #changeCount(): number {
    return (this.#statement('SELECT total_changes() AS count').get({}) as { count: number }).count;
  }

  #nextSequence(): number {
    const row = this.#statement('UPDATE change_sequence SET value = value + 1 RETURNING value').get({});
    return (row as { value: number }).value;
  }

  /** Compiling costs more than running; the texts are ours and few. */
  #statement(sql: string): Database.Statement<unknown[], unknown> {
    let statement = this.#statements.get(sql);
    if (!statement) {
      statement = this.#connection.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }
}

function guard<Result>(path: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw databaseError(error, path);
  }
}
