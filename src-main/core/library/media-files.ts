/** What really lies in the media and cache folders, whatever the rows say. */
import { opendir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { AssetId } from '#shared/ids.ts';
import { errnoOf, storageError } from './storage-error.ts';

export interface FoundFile {
  readonly path: string;
  /** The asset its name says it belongs to; null for a name that is none of ours. */
  readonly assetId: AssetId | null;
  /** Without the dot; '' for none. */
  readonly extension: string;
  readonly byteLength: number;
}

const OURS = /^([0-9a-f]{64})\.([a-z0-9]{1,8})$/;

/** Every file of a media or cache folder, except what is on its way in. Throws `file-unreadable`. */
export async function* foundFiles(folder: string): AsyncGenerator<FoundFile> {
  for await (const { name, isFolder } of entriesOf(folder)) {
    if (name === 'incoming') continue;
    if (!isFolder) {
      yield await found(folder, name);
      continue;
    }
    for await (const entry of entriesOf(join(folder, name))) {
      if (!entry.isFolder) yield await found(join(folder, name), entry.name, name);
    }
  }
}

async function found(folder: string, name: string, prefix?: string): Promise<FoundFile> {
  const path = join(folder, name);
  const match = OURS.exec(name);
  const isOurs = match !== null && prefix === match[1]?.slice(0, 2);
  try {
    const { size } = await stat(path);
    return { path, assetId: isOurs ? AssetId.parse(match[1]) : null, extension: match?.[2] ?? '', byteLength: size };
  } catch (error) {
    // A link that leads nowhere is a file that nothing refers to.
    if (errnoOf(error) === 'ENOENT') return { path, assetId: null, extension: '', byteLength: 0 };
    throw storageError(error, path, 'read');
  }
}

async function* entriesOf(folder: string): AsyncGenerator<{ readonly name: string; readonly isFolder: boolean }> {
  try {
    for await (const entry of await opendir(folder)) yield { name: entry.name, isFolder: entry.isDirectory() };
  } catch (error) {
    if (errnoOf(error) !== 'ENOENT') throw storageError(error, folder, 'read');
  }
}
