import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CONTENT_SECURITY_POLICY } from '#core/serving/security-headers.ts';
import type { Studio } from '#core/studio/studio.ts';
import { startWebHost, type WebHost } from '../../../src-main/web/start-web-host.ts';
import { fakeStudio, SAMPLE } from '../../helpers/fake-studio.ts';
import { rawHttp } from '../../helpers/raw-http.ts';

const ASSET = 'a'.repeat(64);
const LINKED = 'b'.repeat(64);
const FOLDER = 'c'.repeat(64);
const GONE = 'd'.repeat(64);
const PCM = Buffer.from(Array.from({ length: 1000 }, (_, index) => index % 251));

let folder: string;
let studio: Studio;
let host: WebHost;
let port: number;
let cookie: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lectern-web-'));
  const rendererDir = join(folder, 'renderer');
  await mkdir(join(rendererDir, 'assets'), { recursive: true });
  await writeFile(join(folder, 'secret.html'), 'secret');
  await writeFile(join(rendererDir, 'index.html'), '<!doctype html><title>Lectern</title>');
  await writeFile(join(rendererDir, 'assets', 'main-1234.js'), 'export {};');
  await writeFile(join(rendererDir, 'assets', 'main-1234.js.map'), '{}');
  await symlink(join(folder, 'secret.html'), join(rendererDir, 'link.html'));
  await writeFile(join(folder, ASSET), PCM);
  await symlink(join(folder, ASSET), join(folder, LINKED));
  await mkdir(join(folder, FOLDER));
  studio = fakeStudio({
    locateMedia: (kind, id) => Promise.resolve(kind === 'pcm' ? join(folder, id) : null),
    handlers: ({ jobs }) => ({
      'sample.open': () =>
        jobs.start({ kind: 'sample' }, async ({ onProgress }) => {
          onProgress({ stage: 'speak', done: 1, total: 2 });
          return SAMPLE;
        }).result,
    }),
  }).studio;
  host = await startWebHost({ studio, rendererDir });
  port = Number(new URL(host.url).port);
  cookie = await signIn(host.url);
});

afterAll(async () => {
  await host.close();
  await rm(folder, { recursive: true });
});

async function signIn(url: string): Promise<string> {
  const { pathname, search } = new URL(url);
  const answer = await rawHttp(port, pathname + search);
  expect(answer.status).toBe(303);
  return answer.headers['set-cookie']?.[0]?.split(';')[0] ?? '';
}

function get(path: string, headers: Record<string, string> = {}) {
  return rawHttp(port, path, { headers: { cookie, ...headers } });
}

function post(path: string, body: string | Buffer, headers: Record<string, string> = {}) {
  const own = { cookie, origin: `http://127.0.0.1:${port}`, 'content-type': 'application/json' };
  return rawHttp(port, path, { method: 'POST', body, headers: { ...own, ...headers } });
}

describe('signing in', () => {
  test('[SEC37] the link redirects to an address without the token and works once', async () => {
    const { pathname, search } = new URL(host.newUrl());
    const first = await rawHttp(port, pathname + search);
    expect(first.status).toBe(303);
    expect(first.headers.location).toBe('/');
    expect((await rawHttp(port, pathname + search)).status).toBe(401);
  });

  test('[SEC37] a browser that is in already does not spend a link', async () => {
    const { pathname, search } = new URL(host.newUrl());
    const signedIn = await get(pathname + search);
    expect(signedIn.status).toBe(303);
    expect(signedIn.headers['set-cookie']).toBeUndefined();
    expect((await rawHttp(port, pathname + search)).status).toBe(303);
  });

  test.each(['/', '/index.html', '/assets/main-1234.js', `/media/pcm/${ASSET}`, '/events', '/?token=', '/?token=x'])(
    '[SEC39] without the cookie nothing is served: %s',
    async (path) => {
      const answer = await rawHttp(port, path);
      expect(answer.status).toBe(401);
      expect(answer.body.toString()).not.toContain('doctype');
    },
  );

  test('[SEC39] without the cookie nothing is called', async () => {
    expect((await post('/api/app.info', '{}', { cookie: '' })).status).toBe(401);
  });

  test('[SEC31] a signed-in request to another Host is refused', async () => {
    expect((await get('/', { host: 'evil.example' })).status).toBe(403);
    expect((await get('/', { host: `localhost:${port}` })).status).toBe(403);
  });

  test('[SEC32] a signed-in call from another origin is refused', async () => {
    expect((await post('/api/app.info', '{}', { origin: 'http://evil.example' })).status).toBe(403);
  });

  test('[SEC40] the host listens on loopback only', () => {
    expect(host.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]{43}$/);
  });
});

