import type { IncomingMessage } from 'node:http';
import { AppError } from '#shared/errors.ts';

/** A pasted manuscript fits; what is larger comes as a file. */
export const MAX_BODY_BYTES = 16 * 1024 * 1024;

/** Throws AppError `invalid-input` for more than {@link MAX_BODY_BYTES} and for what is not JSON in UTF-8. */
export async function readJsonBody(request: IncomingMessage): Promise<unknown> {
  const declared = Number(request.headers['content-length'] ?? 0);
  if (declared > MAX_BODY_BYTES) throw tooLarge();
  const chunks: Buffer[] = [];
  let byteLength = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    byteLength += chunk.length;
    if (byteLength > MAX_BODY_BYTES) throw tooLarge();
    chunks.push(chunk);
  }
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks)));
  } catch (cause) {
    throw new AppError({ code: 'invalid-input', message: 'The request is not JSON in UTF-8.', cause });
  }
}

function tooLarge(): AppError {
  return new AppError({ code: 'invalid-input', message: 'The request is larger than 16 MB.' });
}
