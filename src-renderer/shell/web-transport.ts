import type { Transport } from '#shared/contract/client.ts';
import { Unreachable } from './unreachable.ts';

/** Calls and events over the loopback web host that served this page. */
export function createWebTransport(): Transport {
  return {
    async invoke(method, input) {
      const response = await fetch(`/api/${method}`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify(input),
      }).catch((cause: unknown) => {
        throw new Unreachable(cause);
      });
      // Refused before dispatch: this page belongs to an earlier start of the host.
      if (!response.ok) throw new Unreachable(response.status);
      return response.json();
    },
    subscribe(listener, onResumed) {
      const source = new EventSource('/events');
      let isFirst = true;
      source.onopen = () => {
        if (!isFirst) onResumed?.();
        isFirst = false;
      };
      source.onmessage = ({ data }: MessageEvent<string>) => listener(JSON.parse(data));
      return () => source.close();
    },
  };
}
