import type { Connection } from '#core/connections/connection.ts';
import { createService } from '#core/connections/create-service.ts';
import { keyVariableOf } from '#core/connections/key-store.ts';
import { connectionWarnings } from '#core/connections/test-connection.ts';
import { saveConnection } from '#core/library/connections.ts';
import type { CommandContext, CommandResult } from './command.ts';
import { connectionTable, connectionValue } from './connection-options.ts';
import { readKey } from './read-key.ts';

/** Saves the connection, with the key bound to its address where one is at hand. */
export async function storeConnection(
  { core, terminal }: CommandContext,
  connection: Connection,
  options: { readonly isKeyAsked: boolean; readonly bind: (connection: Connection) => Connection },
): Promise<CommandResult> {
  const { keys } = core.connections;
  const given = await readKey(options.isKeyAsked, terminal.err);
  // Refuses a key that no header can carry, before anything is saved.
  if (given !== undefined) await createService(connection, given).close();
  const hasKey = given !== undefined || (await keys.read(connection)) !== undefined;
  if (given !== undefined) await keys.write?.(connection, given);
  const library = await core.library();
  saveConnection(library.db, hasKey ? options.bind(connection) : connection);
  const connections = await core.connections.list();
  const shown = connections.filter((active) => active.connection.id === connection.id);
  const warnings = [
    ...connectionWarnings(connection, given ?? ''),
    ...(given !== undefined && keys.write === undefined
      ? [
          `This program keeps no keys: they come from ${keys.name}. Set ${keyVariableOf(connection)} to use the connection.`,
        ]
      : []),
  ];
  return {
    value: { connections: shown.map(connectionValue), keys: keys.name, warnings },
    text: connectionTable(shown),
    warnings,
  };
}
