import type { EventMessage } from '#shared/contract/contract.ts';
import type { Log } from '../ports.ts';

/** Where the core says what happens and shells listen. */
export interface EventHub {
  publish(event: EventMessage): void;
  /** Ends when the returned function is called. */
  subscribe(listener: (event: EventMessage) => void): () => void;
}

export function createEventHub(log: Log): EventHub {
  const listeners = new Set<(event: EventMessage) => void>();
  return {
    publish(event) {
      for (const listener of [...listeners]) {
        try {
          listener(event);
        } catch (thrown) {
          // A broken window must not stop the work whose progress it shows.
          log.warn('event listener failed', { event: event.name, error: String(thrown) });
        }
      }
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
}
