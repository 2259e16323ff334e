import { readdir } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { AppError } from '#shared/errors.ts';
import { respondWithFile } from './open-file.ts';
import type { ServeFile } from './serve-media.ts';
import { NOT_FOUND } from './served.ts';

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

/**
 * Serves the built page. The folder is listed once, and only what was in the list then is ever opened: no path from
 * a request touches the file system, so there is nothing to climb out of. Links are not followed.
 */
export async function createServePage(rendererDir: string): Promise<ServeFile> {
  const files = await listFiles(rendererDir).catch((cause: unknown) => {
    throw notBuilt(rendererDir, cause);
  });
  if (!files.has('/index.html')) throw notBuilt(rendererDir);
  return async (request) => {
    const path = request.path === '/' ? '/index.html' : request.path;
    const file = files.get(path);
    const contentType = CONTENT_TYPES[extname(path)];
    if (file === undefined || contentType === undefined) return NOT_FOUND;
    // Ranges are for audio; a page is sent whole.
    return respondWithFile(
      file,
      { method: request.method, path },
      {
        'Content-Type': contentType,
        'Cache-Control': path.startsWith('/assets/') ? 'private, max-age=31536000, immutable' : 'no-store',
      },
    );
  };
}

function notBuilt(rendererDir: string, cause?: unknown): AppError {
  return new AppError({
    code: 'file-unreadable',
    message: `The studio's page is not in ${rendererDir}. In a checkout, "npm run build" makes it.`,
    details: { rendererDir },
    cause,
  });
}

async function listFiles(rendererDir: string): Promise<ReadonlyMap<string, string>> {
  const files = new Map<string, string>();
  async function walk(folder: string, urlPath: string): Promise<void> {
    for (const entry of await readdir(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) await walk(path, `${urlPath}${entry.name}/`);
      else if (entry.isFile()) files.set(`${urlPath}${entry.name}`, path);
    }
  }
  await walk(rendererDir, '/');
  return files;
}
