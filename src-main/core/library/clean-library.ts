/**
 * Makes room, in two steps: what nothing refers to is moved into the trash folder, and emptying the trash is another
 * request. Nothing that a row refers to is touched.
 */
import { renameSync } from 'node:fs';
import { readdir, rm, stat } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { throwIfCancelled } from '#shared/errors.ts';
import type { OnProgress } from '../ports.ts';
import { newNumberedFolder, numberedFolders } from './aside.ts';
import { assetState } from './assets.ts';
import { isDecoded } from './decoded-audio.ts';
import type { Library } from './library.ts';
import { foundFiles } from './media-files.ts';
import { isBeingStored } from './media-store.ts';
import { makeFolder } from './safe-file.ts';
import { errnoOf, storageError } from './storage-error.ts';

export interface Cleaned {
  /** The folder the files are in now; null when there was nothing to move. */
  readonly trash: string | null;
  /** Relative to the library's folder. */
  readonly moved: readonly { readonly path: string; readonly byteLength: number }[];
  readonly byteLength: number;
}

export interface CleanOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: OnProgress;
}

interface Waste {
  readonly path: string;
  readonly byteLength: number;
  /** Asked again before it is moved. */
  readonly isWaste: () => boolean;
}

/**
 * Moves media files without a row, decoded audio that is cut short or belongs to no sound, and all that was set aside
 * but the newest. Throws `file-unreadable`, `file-unwritable`, Cancelled; what was moved before stays in the trash.
 */
export async function cleanLibrary(library: Library, options: CleanOptions = {}): Promise<Cleaned> {
  const { home, folders } = library;
  const waste: Waste[] = [];
  for await (const { path, assetId, extension, byteLength } of foundFiles(folders.media)) {
    throwIfCancelled(options.signal);
    const isWaste = (): boolean => {
      if (assetId === null) return true;
      return assetState(library.db, assetId)?.stored.extension !== extension && !isBeingStored(library, assetId);
    };
    if (isWaste()) waste.push({ path, byteLength, isWaste });
  }
  for await (const { path, assetId, extension, byteLength } of foundFiles(folders.cache)) {
    throwIfCancelled(options.signal);
    const isWaste = (): boolean => {
      if (assetId === null || !assetState(library.db, assetId)) return true;
      return extension === 'pcm' && !library.decoding.has(assetId) && !isDecoded(library, assetId);
    };
    if (isWaste()) waste.push({ path, byteLength, isWaste });
  }
  for (const path of (await numberedFolders(folders.aside)).slice(0, -1)) {
    waste.push({ path, byteLength: await sizeBelow(path), isWaste: () => true });
  }
  if (waste.length === 0) return { trash: null, moved: [], byteLength: 0 };
  const trash = await newNumberedFolder(folders.trash);
  const moved: { path: string; byteLength: number }[] = [];
  for (const { path, byteLength, isWaste } of waste) {
    throwIfCancelled(options.signal);
    const name = relative(home, path);
    await makeFolder(dirname(join(trash, name)));
    // At once, without waiting in between: an import may bring a row for the file at any moment.
    if (!isWaste()) continue;
    try {
      renameSync(path, join(trash, name));
    } catch (error) {
      throw storageError(error, path, 'write');
    }
    moved.push({ path: name, byteLength });
    options.onProgress?.({ stage: 'clean', done: moved.length, total: waste.length });
  }
  return { trash, moved, byteLength: moved.reduce((sum, file) => sum + file.byteLength, 0) };
}

/** Removes for good what {@link cleanLibrary} moved. Answers how much it was. Throws `file-unwritable`. */
export async function emptyTrash(library: Library): Promise<{ readonly byteLength: number }> {
  const { trash } = library.folders;
  const byteLength = await sizeBelow(trash);
  await rm(trash, { recursive: true, force: true }).catch((error: unknown) => {
    throw storageError(error, trash, 'write');
  });
  return { byteLength };
}

async function sizeBelow(folder: string): Promise<number> {
  let byteLength = 0;
  try {
    for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
      if (entry.isFile()) byteLength += (await stat(join(entry.parentPath, entry.name))).size;
    }
  } catch (error) {
    if (errnoOf(error) !== 'ENOENT') throw storageError(error, folder, 'read');
  }
  return byteLength;
}
