/** All sounds of a folder and the folders in it. */
import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { AppError, type AppErrorCode, throwIfCancelled } from '#shared/errors.ts';
import type { AssetId } from '#shared/ids.ts';
import type { SoundKind } from '#shared/library-clips.ts';
import { sniffFile } from '../audio/sniff-audio.ts';
import type { Library } from '../library/library.ts';
import { storageError } from '../library/storage-error.ts';
import type { OnProgress } from '../ports.ts';
import { importSound } from './import-sound.ts';

export interface FolderSound {
  /** Within the folder, with `/` between its parts. */
  readonly path: string;
  readonly assetId: AssetId;
}

export interface FolderImport {
  readonly added: readonly FolderSound[];
  /** In the library already, or twice in the folder: not copied again. */
  readonly duplicates: readonly FolderSound[];
  /** Not read, each with the reason. */
  readonly failed: readonly { readonly path: string; readonly reason: string }[];
  /** Files that are plainly something else, and what. */
  readonly skipped: readonly { readonly path: string; readonly what: string }[];
}

export interface ImportFolderOptions {
  readonly kind?: SoundKind;
  readonly signal?: AbortSignal;
  readonly onProgress?: OnProgress;
}

/** Formats without a signature that is known here, which ffmpeg may know: believed by their name, then decoded. */
const RARE_AUDIO = /\.(ac3|aif|aifc|ape|dff|dsf|dts|eac3|gsm|mka|mpc|mp2|oga|ra|tta|voc|wv)$/i;
/** What would stop every file that follows. */
const STOPS: ReadonlySet<AppErrorCode> = new Set([
  'disk-full',
  'file-unwritable',
  'library-damaged',
  'library-locked',
  'ffmpeg-missing',
]);

/**
 * Imports the folder's audio, in the order of the names; what is audio is decided by content. A file that cannot be read
 * is reported and the rest goes on. Hidden files and links to elsewhere are left out. What has been imported stays when
 * it is cancelled or the disk is full. Throws Cancelled, AppError `file-unreadable` for the folder itself, `disk-full`,
 * `file-unwritable`, `ffmpeg-missing`.
 */
export async function importFolder(
  library: Library,
  folder: string,
  options: ImportFolderOptions = {},
): Promise<FolderImport> {
  const { onProgress, ...soundOptions } = options;
  const root = resolve(folder);
  const added: FolderSound[] = [];
  const duplicates: FolderSound[] = [];
  const failed: { path: string; reason: string }[] = [];
  const skipped: { path: string; what: string }[] = [];
  const files = await filesUnder(root, (path, reason) => failed.push({ path, reason }), options.signal);
  for (const [done, path] of files.entries()) {
    throwIfCancelled(options.signal);
    onProgress?.({ stage: 'import', done, total: files.length, note: path });
    try {
      const file = join(root, path);
      const sniffed = await sniffFile(file);
      if (sniffed.kind === 'other' || (sniffed.kind === 'unknown' && !RARE_AUDIO.test(path))) {
        skipped.push({ path, what: sniffed.kind === 'other' ? sniffed.what : 'no kind of audio that is known here' });
        continue;
      }
      const sound = await importSound(library, { path: file, name: `${basename(root)}/${path}` }, soundOptions);
      (sound.isDuplicate ? duplicates : added).push({ path, assetId: sound.asset.id });
    } catch (error) {
      if (!(error instanceof AppError) || STOPS.has(error.code)) throw error;
      failed.push({ path, reason: error.message });
    }
  }
  onProgress?.({ stage: 'import', done: files.length, total: files.length });
  return { added, duplicates, failed, skipped };
}

/** Paths within `root`. A folder in it that cannot be read is reported; the root itself is not there for nothing. */
async function filesUnder(
  root: string,
  report: (path: string, reason: string) => void,
  signal: AbortSignal | undefined,
): Promise<readonly string[]> {
  const files: string[] = [];
  const walk = async (folder: string): Promise<void> => {
    throwIfCancelled(signal);
    for (const entry of sorted(await entriesOf(join(root, folder), folder === '' ? undefined : report, folder))) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.name.startsWith('.')) continue;
      if (entry.isDirectory()) await walk(path);
      else if (entry.isFile()) files.push(path);
    }
  };
  await walk('');
  return files;
}

async function entriesOf(
  path: string,
  report: ((path: string, reason: string) => void) | undefined,
  name: string,
): Promise<readonly Dirent[]> {
  try {
    return await readdir(path, { withFileTypes: true });
  } catch (error) {
    const reason = storageError(error, path, 'read');
    if (!report || !(reason instanceof AppError)) throw reason;
    report(name, reason.message);
    return [];
  }
}

function sorted(entries: readonly Dirent[]): readonly Dirent[] {
  return entries.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}
