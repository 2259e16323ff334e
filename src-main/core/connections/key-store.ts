/** Where keys are kept. The studio on the desktop has the system's key ring; the command line has its environment. */
import type { Connection } from './connection.ts';
import { KIND_DEFAULTS } from './connection-defaults.ts';

export interface StoredKey {
  readonly key: string;
  /** For people: where it was found. Never the key. */
  readonly source: string;
}

export interface KeyStore {
  /** For people: `the environment`. */
  readonly name: string;
  /** How safe a key is: the system's key ring, a file anybody who has the account can read, or not kept here at all. */
  readonly tier: 'system' | 'obfuscated' | 'environment';
  read(connection: Pick<Connection, 'id' | 'kind'>): Promise<StoredKey | undefined>;
  /** Absent where keys can be read only. */
  write?(connection: Pick<Connection, 'id'>, key: string): Promise<void>;
  remove?(connection: Pick<Connection, 'id'>): Promise<void>;
}

/** The variable a connection's key is read from: the service's own, or one named by the connection. */
export function keyVariableOf({ id, kind }: Pick<Connection, 'id' | 'kind'>): string {
  return id === kind ? KIND_DEFAULTS[kind].keyVariable : `LECTERN_KEY_${id.toUpperCase().replace(/[^A-Z0-9]/g, '_')}`;
}

export function createEnvironmentKeys(environment: Readonly<Record<string, string | undefined>>): KeyStore {
  return {
    name: 'the environment',
    tier: 'environment',
    async read(connection) {
      const variable = keyVariableOf(connection);
      const key = environment[variable]?.trim() ?? '';
      return key === '' ? undefined : { key, source: `${variable} in the environment` };
    },
  };
}
