import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import type { AnswerRecord } from '#core/providers/answer-record.ts';
import {
  createServiceHttp,
  type HttpAnswer,
  type HttpCall,
  type HttpLimits,
  type ServiceHttp,
} from '#core/providers/http.ts';
import { createFail } from '#core/providers/provider-error.ts';
import { Cancelled } from '#shared/errors.ts';

const fail = createFail({ id: 'x', name: 'X', redact: (text) => text });
const open: { server?: Server; http?: ServiceHttp } = {};

afterEach(async () => {
  await open.http?.close();
  open.server?.closeAllConnections();
  await new Promise((resolve) => (open.server ? open.server.close(resolve) : resolve(undefined)));
  delete open.server;
  delete open.http;
});

async function serve(
  handler: (request: IncomingMessage, response: ServerResponse) => void,
  limits: Partial<HttpLimits> = {},
  path = '',
): Promise<{ http: ServiceHttp; server: Server; port: number }> {
  const server = createServer(handler);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const headers = { Authorization: 'Bearer secret' };
  const http = createServiceHttp({ baseUrl: `http://127.0.0.1:${port}${path}`, headers, fail, limits });
  Object.assign(open, { server, http });
  return { http, server, port };
}

const POST: HttpCall = { method: 'POST', path: '/v1/x', body: '{}' };

async function readAll(answer: HttpAnswer): Promise<string> {
  let text = '';
  for await (const chunk of answer.chunks()) text += Buffer.from(chunk).toString();
  return text;
}

