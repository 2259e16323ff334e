/**
 * Writing files so that a name never stands for half a file: temporary name in the same folder, every byte
 * checked, flushed to the disk, renamed, folder flushed. Popular packages for this truncate silently on a full
 * disk and replace the good file with the short one.
 */
import { type FileHandle, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { AppError, throwIfCancelled } from '#shared/errors.ts';
import { errnoOf, storageError } from './storage-error.ts';
import { isAbandonedTemporary, newTemporaryPath } from './temporary-names.ts';

export { newTemporaryPath };

export type FileData = Uint8Array | string | AsyncIterable<Uint8Array>;

export interface WriteOptions {
  readonly signal?: AbortSignal;
  /** Where the file stands until it is whole; on the same disk as the target, whose folder it is by default. */
  readonly temporaryFolder?: string;
}

/**
 * Writes a whole file or nothing; text as UTF-8. The folder must exist. Answers the bytes written.
 * Throws `disk-full`, `file-unwritable`, Cancelled, or whatever `data` throws; then the old file is untouched
 * and no temporary file is left.
 */
export async function writeFileSafely(path: string, data: FileData, options: WriteOptions = {}): Promise<number> {
  throwIfCancelled(options.signal);
  await refuseOddTarget(path);
  const temporaryPath = newTemporaryPath(join(options.temporaryFolder ?? dirname(path), basename(path)));
  try {
    const byteLength = await writeNewFile(temporaryPath, path, data, options.signal);
    await moveIntoPlace(temporaryPath, path);
    return byteLength;
  } catch (error) {
    await discard(temporaryPath);
    throw error;
  }
}

/**
 * Gives a finished temporary file (see {@link newTemporaryPath}) its final name, durably, replacing what is there.
 * Throws `disk-full` or `file-unwritable`; then the old file is untouched and the temporary file is gone.
 */
export async function publishFile(temporaryPath: string, finalPath: string): Promise<void> {
  try {
    await refuseOddTarget(finalPath);
    try {
      const file = await open(temporaryPath, 'r+');
      try {
        await file.sync();
      } finally {
        await file.close();
      }
    } catch (error) {
      throw storageError(error, finalPath, 'write');
    }
    await moveIntoPlace(temporaryPath, finalPath);
  } catch (error) {
    await discard(temporaryPath);
    throw error;
  }
}

/**
 * Removes what dead processes of ours left in a folder (not below it). Files of living processes and other
 * people's files stay. A folder that does not exist is clean. Answers the names removed.
 */
export async function sweepTemporaryFiles(folder: string): Promise<readonly string[]> {
  let names: string[];
  try {
    names = await readdir(folder);
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return [];
    throw storageError(error, folder, 'read');
  }
  const abandoned = names.filter(isAbandonedTemporary);
  for (const name of abandoned) {
    await rm(join(folder, name), { force: true }).catch((error: unknown) => {
      throw storageError(error, join(folder, name), 'write');
    });
  }
  return abandoned;
}

/** Makes a folder and those above it, durably. Throws `disk-full` or `file-unwritable` with the path. */
export async function makeFolder(path: string): Promise<void> {
  try {
    const made = await mkdir(path, { recursive: true });
    if (made === undefined) return;
    // A file in a folder that a power cut takes away would be gone with it.
    const first = resolve(made);
    for (let folder = resolve(path); folder.length >= first.length; folder = dirname(folder)) {
      await syncFolder(dirname(folder));
    }
  } catch (error) {
    throw storageError(error, path, 'write');
  }
}

/** Renaming over a device or a pipe would replace it, which for an administrator removes /dev/null. */
async function refuseOddTarget(path: string): Promise<void> {
  let found: Awaited<ReturnType<typeof stat>>;
  try {
    found = await stat(path);
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return;
    throw storageError(error, path, 'write');
  }
  if (found.isFile()) return;
  const what = found.isDirectory() ? 'a folder' : 'a device or a pipe';
  throw new AppError({
    code: 'file-unwritable',
    message: `Cannot write ${path}: it is ${what}. Give the name of a file.`,
    details: { path },
  });
}

async function writeNewFile(
  temporaryPath: string,
  finalPath: string,
  data: FileData,
  signal: AbortSignal | undefined,
): Promise<number> {
  const folder = dirname(temporaryPath);
  // What people asked for is the final name; a missing folder is what is wrong with it.
  const file = await open(temporaryPath, 'wx').catch((error: unknown) => {
    throw storageError(error, errnoOf(error) === 'ENOENT' ? folder : finalPath, 'write');
  });
  try {
    const byteLength = await writeAll(file, finalPath, data, signal);
    const { size } = await file.stat();
    if (size !== byteLength) {
      throw new AppError({
        code: 'disk-full',
        message: `Only ${size} of ${byteLength} bytes of ${finalPath} reached the disk. Free some space and try again; what was there before is unchanged.`,
        details: { path: finalPath },
      });
    }
    await file.sync().catch((error: unknown) => {
      throw storageError(error, finalPath, 'write');
    });
    return byteLength;
  } finally {
    // Network file systems report a full disk here.
    await file.close().catch((error: unknown) => {
      throw storageError(error, finalPath, 'write');
    });
  }
}

async function writeAll(
  file: FileHandle,
  finalPath: string,
  data: FileData,
  signal: AbortSignal | undefined,
): Promise<number> {
  const chunks = typeof data === 'string' ? [Buffer.from(data, 'utf8')] : data instanceof Uint8Array ? [data] : data;
  let byteLength = 0;
  for await (const chunk of chunks) {
    throwIfCancelled(signal);
    await file.writeFile(chunk).catch((error: unknown) => {
      throw storageError(error, finalPath, 'write');
    });
    byteLength += chunk.byteLength;
  }
  throwIfCancelled(signal);
  return byteLength;
}

async function moveIntoPlace(temporaryPath: string, finalPath: string): Promise<void> {
  try {
    await rename(temporaryPath, finalPath);
    await syncFolder(dirname(finalPath));
  } catch (error) {
    throw storageError(error, finalPath, 'write');
  }
}

/** Makes the rename itself durable. Windows cannot open a folder, and a few network file systems cannot flush one. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } catch (error) {
    if (errnoOf(error) !== 'EINVAL') throw error;
  } finally {
    await handle.close();
  }
}

async function discard(temporaryPath: string): Promise<void> {
  await rm(temporaryPath, { force: true }).catch(() => {
    // The error that brought us here matters more; the next sweep takes the file.
  });
}
