import { expect, test } from 'vitest';
import { createBridge } from '../../../src-preload/bridge.ts';

function fakeIpc() {
  const listeners = new Map<string, Set<(...args: unknown[]) => void>>();
  const invoked: unknown[][] = [];
  const ipc = {
    invoke: async (...args: unknown[]) => {
      invoked.push(args);
      return { ok: true, value: 1 };
    },
    on(channel: string, listener: (...args: unknown[]) => void) {
      listeners.set(channel, (listeners.get(channel) ?? new Set()).add(listener));
      return ipc;
    },
    removeListener(channel: string, listener: (...args: unknown[]) => void) {
      listeners.get(channel)?.delete(listener);
      return ipc;
    },
  };
  return { ipc: ipc as never, invoked, listeners };
}

test('[SEC68] the bridge has two members and no more', () => {
  const bridge = createBridge(fakeIpc().ipc);
  expect(Object.keys(bridge).sort()).toEqual(['invoke', 'subscribe']);
});

test('[SEC68] calls go through the one channel', async () => {
  const { ipc, invoked } = fakeIpc();
  await expect(createBridge(ipc).invoke('app.info', {})).resolves.toEqual({
    ok: true,
    value: 1,
  });
  expect(invoked).toEqual([['lectern:invoke', 'app.info', {}]]);
});

test('[SEC68] an event reaches the page without its sender, until the page stops listening', () => {
  const { ipc, listeners } = fakeIpc();
  const seen: unknown[][] = [];
  const unsubscribe = createBridge(ipc).subscribe((...args) => void seen.push(args));
  const emit = (message: unknown) => {
    for (const listener of listeners.get('lectern:event') ?? []) listener({ sender: 'secret' }, message);
  };
  emit('one');
  unsubscribe();
  emit('two');
  expect(seen).toEqual([['one']]);
});
