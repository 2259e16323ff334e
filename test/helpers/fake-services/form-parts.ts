/** The parts of a multipart form (RFC 7578), read the way a strict server reads them. */
import type { LedgerEntry } from './fake-server.ts';

export interface FormPart {
  readonly name: string;
  readonly fileName?: string;
  readonly bytes: Buffer;
}

/** Empty for a body that is no such form. */
export function partsOfForm(call: LedgerEntry): readonly FormPart[] {
  const boundary = /^multipart\/form-data; boundary=(.+)$/.exec(call.headers['content-type'] ?? '')?.[1];
  if (boundary === undefined) return [];
  const separator = Buffer.from(`--${boundary}`);
  const parts: FormPart[] = [];
  let at = call.bytes.indexOf(separator);
  while (at >= 0) {
    const next = call.bytes.indexOf(separator, at + separator.length);
    if (next < 0) break;
    const part = call.bytes.subarray(at + separator.length + 2, next - 2);
    const headEnd = part.indexOf('\r\n\r\n');
    const head = part.subarray(0, headEnd).toString('utf8');
    const name = /name="([^"]*)"/.exec(head)?.[1];
    const fileName = /filename="([^"]*)"/.exec(head)?.[1];
    if (name !== undefined)
      parts.push({ name, bytes: part.subarray(headEnd + 4), ...(fileName === undefined ? {} : { fileName }) });
    at = next;
  }
  return parts;
}
