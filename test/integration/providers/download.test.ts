import { createServer as createHttp, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo, createServer as createTcp, type LookupFunction, type Server } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import type { Clock } from '#core/providers/clock.ts';
import { createDownload, type DownloadInit } from '#core/providers/download.ts';
import { createFail } from '#core/providers/provider-error.ts';
import { Cancelled } from '#shared/errors.ts';

const fail = createFail({ id: 'x', name: 'X', redact: (text) => text });
const AT_ONCE: Clock = { nowMs: () => 0, sleep: async () => undefined };
const servers: Server[] = [];

afterEach(async () => {
  for (const server of servers.splice(0)) {
    if ('closeAllConnections' in server) (server.closeAllConnections as () => void).call(server);
    await new Promise((resolve) => server.close(resolve));
  }
});

async function listen(server: Server): Promise<number> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

async function serve(handler: (request: IncomingMessage, response: ServerResponse) => void): Promise<string> {
  return `http://127.0.0.1:${await listen(createHttp(handler))}`;
}

function get(url: string, init: Partial<DownloadInit> = {}, maxBytes = 1000, signal?: AbortSignal) {
  const download = createDownload({ fail, isPrivateAllowed: true, clock: AT_ONCE, totalMs: 3000, ...init });
  return download(url, { what: 'audio', maxBytes, signal });
}

/** A name server of our own. */
function namesLeadTo(...addresses: readonly string[]): LookupFunction {
  return (_hostname, _options, callback) => {
    const found = addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
    callback(null, found as unknown as string, 4);
  };
}

const REFUSED = { kind: 'download_failed', isRetryable: false, details: { phase: 'download' } };

describe('fetching a result', () => {
  test.each([
    'http://127.0.0.1/a.mp3',
    'https://localhost/a.mp3',
    'https://2130706433/a.mp3',
    'https://0x7f.1/a.mp3',
    'https://[::ffff:169.254.169.254]/a.mp3',
    'https://10.0.0.7/a.mp3',
    'ftp://example.com/a.mp3',
    'file:///etc/passwd',
    'https://me:pw@example.com/a.mp3',
    'data:audio/mpeg;base64,SUQz',
    'not an address',
  ])('[PRV11] %s is refused', async (url) => {
    await expect(get(url, { isPrivateAllowed: false, lookup: namesLeadTo() })).rejects.toMatchObject(REFUSED);
  });

  test.each([[['127.0.0.1']], [['8.8.8.8', '10.0.0.1']], [['::1']], [['::ffff:192.168.0.1']], [[]]])(
    '[PRV11] a name that leads to %j is refused when it is connected to',
    async (addresses) => {
      const call = get('https://storage.example/a.mp3', { isPrivateAllowed: false, lookup: namesLeadTo(...addresses) });
      await expect(call).rejects.toMatchObject({
        ...REFUSED,
        message: expect.stringContaining('storage.example leads to'),
      });
    },
  );

  test('[PRV12] with leave, plain http to this machine works', async () => {
    const url = await serve((_request, response) => void response.end('bytes'));
    expect(Buffer.from(await get(`${url}/a.mp3?Signature=x`)).toString()).toBe('bytes');
  });

  test('[PRV12] anywhere else http becomes https', async () => {
    const first = Promise.withResolvers<number>();
    const server = createTcp((socket) => {
      socket.once('data', (bytes) => {
        first.resolve(bytes[0] ?? 0);
        socket.destroy();
      });
      socket.on('error', () => undefined);
    });
    const port = await listen(server);
    await expect(
      get(`http://storage.example:${port}/a.mp3`, { lookup: namesLeadTo('127.0.0.1') }),
    ).rejects.toMatchObject(REFUSED);
    // 22: a TLS handshake
    expect(await first.promise).toBe(22);
  });

  test('[PRV13] redirects are followed without credentials, at most five', async () => {
    const seen: IncomingMessage['headers'][] = [];
    const url = await serve((request, response) => {
      seen.push(request.headers);
      const step = Number(request.url?.slice(1));
      if (step > 0) response.writeHead(302, { location: `/${step - 1}` }).end();
      else response.end('there');
    });
    expect(Buffer.from(await get(`${url}/5`)).toString()).toBe('there');
    expect(seen).toHaveLength(6);
    for (const headers of seen) expect(Object.keys(headers).sort()).toEqual(['connection', 'host', 'user-agent']);
    await expect(get(`${url}/6`)).rejects.toMatchObject(REFUSED);
  });

  test.each(['ftp://example.com/a', 'https://me:pw@example.com/a', 'file:///etc/passwd', 'http://'])(
    '[PRV13] a redirect to %s is refused',
    async (location) => {
      const url = await serve((_request, response) => void response.writeHead(302, { location }).end());
      await expect(get(url)).rejects.toMatchObject({ ...REFUSED, message: expect.stringContaining('refused') });
    },
  );

  test.each([403, 404, 410, 401])('[PRV14] HTTP %i is final', async (status) => {
    let asked = 0;
    const url = await serve((_request, response) => {
      asked++;
      response.writeHead(status).end('<Error/>');
    });
    await expect(get(url)).rejects.toMatchObject({ kind: 'download_failed', details: { httpStatus: status } });
    expect(asked).toBe(1);
  });

  test('[PRV14] a passing failure is tried again, here and not at the service', async () => {
    let asked = 0;
    const url = await serve((request, response) => {
      asked++;
      if (asked === 1) response.writeHead(503).end();
      else if (asked === 2) request.socket.resetAndDestroy();
      else response.end('at last');
    });
    expect(Buffer.from(await get(url)).toString()).toBe('at last');
    expect(asked).toBe(3);
  });

  test('[PRV14] a lasting failure ends after three tries, and the speech is not asked for again', async () => {
    let asked = 0;
    const url = await serve((_request, response) => {
      asked++;
      response.writeHead(500).end();
    });
    await expect(get(url)).rejects.toMatchObject(REFUSED);
    expect(asked).toBe(3);
  });

  test('[PRV14] too much is too much, and too late is too late', async () => {
    const large = await serve((_request, response) => void response.end('x'.repeat(1001)));
    await expect(get(large)).rejects.toMatchObject({ ...REFUSED, message: expect.stringContaining('larger') });
    const slow = await serve((_request, response) => void response.write('x'));
    await expect(get(slow, { totalMs: 150 })).rejects.toMatchObject({
      ...REFUSED,
      message: expect.stringContaining('in time'),
    });
  });

  test('[PRV2] cancelling a download stops it', async () => {
    const controller = new AbortController();
    const url = await serve((_request, response) => {
      response.write('x');
      setImmediate(() => controller.abort());
    });
    await expect(get(url, {}, 1000, controller.signal)).rejects.toThrow(Cancelled);
  });
});
