/**
 * Who may talk to the host, before anything is looked at. A page of any other site can make a browser send requests
 * to 127.0.0.1, and a name can be made to resolve there; each check below closes one of those ways.
 */
import { UPLOAD_PATH } from '#shared/contract/files.ts';

export interface GuardedRequest {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  /** Header names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
}

export type Verdict =
  | { readonly isAllowed: true }
  | { readonly isAllowed: false; readonly status: number; readonly reason: string };

const ALLOWED: Verdict = { isAllowed: true };
const METHODS = new Set(['GET', 'HEAD', 'POST']);

export function judgeRequest(request: GuardedRequest, ownHost: string): Verdict {
  const { method, headers } = request;
  const ownOrigin = `http://${ownHost}`;
  // A name that resolves to 127.0.0.1 (DNS rebinding) comes with its own Host.
  if (headers.host !== ownHost) return refuse(403, 'The address is not that of this studio.');
  if (!METHODS.has(method)) return refuse(405, 'Only GET, HEAD and POST are understood here.');
  // Another port of this machine is the same site, and still not us.
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') {
    return refuse(403, 'Pages of other sites may not use the studio.');
  }
  const origin = headers.origin;
  if (origin !== undefined && origin !== ownOrigin) return refuse(403, 'Pages of other sites may not use the studio.');
  if (method === 'POST') return judgePost(headers, request.path === UPLOAD_PATH);
  return ALLOWED;
}

function judgePost(headers: GuardedRequest['headers'], isUpload: boolean): Verdict {
  // Every browser names the origin of a POST; what does not is not our page.
  if (headers.origin === undefined) return refuse(403, 'The request does not say which page it comes from.');
  // A file comes with the type it has. A form of another site may send one, and is refused by its origin above.
  if (isUpload) return ALLOWED;
  // A form can post across sites without asking, but never JSON.
  if (!/^application\/json(;\s*charset=utf-8)?$/i.test(headers['content-type'] ?? '')) {
    return refuse(415, 'Calls are JSON.');
  }
  return ALLOWED;
}

function refuse(status: number, reason: string): Verdict {
  return { isAllowed: false, status, reason };
}
