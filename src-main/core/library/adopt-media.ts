import { throwIfCancelled } from '#shared/errors.ts';
import type { AssetId } from '#shared/ids.ts';
import type { OnProgress } from '../ports.ts';
import { assetState, insertAsset } from './assets.ts';
import { hashFile } from './file-hash.ts';
import type { Library } from './library.ts';
import { type FoundFile, foundFiles } from './media-files.ts';

export interface AdoptedMedia {
  readonly adopted: readonly AssetId[];
  /** Files that do not hold what they are named by; left where they are. */
  readonly altered: readonly string[];
}

/**
 * Gives a row to every media file that has none: the file's name is the hash of its bytes, so the bytes prove which
 * sound it is. Facts are found when it is first played. Throws `file-unreadable`, `disk-full`, Cancelled.
 */
export async function adoptMedia(
  library: Library,
  options: { readonly signal?: AbortSignal; readonly onProgress?: OnProgress } = {},
): Promise<AdoptedMedia> {
  const strangers: (FoundFile & { readonly assetId: AssetId })[] = [];
  for await (const file of foundFiles(library.folders.media)) {
    throwIfCancelled(options.signal);
    const { assetId } = file;
    if (assetId !== null && !assetState(library.db, assetId)) strangers.push({ ...file, assetId });
  }
  const adopted: AssetId[] = [];
  const altered: string[] = [];
  for (const [done, { path, assetId, extension, byteLength }] of strangers.entries()) {
    options.onProgress?.({ stage: 'adopt', done, total: strangers.length });
    if ((await hashFile(path, options.signal)).sha256 !== assetId) {
      altered.push(path);
      continue;
    }
    insertAsset(library.db, { id: assetId, extension, byteLength, createdAtMs: library.ports.nowMs() });
    adopted.push(assetId);
  }
  options.onProgress?.({ stage: 'adopt', done: strangers.length, total: strangers.length });
  return { adopted, altered };
}
