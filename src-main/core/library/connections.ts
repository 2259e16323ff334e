/** Connections that were set up by hand. Keys are never stored here: see connections/key-store.ts. */
import { AppError } from '#shared/errors.ts';
import { Connection } from '../connections/connection.ts';
import type { ReadableDb, WritableDb } from './database.ts';

interface ConnectionRow {
  readonly id: string;
  readonly json: string;
}

/** In the order they were added. Throws `library-damaged` naming the one that cannot be read. */
export function storedConnections(db: ReadableDb): readonly Connection[] {
  return db.all<ConnectionRow>('SELECT id, json FROM connection ORDER BY number').map(({ id, json }) => {
    try {
      return Connection.parse(JSON.parse(json));
    } catch (cause) {
      throw new AppError({
        code: 'library-damaged',
        message: `The connection "${id}" has settings that cannot be read. Remove it and add it again.`,
        details: { connectionId: id },
        cause,
      });
    }
  });
}

export function saveConnection(db: WritableDb, connection: Connection): void {
  db.run(
    `INSERT INTO connection (id, json) VALUES ($id, $json)
     ON CONFLICT (id) DO UPDATE SET json = excluded.json`,
    { id: connection.id, json: JSON.stringify(connection) },
  );
}

/** False when there is none of that id. What was spoken through it stays. */
export function removeConnection(db: WritableDb, id: string): boolean {
  return db.run('DELETE FROM connection WHERE id = $id', { id }) > 0;
}
