import { removeConnection } from '#core/library/connections.ts';
import { AppError } from '#shared/errors.ts';
import type { RunCommand } from './command.ts';
import { connectionTable, connectionValue } from './connection-options.ts';

export const run: RunCommand = async ({ core }, [id = '']) => {
  const { connection, isStored } = await core.connections.named(id);
  if (!isStored) {
    throw new AppError({
      code: 'invalid-input',
      message: `The connection "${id}" comes from the environment. Unset its variables to be rid of it.`,
      details: { connection: id },
    });
  }
  await core.connections.keys.remove?.(connection);
  removeConnection((await core.library()).db, id);
  const left = await core.connections.list();
  return {
    value: { connections: left.map(connectionValue) },
    text: left.length === 0 ? `Removed ${id}. There are no connections left.` : connectionTable(left),
  };
};
