import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { CONTENT_SECURITY_POLICY } from '#core/serving/security-headers.ts';
import { type FileRequest, type FileResponse, NOT_FOUND } from '#core/serving/served.ts';
import type { UploadedFile } from '#shared/contract/files.ts';
import { createProtocolHandler } from '../../../src-main/electron/protocol-handler.ts';
import { fakeStudio } from '../../helpers/fake-studio.ts';

function handlerThatRecords() {
  const seen: (FileRequest & { by: string })[] = [];
  const serve =
    (by: string) =>
    async (request: FileRequest): Promise<FileResponse> => {
      seen.push({ ...request, by });
      return { status: 206, headers: { 'Content-Type': 'x/y' }, body: Readable.from([Buffer.from('abc')]) };
    };
  const { uploads, log } = fakeStudio().studio;
  const studio = { serveMedia: serve('media'), serveExport: serve('export'), uploads, log };
  return { seen, uploads, handle: createProtocolHandler({ servePage: serve('page'), studio }) };
}

test('[SEC67] the page and its audio come from one origin, with ranges and the policy', async () => {
  const { seen, handle } = handlerThatRecords();
  await handle(new Request('app://studio/index.html?x=1'));
  const media = await handle(new Request('app://studio/media/pcm/ff', { headers: { range: 'bytes=0-2' } }));
  expect(seen).toEqual([
    { by: 'page', method: 'GET', path: '/index.html', range: undefined },
    { by: 'media', method: 'GET', path: '/media/pcm/ff', range: 'bytes=0-2' },
  ]);
  expect(media.status).toBe(206);
  expect(media.headers.get('content-type')).toBe('x/y');
  expect(media.headers.get('content-security-policy')).toBe(CONTENT_SECURITY_POLICY);
  expect(media.headers.get('cross-origin-embedder-policy')).toBe('require-corp');
  await expect(media.text()).resolves.toBe('abc');
});

test.each(['app://evil/index.html', 'app://studio:1/index.html'])(
  '[SEC67] another host gets nothing: %s',
  async (url) => {
    const { seen, handle } = handlerThatRecords();
    expect((await handle(new Request(url))).status).toBe(404);
    expect(seen).toEqual([]);
  },
);

test('[SEC67] what is not there is 404 without a body', async () => {
  const handle = createProtocolHandler({ servePage: async () => NOT_FOUND, studio: fakeStudio().studio });
  const response = await handle(new Request('app://studio/../x'));
  expect(response.status).toBe(404);
  await expect(response.text()).resolves.toBe('');
});

test('[SEC78] a file that is posted is taken in under a name without a path', async () => {
  const { handle, uploads } = handlerThatRecords();
  const request = new Request(`app://studio/upload?name=${encodeURIComponent('../../etc/Über Nacht.wav')}`, {
    method: 'POST',
    body: 'bytes',
  });
  const { ok, value } = (await (await handle(request)).json()) as { ok: boolean; value: UploadedFile };
  expect(ok).toBe(true);
  expect(value).toMatchObject({ name: 'Über Nacht.wav', byteLength: 5 });
  const { path } = uploads.file(value.fileId);
  await expect(readFile(path, 'utf8')).resolves.toBe('bytes');
  await uploads.close();
  expect(existsSync(path)).toBe(false);
  expect((await handle(new Request('app://studio/api/x', { method: 'POST', body: '{}' }))).status).toBe(405);
});
