import type { IpcRenderer } from 'electron';
import { EVENT_CHANNEL, INVOKE_CHANNEL } from '#shared/ipc-channels.ts';

/**
 * All that Electron's page gets from outside the page. It knows no method's name: what may be asked is decided by
 * the contract, in the core. Paths of files are not among it: the page hands over bytes, see contract/files.ts.
 */
export interface Bridge {
  invoke(method: string, input: unknown): Promise<unknown>;
  /** Ends when the returned function is called. */
  subscribe(listener: (event: unknown) => void): () => void;
}

export function createBridge(ipc: Pick<IpcRenderer, 'invoke' | 'on' | 'removeListener'>): Bridge {
  return {
    invoke: (method, input) => ipc.invoke(INVOKE_CHANNEL, method, input),
    subscribe(listener) {
      // The first argument is Electron's own event with the sender in it: the page must not get hold of that.
      const forward = (_event: unknown, message: unknown): void => listener(message);
      ipc.on(EVENT_CHANNEL, forward);
      return () => {
        ipc.removeListener(EVENT_CHANNEL, forward);
      };
    },
  };
}
