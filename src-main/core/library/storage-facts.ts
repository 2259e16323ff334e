/** How much room a library takes, and what of it can be had back. */
import { rm, stat, statfs } from 'node:fs/promises';
import { type Backup, listBackups } from './backups.ts';
import { type Library, libraryPath } from './library.ts';
import { foundFiles } from './media-files.ts';
import { clipCount } from './search/facets.ts';
import { errnoOf, storageError } from './storage-error.ts';

export interface StorageFacts {
  readonly folder: string;
  readonly databaseBytes: number;
  readonly mediaBytes: number;
  readonly cacheBytes: number;
  /** On the disk the library lies on, for this account. */
  readonly freeBytes: number;
  readonly clips: number;
  /** Newest first. */
  readonly backups: readonly Backup[];
}

/** Throws `file-unreadable`. */
export async function storageFacts(library: Library): Promise<StorageFacts> {
  const { home, db, folders } = library;
  const path = libraryPath(home);
  const { bavail, bsize } = await statfs(home).catch((error: unknown) =>
    Promise.reject(storageError(error, home, 'read')),
  );
  return {
    folder: home,
    databaseBytes: (await sizeOrNothing(path)) + (await sizeOrNothing(`${path}-wal`)),
    mediaBytes: db.get<{ sum: number }>('SELECT coalesce(sum(byte_length), 0) AS sum FROM asset')!.sum,
    cacheBytes: await cacheBytes(library),
    freeBytes: bavail * bsize,
    clips: clipCount(db),
    backups: await listBackups(folders.backups),
  };
}

/** Decoded audio and waveforms, but for what is being decoded now. They are made again when they are needed. */
export async function emptyCache(library: Library): Promise<number> {
  let freedBytes = 0;
  for await (const { path, assetId, byteLength } of foundFiles(library.folders.cache)) {
    if (assetId === null || library.decoding.has(assetId)) continue;
    await rm(path, { force: true }).catch((error: unknown) => Promise.reject(storageError(error, path, 'write')));
    freedBytes += byteLength;
  }
  return freedBytes;
}

async function cacheBytes({ folders }: Library): Promise<number> {
  let sum = 0;
  for await (const { byteLength } of foundFiles(folders.cache)) sum += byteLength;
  return sum;
}

async function sizeOrNothing(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return 0;
    throw storageError(error, path, 'read');
  }
}
