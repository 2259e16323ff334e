/** The speech services that are set up here, whoever set them up. */
import { AppError } from '#shared/errors.ts';
import type { KeptVoice } from '../library/kept-voices.ts';
import type { SpeechSetup } from '../library/read-speech-setup.ts';
import type { ConnectionTest, SpeechService } from '../providers/speech-service.ts';
import type { CostOf } from '../synthesis/speak-utterance.ts';
import { type ActiveConnection, activeConnections } from './active-connections.ts';
import { costOf } from './connection.ts';
import {
  connectionsFromEnvironment,
  createReliableService,
  type Environment,
  type ServicesSettings,
} from './environment.ts';
import { type KeyStore, keyVariableOf } from './key-store.ts';
import { testConnection } from './test-connection.ts';

export interface SpeechConnectionsInit {
  readonly environment: Environment;
  readonly keys: KeyStore;
  readonly readSetup: () => Promise<SpeechSetup>;
  readonly services: ServicesSettings;
}

export class SpeechConnections {
  readonly #init: SpeechConnectionsInit;
  #services: readonly SpeechService[] | undefined;
  /** Every service that was made, by all that it was made of. */
  readonly #made = new Map<string, SpeechService>();

  constructor(init: SpeechConnectionsInit) {
    this.#init = init;
  }

  get keys(): KeyStore {
    return this.#init.keys;
  }

  /** As they are set up now. Throws `invalid-input` for a variable that cannot be read. */
  async list(): Promise<readonly ActiveConnection[]> {
    const { environment, keys, readSetup } = this.#init;
    const { connections } = await readSetup();
    return activeConnections(connections, connectionsFromEnvironment(environment), environment, keys);
  }

  /** Throws `not-found` naming those there are. */
  async named(id: string): Promise<ActiveConnection> {
    const all = await this.list();
    const found = all.find(({ connection }) => connection.id === id);
    if (found) return found;
    throw new AppError({
      code: 'not-found',
      message: `There is no connection "${id}". There are: ${all.map(({ connection }) => connection.id).join(', ') || 'none yet'}.`,
      details: { connection: id },
    });
  }

  /** Those that have a key, made once until {@link changed}. */
  async services(): Promise<readonly SpeechService[]> {
    this.#services ??= (await this.list()).flatMap(({ connection, key }) =>
      key === undefined ? [] : [this.#serviceOf(connection, key.key)],
    );
    return this.#services;
  }

  /** To be called when a connection or a key was saved or removed: from now on it is used as it is now. */
  changed(): void {
    this.#services = undefined;
  }

  /**
   * What has not changed keeps its service, with the turns of its requests and the voices it has listed. One that is used no
   * longer may still be answering what was paid for, so it is closed with the others.
   */
  #serviceOf(connection: ActiveConnection['connection'], key: string): SpeechService {
    const madeOf = JSON.stringify([connection, key]);
    const service = this.#made.get(madeOf) ?? createReliableService({ connection, key }, this.#init.services);
    this.#made.set(madeOf, service);
    return service;
  }

  /** One of them. Throws `not-found`, also where only the key is missing. */
  async service(id: string): Promise<SpeechService> {
    const service = (await this.services()).find((candidate) => candidate.id === id);
    if (service) return service;
    const { connection } = await this.named(id);
    throw missingKey(connection);
  }

  /** Asks the service with the stored key, or with one given for this call. */
  async test(id: string, givenKey: string | undefined, signal?: AbortSignal): Promise<ConnectionTest> {
    const { connection, key } = await this.named(id);
    const used = givenKey ?? key?.key;
    if (used === undefined) throw missingKey(connection);
    const service = createReliableService({ connection, key: used }, { ...this.#init.services, retries: 0 });
    try {
      return await testConnection(connection, used, service, signal);
    } finally {
      await service.close();
    }
  }

  async keptVoices(): Promise<readonly KeptVoice[]> {
    return (await this.#init.readSetup()).voices;
  }

  /** By the prices of the connections as they are now; null for what is no connection or has no price. */
  async costOf(): Promise<CostOf> {
    const known = new Map((await this.list()).map(({ connection }) => [connection.id, connection]));
    return (provider, model, billedCharacters) => {
      const connection = known.get(provider);
      return connection === undefined ? null : costOf(connection, model, billedCharacters);
    };
  }

  async close(): Promise<void> {
    await Promise.all(Array.from(this.#made.values(), (service) => service.close()));
  }
}

export function missingKey(connection: ActiveConnection['connection']): AppError {
  return new AppError({
    code: 'not-found',
    message: `${connection.name} (${connection.id}) has no key for ${connection.baseUrl}. Set ${keyVariableOf(connection)}, then run \`lectern connection set ${connection.id} --key\` so that it is used for this address.`,
    details: { connection: connection.id },
  });
}
