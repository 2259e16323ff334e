import { CONNECTION_KINDS, withStoredKey } from '#core/connections/connection.ts';
import { newConnection } from '#core/connections/connection-defaults.ts';
import { storedConnections } from '#core/library/connections.ts';
import { AppError } from '#shared/errors.ts';
import { ProviderId } from '#shared/ids.ts';
import { choiceOption, flagOption, type RunCommand, textOption } from './command.ts';
import { changedConnection } from './connection-options.ts';
import { storeConnection } from './store-connection.ts';

export const run: RunCommand = async (context, [kindName = ''], options) => {
  const kind = choiceOption({ kind: kindName }, 'kind', CONNECTION_KINDS) ?? 'mimo';
  const id = connectionId(textOption(options, 'id') ?? kind);
  const { db } = await context.core.library();
  if (storedConnections(db).some((known) => known.id === id)) {
    throw new AppError({
      code: 'conflict',
      message: `There is a connection "${id}" already. Change it with \`lectern connection set ${id}\`, or choose another --id.`,
      details: { connection: id },
    });
  }
  const baseUrl = textOption(options, 'baseUrl');
  const made = newConnection(kind, { id, ...(baseUrl === undefined ? {} : { baseUrl }) });
  const connection = changedConnection(made, options);
  // A key that is at hand now was meant for this address.
  return storeConnection(context, connection, { isKeyAsked: flagOption(options, 'key'), bind: withStoredKey });
};

/** It is written before the slash of a cast and in the name of a variable. */
function connectionId(text: string): ProviderId {
  if (/^[a-z][a-z0-9-]{0,63}$/.test(text) && text !== 'flite' && text !== 'system') return ProviderId.parse(text);
  throw new AppError({
    code: 'invalid-input',
    message: `--id takes up to 64 small letters, digits and "-", a letter first, and not flite or system; not "${text}".`,
    details: { option: 'id', value: text },
  });
}
