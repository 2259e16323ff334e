import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { parseByteRange } from './byte-range.ts';
import { type FileRequest, type FileResponse, METHOD_NOT_ALLOWED, NOT_FOUND } from './served.ts';

const ABSENT: ReadonlySet<string> = new Set(['ENOENT', 'ENOTDIR', 'ELOOP', 'EISDIR', 'EACCES']);

/**
 * Answers with a regular file or a stretch of it. A symbolic link is as good as absent: a path that was checked
 * must not lead elsewhere. The size is read from the open file, so that what is announced is what is sent.
 */
export async function respondWithFile(
  path: string,
  request: FileRequest,
  headers: Readonly<Record<string, string>>,
): Promise<FileResponse> {
  if (request.method !== 'GET' && request.method !== 'HEAD') return METHOD_NOT_ALLOWED;
  const file = await openRegularFile(path);
  if (!file) return NOT_FOUND;
  const { handle, byteLength } = file;
  const range = parseByteRange(request.range, byteLength);
  if (range === 'unsatisfiable') {
    await handle.close();
    return { status: 416, headers: { 'Content-Range': `bytes */${byteLength}`, 'Content-Length': '0' }, body: null };
  }
  const { start, end } = range ?? { start: 0, end: byteLength };
  const response = {
    status: range ? 206 : 200,
    headers: {
      ...headers,
      'Accept-Ranges': 'bytes',
      'Content-Length': String(end - start),
      ...(range ? { 'Content-Range': `bytes ${start}-${end - 1}/${byteLength}` } : {}),
    },
  };
  if (request.method === 'HEAD' || start === end) {
    await handle.close();
    return { ...response, body: null };
  }
  return { ...response, body: handle.createReadStream({ start, end: end - 1, highWaterMark: 256 * 1024 }) };
}

async function openRegularFile(path: string): Promise<{ handle: FileHandle; byteLength: number } | null> {
  // Windows has no O_NOFOLLOW; making a link there takes rights that reach every file anyway.
  const noFollow = constants.O_NOFOLLOW ?? 0;
  const handle = await open(path, constants.O_RDONLY | noFollow).catch((error: NodeJS.ErrnoException) => {
    if (ABSENT.has(error.code ?? '')) return null;
    throw error;
  });
  if (!handle) return null;
  const status = await handle.stat();
  if (status.isFile()) return { handle, byteLength: status.size };
  await handle.close();
  return null;
}
