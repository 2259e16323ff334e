import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { answerOf } from '#core/error-answer.ts';
import { SECURITY_HEADERS } from '#core/serving/security-headers.ts';
import type { ServeFile } from '#core/serving/serve-media.ts';
import type { Studio } from '#core/studio/studio.ts';
import { EXPORTS_PATH } from '#shared/contract/exports.ts';
import { UPLOAD_PATH } from '#shared/contract/files.ts';
import { MEDIA_PATH } from '#shared/media-url.ts';
import { streamEvents } from './event-stream.ts';
import { readJsonBody } from './request-body.ts';
import { judgeRequest } from './request-guard.ts';
import type { Session } from './session.ts';

const CALL_PATH = '/api/';
const EVENTS_PATH = '/events';

interface Parts {
  readonly studio: Studio;
  readonly servePage: ServeFile;
  readonly session: Session;
  /** `127.0.0.1:<port>`, exactly as our own page names it. */
  readonly ownHost: string;
}

export function createRequestHandler(parts: Parts): (request: IncomingMessage, response: ServerResponse) => void {
  return (request, response) => {
    route(parts, request, response).catch((thrown: unknown) => {
      // A browser that leaves in the middle of a download is no failure of ours.
      if (response.destroyed) return;
      const answer = answerOf(thrown, parts.studio.log);
      if (response.headersSent) response.destroy();
      else sendText(response, 500, answer.message);
    });
  };
}

async function route(parts: Parts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { session, ownHost, studio, servePage } = parts;
  const method = request.method ?? '';
  const [path = '/', query] = (request.url ?? '/').split('?', 2);
  const verdict = judgeRequest({ method, path, headers: singleHeaders(request) }, ownHost);
  if (!verdict.isAllowed) return sendText(response, verdict.status, verdict.reason);

  const isSignedIn = session.isSignedIn(request.headers.cookie);
  const linkSecret = path === '/' && method === 'GET' ? new URLSearchParams(query).get('token') : null;
  // A browser that is in already does not spend the link another may be waiting for.
  const cookie = linkSecret === null || isSignedIn ? null : session.redeem(linkSecret);
  if (!isSignedIn && cookie === null) return sendText(response, 401, SIGN_IN_HINT);
  if (linkSecret !== null) return signIn(response, cookie);

  if (method === 'POST' && path === UPLOAD_PATH) return takeUpload(studio, query, request, response);
  if (method === 'POST') return answerCall(studio, path, request, response);
  if (path === EVENTS_PATH) return streamEvents(request, response, studio.events, SECURITY_HEADERS);
  const serve = serverOf(path, studio) ?? servePage;
  return sendFile(await serve({ method, path, range: request.headers.range }), response);
}

function serverOf(path: string, { serveMedia, serveExport }: Studio): ServeFile | null {
  if (path.startsWith(MEDIA_PATH)) return serveMedia;
  return path.startsWith(EXPORTS_PATH) ? serveExport : null;
}

const SIGN_IN_HINT =
  'This link has been used, or it is from an earlier start. Start Lectern again to get a new one; after npm start, pressing Enter there is enough.';

/** Leaves the secret out of the address bar and the history. */
function signIn(response: ServerResponse, cookie: string | null): void {
  response.writeHead(303, {
    ...SECURITY_HEADERS,
    'Cache-Control': 'no-store',
    Location: '/',
    ...(cookie === null ? {} : { 'Set-Cookie': cookie }),
  });
  response.end();
}

async function answerCall(
  studio: Studio,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (!path.startsWith(CALL_PATH)) return sendText(response, 404, 'Not found.');
  const answer = await readJsonBody(request).then(
    (input) => studio.dispatch(path.slice(CALL_PATH.length), input),
    (thrown: unknown) => ({ ok: false, error: answerOf(thrown, studio.log) }),
  );
  sendAnswer(answer, request, response);
}

/** The bytes go to the disk as they come. */
async function takeUpload(
  { uploads, log }: Studio,
  query: string | undefined,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const name = new URLSearchParams(query).get('name') ?? '';
  const declaredBytes = Number(request.headers['content-length'] ?? 0);
  const answer = await uploads.receive(name, request, declaredBytes).then(
    (value) => ({ ok: true, value }),
    (thrown: unknown) => ({ ok: false, error: answerOf(thrown, log) }),
  );
  // A browser that left in the middle gets no answer.
  if (!response.destroyed) sendAnswer(answer, request, response);
}

function sendAnswer(answer: unknown, request: IncomingMessage, response: ServerResponse): void {
  const body = Buffer.from(JSON.stringify(answer));
  // What was not read of an oversized body is not waited for.
  if (!request.complete) response.setHeader('Connection', 'close');
  response.writeHead(200, {
    ...SECURITY_HEADERS,
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': body.length,
    'Cache-Control': 'no-store',
  });
  response.end(body);
}

async function sendFile(file: Awaited<ReturnType<ServeFile>>, response: ServerResponse): Promise<void> {
  if (response.destroyed) {
    // The browser left while the file was being opened. A pipeline into a response that is gone would never close it.
    file.body?.destroy();
    return;
  }
  response.writeHead(file.status, { ...SECURITY_HEADERS, ...file.headers });
  if (file.body) await pipeline(file.body, response);
  else response.end();
}

function sendText(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, {
    ...SECURITY_HEADERS,
    'Content-Type': 'text/plain; charset=utf-8',
    'Cache-Control': 'no-store',
  });
  response.end(`${text}\n`);
}

/** A header that came twice is no header of ours: joined, it matches nothing. */
function singleHeaders(request: IncomingMessage): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(',') : value]),
  );
}
