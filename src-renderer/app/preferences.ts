import type { StoreApi } from 'zustand/vanilla';
import type { Client } from '#shared/contract/client.ts';
import type { Settings } from '#shared/contract/settings.ts';
import type { Failures } from './failures.ts';
import type { StudioState } from './studio-state.ts';

/** The person's settings, as the core keeps them; a change shows at once. */
export class Preferences {
  readonly #client: Client;
  readonly #store: StoreApi<StudioState>;
  readonly #failures: Failures;

  constructor(client: Client, store: StoreApi<StudioState>, failures: Failures) {
    this.#client = client;
    this.#store = store;
    this.#failures = failures;
  }

  /** A studio that cannot read them goes on with those of a new person, and says why. */
  async load(): Promise<void> {
    await this.#failures.attempt(async () => this.show(await this.#client.call('settings.get', {})));
  }

  show(settings: Settings): void {
    this.#store.setState({ settings });
  }

  /** What could not be kept is as it was. */
  async change(part: Partial<Settings>): Promise<void> {
    const before = this.#store.getState().settings;
    this.show({ ...before, ...part });
    const isKept = await this.#failures.attempt(async () =>
      this.show(await this.#client.call('settings.change', part)),
    );
    if (!isKept) this.show(before);
  }
}
