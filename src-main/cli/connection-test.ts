import { flagOption, type RunCommand } from './command.ts';
import { connectionValue } from './connection-options.ts';
import { readKey } from './read-key.ts';

export const run: RunCommand = async ({ core, signal, terminal }, [id = ''], options) => {
  const active = await core.connections.named(id);
  const given = await readKey(flagOption(options, 'key'), terminal.err);
  const { warnings, requestId } = await core.connections.test(id, given, signal);
  return {
    value: {
      connections: [connectionValue(active)],
      isAccepted: true,
      ...(requestId === undefined ? {} : { requestId }),
      warnings,
    },
    text: `${active.connection.name} answered and took the key.`,
    warnings,
  };
};
