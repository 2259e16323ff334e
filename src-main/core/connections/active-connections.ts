/** Which connections there are: those of the library, and those the environment names. */
import { type Connection, mayUseKey, withStoredKey } from './connection.ts';
import { KIND_DEFAULTS } from './connection-defaults.ts';
import { type Environment, type EnvironmentConnection, isBaseUrlGiven } from './environment.ts';
import type { KeyStore, StoredKey } from './key-store.ts';

export interface ActiveConnection {
  readonly connection: Connection;
  /** It has a row in the library; the others come and go with the environment. */
  readonly isStored: boolean;
  /** Absent where there is no key, or none that may be sent to where the connection points. */
  readonly key?: StoredKey;
}

/**
 * The library's connections first. An address from the environment wins over the stored one for this run; a key goes
 * nowhere but to the origin it was given for: the environment's to the environment's address, or to the service's own.
 */
export async function activeConnections(
  stored: readonly Connection[],
  named: readonly EnvironmentConnection[],
  environment: Environment,
  keys: KeyStore,
): Promise<readonly ActiveConnection[]> {
  const ofLibrary = stored.map(async (connection): Promise<ActiveConnection> => {
    const twin = named.find(({ connection: { id } }) => id === connection.id);
    const pointed =
      twin && isBaseUrlGiven(environment, connection.kind)
        ? withStoredKey({ ...connection, baseUrl: twin.connection.baseUrl })
        : connection;
    const key = await keys.read(pointed);
    const isOwnAddress = pointed.id === pointed.kind && pointed.baseUrl === KIND_DEFAULTS[pointed.kind].baseUrl;
    const mayUse = key !== undefined && (isOwnAddress || mayUseKey(pointed));
    return { connection: pointed, isStored: true, ...(mayUse ? { key } : {}) };
  });
  const others = named.filter(({ connection: { id } }) => !stored.some((known) => known.id === id));
  return [
    ...(await Promise.all(ofLibrary)),
    ...others.map(({ connection, key }) => ({
      connection,
      isStored: false,
      key: { key, source: `${KIND_DEFAULTS[connection.kind].keyVariable} in the environment` },
    })),
  ];
}
