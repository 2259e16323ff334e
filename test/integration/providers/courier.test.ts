/** What talks to the services, as a process and as a thread. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { FromCourier, SendMessage } from '#core/providers/courier-messages.ts';
import { type CourierPort, startCourierPort } from '#core/providers/courier-port.ts';

const folder = mkdtempSync(join(tmpdir(), 'lectern-courier-'));
const PIECES = ['one ', 'two ', 'three'];
let server: Server;
let status = 200;
let isCut = false;

beforeEach(async () => {
  mkdirSync(folder, { recursive: true });
  status = 200;
  isCut = false;
  server = createServer((request, response) => {
    request.resume().once('end', () => {
      response.writeHead(status, { 'content-type': 'text/plain' });
      for (const piece of PIECES) response.write(piece);
      if (isCut) setImmediate(() => request.socket.destroy());
      else response.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

function started(isThread: boolean) {
  const heard: FromCourier[] = [];
  const closed = Promise.withResolvers<void>();
  const over = Promise.withResolvers<void>();
  const port: CourierPort = startCourierPort(
    (message) => {
      heard.push(message);
      if (message.type === 'end' || message.type === 'failed') over.resolve();
      if (message.type === 'closed') closed.resolve();
    },
    () => undefined,
    isThread,
  );
  port.hold(true);
  return { port, heard, over: over.promise, closed: closed.promise };
}

function request(recordPath: string | null): SendMessage {
  const { port } = server.address() as AddressInfo;
  return {
    ...{ type: 'send', id: 7, line: 1, origin: `http://127.0.0.1:${port}`, path: '/x', method: 'POST', headers: {} },
    ...{ body: '{}', connectMs: 5000, headersMs: 5000, idleMs: 5000, maxBodyBytes: 1000, recordPath },
  } as const;
}

async function exchanged(isThread: boolean, recordPath: string | null): Promise<readonly FromCourier[]> {
  const { port, heard, over, closed } = started(isThread);
  port.post(request(recordPath));
  await over;
  port.post({ type: 'close', line: 1 });
  await closed;
  port.hold(false);
  return heard;
}

const KINDS = [
  ['a process', false],
  ['a thread', true],
] as const;

test.each(KINDS)(
  '[PRV77] %s hands over an answer in pieces and has written it down by its end',
  async (_, isThread) => {
    const path = join(folder, 'whole.answer');
    const heard = await exchanged(isThread, path);
    expect(heard[0]).toMatchObject({ type: 'head', id: 7, status: 200 });
    const bytes = heard.flatMap((message) => (message.type === 'chunk' ? Buffer.from(message.bytes).toString() : []));
    expect(bytes.join('')).toBe(PIECES.join(''));
    const [head = '', ...body] = readFileSync(path, 'utf8').split('\n');
    expect(JSON.parse(head)).toMatchObject({ status: 200, headers: { 'content-type': 'text/plain' } });
    expect(body.join('\n')).toBe(PIECES.join(''));
    expect(readdirSync(folder)).toEqual(['whole.answer']);
  },
);

test.each(KINDS)('[PRV77] %s keeps neither refusals nor what was cut off', async (_, isThread) => {
  status = 401;
  expect((await exchanged(isThread, join(folder, 'refused.answer'))).at(-2)).toMatchObject({ type: 'end' });
  status = 200;
  isCut = true;
  expect((await exchanged(isThread, join(folder, 'cut.answer'))).at(-2)).toMatchObject({ type: 'failed' });
  expect(readdirSync(folder)).toEqual([]);
});

test.each(KINDS)('[PRV77] %s goes on without a record where none can be written', async (_, isThread) => {
  const path = join(folder, 'no such folder', 'x.answer');
  expect((await exchanged(isThread, path)).at(-2)).toMatchObject({ type: 'end' });
  expect(existsSync(path)).toBe(false);
});
