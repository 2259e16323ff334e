import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Studio } from '#core/studio/studio.ts';

/** A comment now and then keeps proxies and sleeping laptops from mistaking silence for the end. */
const KEEP_ALIVE_MS = 25_000;
/** A page that does not read must not make the host hold its events for ever; it reconnects and asks again. */
const MAX_BUFFERED_BYTES = 1024 * 1024;

/** Sends the core's events as server-sent events until the page goes. */
export function streamEvents(
  request: IncomingMessage,
  response: ServerResponse,
  events: Studio['events'],
  headers: Readonly<Record<string, string>>,
): void {
  response.writeHead(200, {
    ...headers,
    'Content-Type': 'text/event-stream; charset=utf-8',
    'Cache-Control': 'no-store',
  });
  if (request.method === 'HEAD') {
    response.end();
    return;
  }
  response.write('retry: 1000\n\n');
  const unsubscribe = events.subscribe((event) => {
    response.write(`data: ${JSON.stringify(event)}\n\n`);
    if (response.writableLength > MAX_BUFFERED_BYTES) response.destroy();
  });
  const keepAlive = setInterval(() => response.write(':\n\n'), KEEP_ALIVE_MS);
  response.on('close', () => {
    clearInterval(keepAlive);
    unsubscribe();
  });
}
