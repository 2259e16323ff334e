/** Where files go that are of no use as they are but must not be lost: `aside/<number>/`, the highest the newest. */
import { constants } from 'node:fs';
import { copyFile, readdir, rename } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { makeFolder, writeFileSafely } from './safe-file.ts';
import { errnoOf, storageError } from './storage-error.ts';

export function asideFolder(home: string): string {
  return join(home, 'aside');
}

/** Paths of the numbered folders in `parent`, oldest first. */
export async function numberedFolders(parent: string): Promise<readonly string[]> {
  try {
    const names = (await readdir(parent)).filter((name) => /^\d{6,}$/.test(name));
    return names.sort((a, b) => Number(a) - Number(b)).map((name) => join(parent, name));
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return [];
    throw storageError(error, parent, 'read');
  }
}

/** Makes the next numbered folder in `parent`. */
export async function newNumberedFolder(parent: string): Promise<string> {
  const last = (await numberedFolders(parent)).at(-1);
  const folder = join(parent, String(last === undefined ? 1 : Number(basename(last)) + 1).padStart(6, '0'));
  await makeFolder(folder);
  return folder;
}

/** Writes files under these names and answers the folder they are in. Throws `disk-full`, `file-unwritable`. */
export async function writeAside(home: string, files: Readonly<Record<string, Uint8Array | string>>): Promise<string> {
  const folder = await newNumberedFolder(asideFolder(home));
  for (const [name, data] of Object.entries(files)) await writeFileSafely(join(folder, name), data);
  return folder;
}

/** Copies files, those that exist, and answers the folder they are in now. Throws `disk-full`, `file-unwritable`. */
export async function copyAside(home: string, paths: readonly string[]): Promise<string> {
  const folder = await newNumberedFolder(asideFolder(home));
  for (const path of paths) {
    await copyFile(path, join(folder, basename(path)), constants.COPYFILE_FICLONE).catch((error: unknown) => {
      if (errnoOf(error) !== 'ENOENT') throw storageError(error, join(folder, basename(path)), 'write');
    });
  }
  return folder;
}

/** Moves one file out of the way. */
export async function moveAside(home: string, path: string): Promise<string> {
  const target = join(await newNumberedFolder(asideFolder(home)), basename(path));
  await rename(path, target).catch((error: unknown) => {
    throw storageError(error, path, 'write');
  });
  return target;
}
