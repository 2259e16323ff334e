import type { Readable } from 'node:stream';

/** A request for a file, as both shells see it. */
export interface FileRequest {
  readonly method: string;
  /** As it came, not decoded: what decoding would hide must not match anything. */
  readonly path: string;
  /** The Range header. */
  readonly range?: string | undefined;
}

export interface FileResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Holds an open file until it is read to its end or destroyed. null: no body (HEAD, refusals). */
  readonly body: Readable | null;
}

export const NOT_FOUND: FileResponse = { status: 404, headers: { 'Content-Length': '0' }, body: null };
export const METHOD_NOT_ALLOWED: FileResponse = {
  status: 405,
  headers: { Allow: 'GET, HEAD', 'Content-Length': '0' },
  body: null,
};
