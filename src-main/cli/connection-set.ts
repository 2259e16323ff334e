import { withStoredKey } from '#core/connections/connection.ts';
import { flagOption, type RunCommand } from './command.ts';
import { changedConnection } from './connection-options.ts';
import { storeConnection } from './store-connection.ts';

export const run: RunCommand = async (context, [id = ''], options) => {
  const { connection } = await context.core.connections.named(id);
  const isKeyAsked = flagOption(options, 'key');
  return storeConnection(context, changedConnection(connection, options), {
    isKeyAsked,
    // Only when asked: the key at hand may have been given for the address that was left.
    bind: isKeyAsked ? withStoredKey : (unchanged) => unchanged,
  });
};
