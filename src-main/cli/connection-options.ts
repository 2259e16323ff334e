import type { ActiveConnection } from '#core/connections/active-connections.ts';
import { Connection, withBaseUrl } from '#core/connections/connection.ts';
import { AppError } from '#shared/errors.ts';
import { choiceOption, listOption, numberOption, type OptionValues, textOption } from './command.ts';
import { textTable } from './text-table.ts';

const USES = ['speech', 'design', 'clone', 'understanding'] as const;

/** Throws AppError `invalid-input` naming the option. */
export function changedConnection(connection: Connection, options: OptionValues): Connection {
  const baseUrl = textOption(options, 'baseUrl');
  const moved = baseUrl === undefined ? connection : withBaseUrl(connection, baseUrl);
  const name = textOption(options, 'name');
  const models = textOption(options, 'models');
  const defaultVoiceId = textOption(options, 'defaultVoice');
  const prices = listOption(options, 'price');
  const concurrency = numberOption(options, 'concurrency', { min: 1, max: 64, isInteger: true });
  const spacingMs = numberOption(options, 'spacingMs', { min: 0, max: 600_000, isInteger: true });
  const weightsSpelling = choiceOption(options, 'weightsSpelling', ['timbre', 'timber', 'both']);
  const authHeader = choiceOption(options, 'authHeader', ['api-key', 'bearer']);
  const parsed = Connection.safeParse({
    ...moved,
    ...(name === undefined ? {} : { name }),
    ...(models === undefined ? {} : { models: models.split(',').map((entry) => modelOf(entry.trim())) }),
    ...(defaultVoiceId === undefined ? {} : { defaultVoiceId }),
    ...(prices.length === 0 ? {} : { prices: prices.map(priceOf) }),
    limits: {
      concurrency: concurrency ?? moved.limits.concurrency,
      spacingMs: spacingMs ?? moved.limits.spacingMs,
    },
    ...(weightsSpelling === undefined ? {} : { weightsSpelling }),
    ...(authHeader === undefined ? {} : { authHeader }),
  });
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new AppError({
    code: 'invalid-input',
    message: `The connection cannot be like this: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}.`,
  });
}

function modelOf(text: string) {
  const match = /^(?<id>[^=]+?)(?:=(?<use>.+))?$/.exec(text);
  const use = USES.find((known) => known === (match?.groups?.use ?? 'speech'));
  if (match?.groups?.id !== undefined && use !== undefined) return { id: match.groups.id, use };
  throw new AppError({
    code: 'invalid-input',
    message: `--models takes ID or ID=USE, by commas, where USE is ${USES.join(', ')}; not "${text}".`,
    details: { option: 'models', value: text },
  });
}

function priceOf(text: string) {
  const match = /^(?:(?<model>.+)=)?\s*(?<amount>\d+(?:\.\d+)?)\s*(?<currency>[A-Za-z]{3})$/.exec(text.trim());
  const { model, amount, currency } = match?.groups ?? {};
  if (amount !== undefined && currency !== undefined) {
    return {
      ...(model === undefined ? {} : { model: model.trim() }),
      perTenThousandCharacters: Number(amount),
      currency: currency.toUpperCase(),
    };
  }
  throw new AppError({
    code: 'invalid-input',
    message: `--price takes an amount per 10,000 characters with its currency, such as "3.5 CNY" or "speech-2.8-hd=3.5 CNY", not "${text}".`,
    details: { option: 'price', value: text },
  });
}

/** A connection as answers show it: everything but the key. */
export function connectionValue({ connection, isStored, key }: ActiveConnection) {
  const { keyOrigin: _origin, ...shown } = connection;
  return { ...shown, isStored, hasKey: key !== undefined, ...(key === undefined ? {} : { keySource: key.source }) };
}

export function connectionTable(connections: readonly ActiveConnection[]): string {
  return textTable(
    ['connection', 'kind', 'name', 'address', 'models', 'key'],
    connections.map(({ connection, key }) => [
      connection.id,
      connection.kind,
      connection.name,
      connection.baseUrl,
      connection.models.length,
      key?.source ?? 'none',
    ]),
  );
}