describe('the page', () => {
  test('[SEC41] every answer carries the policy and isolates the page', async () => {
    const answers = await Promise.all([get('/'), get('/nothing'), get(`/media/pcm/${ASSET}`), rawHttp(port, '/')]);
    for (const { headers } of answers) {
      expect(headers['content-security-policy']).toBe(CONTENT_SECURITY_POLICY);
      expect(headers['cross-origin-opener-policy']).toBe('same-origin');
      expect(headers['cross-origin-embedder-policy']).toBe('require-corp');
      expect(headers['x-content-type-options']).toBe('nosniff');
    }
  });

  test('[SEC42] the page and its files are served with their types', async () => {
    const [index, script] = await Promise.all([get('/'), get('/assets/main-1234.js')]);
    expect(index).toMatchObject({ status: 200, headers: { 'content-type': 'text/html; charset=utf-8' } });
    expect(script).toMatchObject({ status: 200, headers: { 'content-type': 'text/javascript; charset=utf-8' } });
  });

  test.each([
    '/../secret.html',
    '/assets/../../secret.html',
    '/%2e%2e/secret.html',
    '/..%2fsecret.html',
    '/..\\secret.html',
    '/secret.html%00.js',
    '//etc/passwd',
    '/etc/passwd',
    '/C:/Windows/win.ini',
    '/link.html',
    '/assets/',
    '/assets',
    '/assets/main-1234.js.map',
    '/index.html/',
  ])('[SEC43] what is not a file of the page is not there: %s', async (path) => {
    const answer = await get(path);
    expect(answer.status).toBe(404);
    expect(answer.body).toHaveLength(0);
  });
});

describe('media', () => {
  test('[SEC20] audio is served whole and by ranges', async () => {
    const whole = await get(`/media/pcm/${ASSET}`);
    expect(whole.status).toBe(200);
    expect(whole.headers['accept-ranges']).toBe('bytes');
    expect(whole.body.equals(PCM)).toBe(true);
    const part = await get(`/media/pcm/${ASSET}`, { range: 'bytes=100-199' });
    expect(part.status).toBe(206);
    expect(part.headers['content-range']).toBe('bytes 100-199/1000');
    expect(part.headers['content-length']).toBe('100');
    expect(part.body.equals(PCM.subarray(100, 200))).toBe(true);
    const suffix = await get(`/media/pcm/${ASSET}`, { range: 'bytes=-10' });
    expect(suffix.body.equals(PCM.subarray(990))).toBe(true);
  });

  test('[SEC20] HEAD says the size and sends nothing', async () => {
    const answer = await rawHttp(port, `/media/pcm/${ASSET}`, { method: 'HEAD', headers: { cookie } });
    expect(answer).toMatchObject({ status: 200, headers: { 'content-length': '1000' } });
    expect(answer.body).toHaveLength(0);
  });

  test.each(['bytes=1000-', 'bytes=0-1,5-6', 'nonsense'])('[SEC21] range %s is answered 416', async (range) => {
    const answer = await get(`/media/pcm/${ASSET}`, { range });
    expect(answer.status).toBe(416);
    expect(answer.headers['content-range']).toBe('bytes */1000');
    expect(answer.body).toHaveLength(0);
  });

  test.each([
    `/media/pcm/${LINKED}`,
    `/media/pcm/${FOLDER}`,
    `/media/pcm/${GONE}`,
    `/media/peaks/${ASSET}`,
    `/media/other/${ASSET}`,
    `/media/pcm/${ASSET.toUpperCase()}`,
    `/media/pcm/${ASSET}/`,
    `/media/pcm/${ASSET}%00`,
    `/media/pcm/../pcm/${ASSET}`,
    `/media/pcm/..%2f${ASSET}`,
    '/media/pcm/%2e%2e%2fsecret.html',
    '/media/pcm//etc/passwd',
    '/media/pcm/C:%5Csecret',
    '/media/',
  ])('[SEC22] what is not exactly an asset is not there: %s', async (path) => {
    expect((await get(path)).status).toBe(404);
  });

  test('[SEC23] a browser that leaves while a file is being opened leaves no file open', async () => {
    const body = Readable.from([Buffer.alloc(10)]);
    const asked = Promise.withResolvers<void>();
    const left = Promise.withResolvers<void>();
    const slow: Studio = {
      ...studio,
      serveMedia: async () => {
        asked.resolve();
        await left.promise;
        return { status: 200, headers: {}, body };
      },
    };
    const slowHost = await startWebHost({ studio: slow, rendererDir: join(folder, 'renderer') });
    port = Number(new URL(slowHost.url).port);
    const pair = await signIn(slowHost.url);
    const socket = connect(port, '127.0.0.1');
    socket.write(`GET /media/x HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nCookie: ${pair}\r\n\r\n`);
    await asked.promise;
    socket.destroy();
    const isGone = new Promise((resolve) => socket.once('close', resolve));
    await isGone;
    // The host hears of it a turn of its loop later than we do.
    await new Promise(setImmediate);
    left.resolve();
    await expect.poll(() => body.destroyed).toBe(true);
    await slowHost.close();
    port = Number(new URL(host.url).port);
  });

  test('[SEC22] audio cannot be posted to', async () => {
    expect((await post(`/media/pcm/${ASSET}`, '{}')).status).toBe(404);
  });
});

