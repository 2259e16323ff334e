/** Connections as a person sets them up in the studio: their fields, their key, and where the key may go. */

import type { z } from 'zod';
import type { CONNECTION_METHODS } from '#shared/contract/connections.ts';
import { AppError } from '#shared/errors.ts';
import { ProviderId } from '#shared/ids.ts';
import { removeConnection, saveConnection } from '../library/connections.ts';
import type { WritableDb } from '../library/database.ts';
import type { ActiveConnection } from './active-connections.ts';
import { originOf } from './base-url.ts';
import { Connection, withBaseUrl, withStoredKey } from './connection.ts';
import { KIND_DEFAULTS, newConnection } from './connection-defaults.ts';
import { createService } from './create-service.ts';
import { keyVariableOf } from './key-store.ts';
import type { SpeechConnections } from './speech-connections.ts';

export type ConnectionWish = z.output<(typeof CONNECTION_METHODS)['connections.save']['input']>;

/**
 * Saves a new connection, or changes to one; from now on it is used as it is. Another origin drops the key, there and in
 * the store, unless one is given with it. Throws `invalid-input` for fields no connection has and for a key where none can
 * be kept, `not-found`.
 */
export async function keepConnection(
  connections: SpeechConnections,
  db: WritableDb,
  wish: ConnectionWish,
): Promise<ActiveConnection> {
  const { keys } = connections;
  const before = wish.id === undefined ? undefined : (await connections.named(wish.id)).connection;
  const unbound = fieldsOf(before ?? newConnection(wish.kind, { id: await freeId(connections, wish.kind) }), wish);
  if (wish.key !== undefined) {
    if (keys.write === undefined) throw cannotKeepKeys(unbound, keys.name);
    // Refuses a key that no header can carry, before anything is saved.
    await createService(unbound, wish.key).close();
    await keys.write(unbound, wish.key);
  } else if (before && originOf(before.baseUrl) !== originOf(unbound.baseUrl)) {
    await keys.remove?.(unbound);
  }
  saveConnection(
    db,
    wish.key === undefined ? await boundToOwnVariable(connections, before, unbound) : withStoredKey(unbound),
  );
  connections.changed();
  return connections.named(unbound.id);
}

/** With its key. What was spoken through it stays. Throws `not-found`, and `invalid-input` for one of the environment. */
export async function dropConnection(connections: SpeechConnections, db: WritableDb, id: ProviderId): Promise<void> {
  const { connection, isStored } = await connections.named(id);
  if (!isStored) {
    throw new AppError({
      code: 'invalid-input',
      message: `${connection.name} comes from the environment of this program. Take ${KIND_DEFAULTS[connection.kind].keyVariable} away there.`,
      details: { connection: id },
    });
  }
  await connections.keys.remove?.(connection);
  removeConnection(db, id);
  connections.changed();
}

function fieldsOf(before: Connection, wish: ConnectionWish): Connection {
  if (before.kind !== wish.kind) {
    throw new AppError({
      code: 'invalid-input',
      message: `${before.name} is a connection to another service. Add a new one for this service.`,
      details: { connection: before.id, kind: before.kind },
    });
  }
  const { name, models, defaultVoiceId, prices, limits, weightsSpelling } = wish;
  const moved = withBaseUrl(before, wish.baseUrl === '' ? KIND_DEFAULTS[wish.kind].baseUrl : wish.baseUrl);
  const { weightsSpelling: _before, ...rest } = moved;
  const { data, error } = Connection.safeParse({
    ...rest,
    ...{ name, models, defaultVoiceId, prices, limits },
    ...(weightsSpelling === undefined ? {} : { weightsSpelling }),
  });
  if (data) return data;
  const [issue] = error.issues;
  throw new AppError({
    code: 'invalid-input',
    message: `The connection cannot be saved: ${issue?.path.join('.')}: ${issue?.message}.`,
    details: { path: issue?.path },
  });
}

/** A variable that is named after a new connection was set for it, at the address it begins with. */
async function boundToOwnVariable(
  { keys }: SpeechConnections,
  before: Connection | undefined,
  connection: Connection,
): Promise<Connection> {
  if (before || keys.tier !== 'environment') return connection;
  return (await keys.read(connection)) === undefined ? connection : withStoredKey(connection);
}

/** It is written before the slash of a cast and in the name of a variable: `minimax`, `minimax-2`. */
async function freeId(connections: SpeechConnections, kind: Connection['kind']): Promise<ProviderId> {
  const taken = new Set<string>((await connections.list()).map(({ connection }) => connection.id));
  for (let number = 2, id: string = kind; ; id = `${kind}-${number++}`) {
    if (!taken.has(id)) return ProviderId.parse(id);
  }
}

function cannotKeepKeys(connection: Connection, place: string): AppError {
  return new AppError({
    code: 'invalid-input',
    message: `This program keeps no keys: they come from ${place}. Set ${keyVariableOf(connection)} there and start it again.`,
    details: { connection: connection.id, variable: keyVariableOf(connection) },
  });
}
