import type { StoreApi } from 'zustand/vanilla';
import type { Client } from '#shared/contract/client.ts';
import type { ConnectionValue } from '#shared/contract/connections.ts';
import type { CallInput, Output } from '#shared/contract/contract.ts';
import type { ProviderId } from '#shared/ids.ts';
import type { StudioState } from './studio-state.ts';

/** Connections to speech services. Everything throws what the core says. */
export class ConnectionList {
  readonly #client: Client;
  readonly #store: StoreApi<StudioState>;

  constructor(client: Client, store: StoreApi<StudioState>) {
    this.#client = client;
    this.#store = store;
  }

  async load(): Promise<void> {
    this.#store.setState({ connections: await this.#client.call('connections.list', {}) });
  }

  async save(connection: CallInput<'connections.save'>): Promise<ConnectionValue> {
    const saved = await this.#client.call('connections.save', connection);
    await this.load();
    return saved;
  }

  async remove(id: ProviderId): Promise<void> {
    await this.#client.call('connections.remove', { id });
    await this.load();
  }

  test(id: ProviderId): Promise<Output<'connections.test'>> {
    return this.#client.call('connections.test', { id });
  }
}