describe('calls', () => {
  test('[SEC44] a call is answered as dispatch answers it', async () => {
    const answer = await post('/api/app.info', '{}');
    expect(answer).toMatchObject({ status: 200, headers: { 'content-type': 'application/json; charset=utf-8' } });
    expect(JSON.parse(answer.body.toString())).toMatchObject({ ok: true, value: { version: '9.9.9' } });
  });

  test.each(['', '{', 'nothing', Buffer.from([0x22, 0xff, 0x22])])(
    '[SEC45] a body that is not JSON in UTF-8 is answered, not dropped: %j',
    async (body) => {
      const answer = await post('/api/app.info', body);
      expect(JSON.parse(answer.body.toString())).toMatchObject({ ok: false, error: { code: 'invalid-input' } });
    },
  );

  test('[SEC46] a body over the cap is refused, announced or not', async () => {
    const announced = await post('/api/app.info', Buffer.alloc(17 * 1024 * 1024, 0x20));
    expect(JSON.parse(announced.body.toString())).toMatchObject({ ok: false, error: { code: 'invalid-input' } });
    const streamed = await post('/api/app.info', Buffer.alloc(17 * 1024 * 1024, 0x20), {
      'transfer-encoding': 'chunked',
    });
    expect(JSON.parse(streamed.body.toString())).toMatchObject({ ok: false, error: { code: 'invalid-input' } });
  });

  test('[SEC34] a form post is refused', async () => {
    expect((await post('/api/app.info', 'a=1', { 'content-type': 'application/x-www-form-urlencoded' })).status).toBe(
      415,
    );
  });

  test('[SEC47] events arrive as they happen, and a page that left is forgotten', async () => {
    const socket = connect(port, '127.0.0.1');
    socket.write(`GET /events HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nCookie: ${cookie}\r\n\r\n`);
    let received = '';
    const chunks = socket.setEncoding('utf8')[Symbol.asyncIterator]();
    const readUntil = async (text: string) => {
      while (!received.includes(text)) received += (await chunks.next()).value as string;
    };
    await readUntil('retry: 1000');
    expect(received).toContain('text/event-stream');
    await post('/api/sample.open', '{}');
    await readUntil('"state":"done"');
    expect(received).toContain('"stage":"speak"');
    socket.destroy();
    await expect(post('/api/sample.open', '{}')).resolves.toMatchObject({ status: 200 });
  });
});

describe('uploads', () => {
  const send = (body: string | Buffer, headers: Record<string, string> = {}) =>
    post('/upload?name=..%2F..%2Fc%3A%5Csongs%5Cr%C3%A4in.wav', body, { 'content-type': 'audio/wav', ...headers });

  test('[SEC48] bytes come in as they are, under a name that is no path', async () => {
    const answer = JSON.parse((await send(PCM)).body.toString());
    expect(answer).toMatchObject({ ok: true, value: { name: 'räin.wav', byteLength: PCM.length } });
    const { path } = studio.uploads.file(answer.value.fileId);
    expect(await readFile(path)).toEqual(PCM);
    await studio.uploads.forget(answer.value.fileId);
  });

  test('[SEC48] without the cookie, or from another page, nothing is taken', async () => {
    expect((await send(PCM, { cookie: '' })).status).toBe(401);
    expect((await send(PCM, { origin: 'http://evil.example' })).status).toBe(403);
  });

  test('[SEC49] more than 8 GB is refused before it is taken', async () => {
    const answer = JSON.parse((await send('', { 'content-length': String(9e9) })).body.toString());
    expect(answer).toMatchObject({ ok: false, error: { code: 'invalid-input' } });
  });
});
