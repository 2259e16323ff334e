import { AssetId } from '#shared/ids.ts';
import type { MediaKind } from '#shared/media-url.ts';
import { respondWithFile } from './open-file.ts';
import { type FileRequest, type FileResponse, NOT_FOUND } from './served.ts';

/** Where decoded audio and its peaks lie. null: no such asset, or its cache is gone. */
export type LocateMedia = (kind: MediaKind, assetId: AssetId) => Promise<string | null>;

export type ServeFile = (request: FileRequest) => Promise<FileResponse>;

/**
 * Answers `/media/pcm/<assetId>` and `/media/peaks/<assetId>`. The path must be exactly that: an id is a hash, so
 * there is nothing in it that could climb out of a folder, and the file's path comes from the library.
 */
export function createServeMedia(locate: LocateMedia): ServeFile {
  return async (request) => {
    const match = /^\/media\/(pcm|peaks)\/([0-9a-f]{64})$/.exec(request.path);
    if (!match) return NOT_FOUND;
    const path = await locate(match[1] as MediaKind, AssetId.parse(match[2]));
    if (path === null) return NOT_FOUND;
    return respondWithFile(path, request, {
      'Content-Type': 'application/octet-stream',
      // The operating system caches these files already; a second copy in the browser's cache would only fill the disk.
      'Cache-Control': 'no-store',
    });
  };
}
