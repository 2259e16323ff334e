import { Cancelled, throwIfCancelled } from '#shared/errors.ts';

/** Lets a few in at a time, in the order they came. */
export interface Turns {
  /** Waits for a turn, does the work and passes the turn on. Throws Cancelled when `signal` ends the wait. */
  run<Result>(work: () => Promise<Result>, signal?: AbortSignal): Promise<Result>;
}

export function createTurns(size: number): Turns {
  /** In the order they came. */
  const waiting = new Set<() => void>();
  let taken = 0;

  async function take(signal: AbortSignal | undefined): Promise<void> {
    if (taken < size) {
      taken++;
      return;
    }
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const leave = () => {
      waiting.delete(resolve);
      reject(new Cancelled());
    };
    waiting.add(resolve);
    signal?.addEventListener('abort', leave, { once: true });
    await promise.finally(() => signal?.removeEventListener('abort', leave));
  }

  /** The turn goes to who waits longest, or is free again. */
  function pass(): void {
    const [next] = waiting;
    if (!next) {
      taken--;
      return;
    }
    waiting.delete(next);
    next();
  }

  return {
    run: async (work, signal) => {
      throwIfCancelled(signal);
      await take(signal);
      try {
        return await work();
      } finally {
        pass();
      }
    },
  };
}
