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
  close(): void;
}

const BUSY_TIMEOUT_MS = 5_000;

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

class SqliteDatabase implements OpenDatabase {
  declare readonly [canRead]: true;
  declare readonly [canWrite]: true;
  readonly path: string;
  readonly #connection: Database.Database;
  readonly #statements = new Map<string, Database.Statement<unknown[], unknown>>();

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
    return guard(this.path, () => this.#statement(sql).run(parameters)).changes;
  }

  transaction<Result>(work: () => Result): Result {
    return guard(this.path, () => this.#connection.transaction(work).immediate());
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