describe('an exchange with a service', () => {
  test('carries the path, the credentials, our name and nothing unasked', async () => {
    let seen: Partial<IncomingMessage> = {};
    const { http } = await serve(
      (request, response) => {
        seen = { url: request.url ?? '', method: request.method ?? '', headers: request.headers };
        response.end('yes');
      },
      {},
      '/proxy',
    );
    expect(await http.exchange({ ...POST, path: '/v1/x?a=1', headers: { Accept: 'text/plain' } }, readAll)).toBe('yes');
    const { host, ...headers } = seen.headers ?? {};
    expect([seen.method, seen.url, host?.startsWith('127.0.0.1:')]).toEqual(['POST', '/proxy/v1/x?a=1', true]);
    expect(headers).toEqual({
      connection: 'keep-alive',
      'user-agent': 'Lectern',
      accept: 'text/plain',
      authorization: 'Bearer secret',
      'content-length': '2',
    });
  });

  test('[PRV1] an answer that does not come ends with the time for all', async () => {
    const { http } = await serve(() => undefined, { totalMs: 150 });
    await expect(http.exchange(POST, readAll)).rejects.toMatchObject({
      kind: 'timeout',
      isRetryable: true,
      details: { phase: 'headers' },
    });
  });

  test('[PRV1] an answer that drips ends with the time for all', async () => {
    const { http } = await serve(
      (_request, response) => {
        const timer = setInterval(() => response.write('.'), 20);
        response.on('close', () => clearInterval(timer));
      },
      { totalMs: 200 },
    );
    await expect(http.exchange(POST, readAll)).rejects.toMatchObject({ kind: 'timeout', details: { phase: 'body' } });
  });

  test('[PRV1] an answer that falls silent ends before the time for all', async () => {
    const { http } = await serve((_request, response) => void response.write('.'), { totalMs: 20_000, idleMs: 100 });
    await expect(http.exchange(POST, readAll)).rejects.toMatchObject({
      kind: 'timeout',
      message: 'X: the service stopped answering in time. Try again, or allow more time.',
    });
  });

  test('[PRV2] cancelling closes the socket, before and during an answer', async () => {
    for (const isAnswering of [false, true]) {
      const controller = new AbortController();
      const closed = Promise.withResolvers<void>();
      const { http } = await serve((request, response) => {
        request.socket.on('close', () => closed.resolve());
        if (isAnswering) response.write('.');
        setImmediate(() => controller.abort());
      });
      await expect(http.exchange({ ...POST, signal: controller.signal }, readAll)).rejects.toThrow(Cancelled);
      await closed.promise;
    }
  });

  test('[PRV2] what is cancelled already is not sent', async () => {
    let isAsked = false;
    const { http } = await serve((_request, response) => {
      isAsked = true;
      response.end();
    });
    await expect(http.exchange({ ...POST, signal: AbortSignal.abort() }, readAll)).rejects.toThrow(Cancelled);
    expect(isAsked).toBe(false);
  });

  test.each([301, 302, 307, 308])('[PRV3] a redirect (%i) is not followed', async (status) => {
    const asked: string[] = [];
    const { http } = await serve((request, response) => {
      asked.push(request.url ?? '');
      response.writeHead(status, { location: '/elsewhere' }).end();
    });
    await expect(http.exchange(POST, readAll)).rejects.toMatchObject({
      kind: 'protocol',
      details: { httpStatus: status },
    });
    expect(asked).toEqual(['/v1/x']);
  });

  test.each(['.evil.example/x', '@evil.example/x', ':1/x'])(
    '[PRV3] a path %j cannot lead to another origin',
    async (path) => {
      const { http } = await serve((_request, response) => void response.end());
      const call = async () => http.exchange({ ...POST, path }, readAll);
      await expect(call()).rejects.toThrow(TypeError);
    },
  );

  test('[PRV3] a path cannot lengthen the name of the host', async () => {
    const http = createServiceHttp({ baseUrl: 'https://api.example', headers: {}, fail });
    const call = async () => http.exchange({ ...POST, path: '.evil.example/x' }, readAll);
    await expect(call()).rejects.toThrow(TypeError);
    await http.close();
  });

  test('[PRV4] a body beyond its cap is given up and its socket closed', async () => {
    const closed = Promise.withResolvers<void>();
    const { http } = await serve(
      (_request, response) => {
        response.on('close', () => closed.resolve());
        const more = (): void => {
          while (!response.destroyed && response.write(Buffer.alloc(64 * 1024)));
        };
        response.on('drain', more);
        more();
      },
      { maxBodyBytes: 1024 * 1024 },
    );
    await expect(http.exchange(POST, readAll)).rejects.toMatchObject({ kind: 'protocol' });
    await closed.promise;
  });

  test('[PRV4] an answer in an encoding nobody asked for is refused', async () => {
    const { http } = await serve((request, response) => {
      expect(request.headers['accept-encoding']).toBeUndefined();
      response.writeHead(200, { 'content-encoding': 'gzip' }).end('bomb');
    });
    await expect(http.exchange(POST, readAll)).rejects.toMatchObject({ kind: 'protocol' });
  });

  test.each([
    ['reset', true, 'network'],
    ['reset', false, 'network'],
    ['close', true, 'truncated_stream'],
    ['close', false, 'network'],
  ] as const)('[PRV5] a %s in mid-answer, streamed: %s, is %s', async (how, isStream, kind) => {
    const { http } = await serve((request, response) => {
      response.write('half');
      setImmediate(() => (how === 'reset' ? request.socket.resetAndDestroy() : request.socket.destroy()));
    });
    await expect(http.exchange({ ...POST, isStream }, readAll)).rejects.toMatchObject({ kind, isRetryable: true });
  });

  test('[PRV5] a connection closed before any answer is a network failure', async () => {
    const { http } = await serve((request) => request.socket.destroy());
    await expect(http.exchange({ ...POST, isStream: true }, readAll)).rejects.toMatchObject({ kind: 'network' });
  });

  test('[PRV5] nobody at home is a network failure of the connect phase', async () => {
    const { http, server } = await serve(() => undefined);
    await new Promise((resolve) => server.close(resolve));
    await expect(http.exchange(POST, readAll)).rejects.toMatchObject({
      kind: 'network',
      details: { phase: 'connect' },
    });
  });

  test('[PRV5] an answer that is no HTTP is a protocol failure', async () => {
    const { http } = await serve((request) => void request.socket.end('SSH-2.0-OpenSSH_9.6\r\n'));
    await expect(http.exchange(POST, readAll)).rejects.toMatchObject({ kind: 'protocol' });
  });

  test('[PRV6] connections are used again, also when an answer is left unread', async () => {
    const sockets = new Set<unknown>();
    const { http } = await serve((request, response) => {
      sockets.add(request.socket);
      response.end('data: 1\n\ndata: 2\n\n');
    });
    for (let turn = 0; turn < 5; turn++) {
      await http.exchange(POST, async (answer) => {
        for await (const chunk of answer.chunks()) return chunk.length;
        return 0;
      });
      await http.exchange(POST, readAll);
      await http.exchange(POST, async () => undefined);
    }
    // undici takes a second one when it is asked again before the first has settled.
    expect(sockets.size).toBeLessThanOrEqual(2);
  });

  test('[PRV6] an answer that goes on after it was understood is not waited for', async () => {
    const closed = Promise.withResolvers<void>();
    const { http } = await serve((request, response) => {
      request.socket.on('close', () => closed.resolve());
      response.write('first');
    });
    const start = performance.now();
    await http.exchange(POST, async (answer) => {
      for await (const chunk of answer.chunks()) return chunk.length;
      return 0;
    });
    await closed.promise;
    expect(performance.now() - start).toBeLessThan(3000);
  });
});

test('[PRV77] an answer that another process is to bring, and does not, is waited for as long as for any', async () => {
  const { http } = await serve((_request, response) => void response.end(), { totalMs: 150 });
  const record: AnswerRecord = {
    place: (_key, signal) =>
      new Promise((_, reject) => signal?.addEventListener('abort', () => reject(new Cancelled()))),
    discard: async () => undefined,
  };
  await expect(http.exchange({ ...POST, record }, readAll)).rejects.toMatchObject({ kind: 'timeout' });
  const signal = AbortSignal.timeout(20);
  await expect(http.exchange({ ...POST, record, signal }, readAll)).rejects.toThrow(Cancelled);
});
