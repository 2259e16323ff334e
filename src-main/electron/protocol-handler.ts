import { Readable } from 'node:stream';
import { SECURITY_HEADERS } from '#core/serving/security-headers.ts';
import type { ServeFile } from '#core/serving/serve-media.ts';
import { MEDIA_PATH } from '#shared/media-url.ts';
import { isOwnPage } from './own-page.ts';

/**
 * Answers every request to `app://`: the page's files, and audio under the same origin as on the web host. A scheme
 * of its own for audio would have to be opened to other origins (Electron checks no CORS headers there).
 */
export function createProtocolHandler(parts: {
  readonly servePage: ServeFile;
  readonly serveMedia: ServeFile;
}): (request: Request) => Promise<Response> {
  return async (request) => {
    const path = new URL(request.url).pathname;
    if (!isOwnPage(request.url)) return new Response(null, { status: 404, headers: SECURITY_HEADERS });
    const serve = path.startsWith(MEDIA_PATH) ? parts.serveMedia : parts.servePage;
    const range = request.headers.get('range') ?? undefined;
    const { status, headers, body } = await serve({ method: request.method, path, range });
    return new Response(body && (Readable.toWeb(body) as ReadableStream<Uint8Array>), {
      status,
      headers: { ...SECURITY_HEADERS, ...headers },
    });
  };
}
