import type { StoreApi } from 'zustand/vanilla';
import { AppError, Cancelled } from '#shared/errors.ts';
import { Unreachable } from '../shell/unreachable.ts';
import type { StudioState } from './studio-state.ts';

/** Where everything that goes wrong ends up: in the state, in the person's words, with a way to try again. */
export class Failures {
  readonly #store: StoreApi<StudioState>;

  constructor(store: StoreApi<StudioState>) {
    this.#store = store;
  }

  /** Runs what may fail. A failure is shown, and false answered; somebody who cancelled knows. */
  async attempt(
    action: () => Promise<void>,
    retry: () => Promise<unknown> = () => this.attempt(action),
  ): Promise<boolean> {
    try {
      await action();
      return true;
    } catch (thrown) {
      if (!(thrown instanceof Cancelled)) this.report(thrown, retry);
      return false;
    }
  }

  /** Without `retry` it can only be read and dismissed. */
  report(thrown: unknown, retry?: () => Promise<unknown>): void {
    const error = thrown instanceof Unreachable ? 'unreachable' : appErrorOf(thrown);
    const retryOnce = (): void => {
      this.dismiss();
      void retry?.();
    };
    this.#store.setState({ failure: { error, retry: retry ? retryOnce : null } });
  }

  dismiss(): void {
    this.#store.setState({ failure: null });
  }
}

/** A fault of the page itself is as unforeseen as one of the core, and says so. */
export function appErrorOf(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown;
  console.error(thrown);
  return new AppError({ code: 'internal', message: '', cause: thrown });
}
