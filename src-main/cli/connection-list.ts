import type { RunCommand } from './command.ts';
import { connectionTable, connectionValue } from './connection-options.ts';

export const run: RunCommand = async ({ core }) => {
  const connections = await core.connections.list();
  return {
    value: { connections: connections.map(connectionValue), keys: core.connections.keys.name },
    text:
      connections.length === 0
        ? 'No connections yet. Set a key such as MIMO_API_KEY, or use `lectern connection add`.'
        : connectionTable(connections),
  };
};
