import type { CONNECTION_METHODS, ConnectionValue } from '#shared/contract/connections.ts';
import type { Handlers } from '#shared/contract/contract.ts';
import type { ActiveConnection } from '../../connections/active-connections.ts';
import { CONNECTION_KINDS } from '../../connections/connection.ts';
import { KIND_DEFAULTS } from '../../connections/connection-defaults.ts';
import { dropConnection, keepConnection } from '../../connections/save-connection.ts';
import { isLoopbackHost } from '../../providers/address-guard.ts';
import type { StudioParts } from '../studio-parts.ts';

export function connectionHandlers({ core, library }: StudioParts): Pick<Handlers, keyof typeof CONNECTION_METHODS> {
  const { connections } = core;
  const { db } = library;
  return {
    'connections.list': async () => ({
      connections: (await connections.list()).map(connectionValue),
      kinds: CONNECTION_KINDS.map((kind) => {
        const { name, baseUrl, models, defaultVoiceId, prices, limits } = KIND_DEFAULTS[kind];
        return { kind, name, baseUrl, models, defaultVoiceId, prices: prices.map(withoutGaps), limits };
      }),
      keyStorage: { tier: connections.keys.tier, canStore: connections.keys.write !== undefined },
    }),
    'connections.save': async (wish) => connectionValue(await keepConnection(connections, db, wish)),
    'connections.remove': async ({ id }) => {
      await dropConnection(connections, db, id);
      return {};
    },
    'connections.test': async ({ id }) => {
      const startMs = performance.now();
      const { warnings } = await connections.test(id, undefined);
      return { elapsedMs: Math.round(performance.now() - startMs), warnings };
    },
  };
}

/** Never its key. */
function connectionValue({ connection, isStored, key }: ActiveConnection): ConnectionValue {
  const { id, kind, name, baseUrl, models, defaultVoiceId, prices, limits, weightsSpelling } = connection;
  return {
    ...{ id, kind, name, baseUrl, models, defaultVoiceId, limits, isStored },
    prices: prices.map(withoutGaps),
    ...(weightsSpelling === undefined ? {} : { weightsSpelling }),
    keySource: key?.source ?? null,
    isFake: isLoopbackHost(new URL(baseUrl).hostname),
  };
}

function withoutGaps({
  model,
  ...price
}: ActiveConnection['connection']['prices'][number]): ConnectionValue['prices'][number] {
  return { ...price, ...(model === undefined ? {} : { model }) };
}
