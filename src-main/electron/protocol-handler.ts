import { Readable } from 'node:stream';
import type { ReadableStream as WebStream } from 'node:stream/web';
import { answerOf } from '#core/error-answer.ts';
import { SECURITY_HEADERS } from '#core/serving/security-headers.ts';
import type { ServeFile } from '#core/serving/serve-media.ts';
import type { Studio } from '#core/studio/studio.ts';
import { EXPORTS_PATH } from '#shared/contract/exports.ts';
import { UPLOAD_PATH } from '#shared/contract/files.ts';
import { MEDIA_PATH } from '#shared/media-url.ts';
import { isOwnPage } from './own-page.ts';

/**
 * Answers every request to `app://`: the page's files, and audio and uploads under the same origin as on the web host. A
 * scheme of its own for audio would have to be opened to other origins (Electron checks no CORS headers there).
 */
export function createProtocolHandler(parts: {
  readonly servePage: ServeFile;
  readonly studio: Pick<Studio, 'serveMedia' | 'serveExport' | 'uploads' | 'log'>;
}): (request: Request) => Promise<Response> {
  const { servePage, studio } = parts;
  return async (request) => {
    const { pathname: path, searchParams } = new URL(request.url);
    if (!isOwnPage(request.url)) return new Response(null, { status: 404, headers: SECURITY_HEADERS });
    if (request.method === 'POST') {
      return path === UPLOAD_PATH ? takeUpload(studio, searchParams.get('name') ?? '', request) : refused();
    }
    const serve = path.startsWith(MEDIA_PATH)
      ? studio.serveMedia
      : path.startsWith(EXPORTS_PATH)
        ? studio.serveExport
        : servePage;
    const range = request.headers.get('range') ?? undefined;
    const { status, headers, body } = await serve({ method: request.method, path, range });
    return new Response(body && (Readable.toWeb(body) as ReadableStream<Uint8Array>), {
      status,
      headers: { ...SECURITY_HEADERS, ...headers },
    });
  };
}

async function takeUpload(
  { uploads, log }: Pick<Studio, 'uploads' | 'log'>,
  name: string,
  request: Request,
): Promise<Response> {
  const body = request.body ? Readable.fromWeb(request.body as WebStream<Uint8Array>) : Readable.from([]);
  const answer = await uploads.receive(name, body).then(
    (value) => ({ ok: true, value }),
    (thrown: unknown) => ({ ok: false, error: answerOf(thrown, log) }),
  );
  return Response.json(answer, { headers: { ...SECURITY_HEADERS, 'Cache-Control': 'no-store' } });
}

function refused(): Response {
  return new Response(null, { status: 405, headers: SECURITY_HEADERS });
}
