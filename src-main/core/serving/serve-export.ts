import { basename } from 'node:path';
import { EXPORTS_PATH } from '#shared/contract/exports.ts';
import { respondWithFile } from './open-file.ts';
import type { ServeFile } from './serve-media.ts';
import { NOT_FOUND } from './served.ts';

/** Where a file of a report lies. null: no such report, or no such file in it. */
export type LocateExport = (reportId: string, name: string) => Promise<string | null>;

/** Answers `/exports/<report>/<file name>`. The path comes from the report; the request's name only picks one of its files. */
export function createServeExport(locate: LocateExport): ServeFile {
  return async (request) => {
    const match = /^([^/]{1,128})\/([^/]+)$/.exec(request.path.slice(EXPORTS_PATH.length));
    const [reportId, name] = [decoded(match?.[1]), decoded(match?.[2])];
    const path = reportId !== null && name !== null ? await locate(reportId, name) : null;
    if (path === null) return NOT_FOUND;
    return respondWithFile(path, request, {
      'Content-Type': 'application/octet-stream',
      'Content-Disposition': `attachment; filename*=UTF-8''${encodeURIComponent(basename(path))}`,
      'Cache-Control': 'no-store',
    });
  };
}

function decoded(text: string | undefined): string | null {
  try {
    return text === undefined ? null : decodeURIComponent(text);
  } catch {
    // Not written by our page.
    return null;
  }
}
