import { open, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { AppError } from '#shared/errors.ts';
import { newTemporaryPath } from '../library/safe-file.ts';
import { errnoOf, storageError } from '../library/storage-error.ts';

/**
 * A temporary name beside a file to be made, after seeing that files can be made there: better now than after an hour of
 * rendering. Throws AppError `file-unwritable` or `disk-full`.
 */
export async function claimOutput(outputPath: string): Promise<string> {
  await refuseFolder(outputPath);
  const temporaryPath = newTemporaryPath(outputPath);
  try {
    const file = await open(temporaryPath, 'wx');
    await file.close();
    await rm(temporaryPath);
  } catch (error) {
    throw storageError(error, errnoOf(error) === 'ENOENT' ? dirname(outputPath) : outputPath, 'write');
  }
  return temporaryPath;
}

async function refuseFolder(outputPath: string): Promise<void> {
  const found = await stat(outputPath).catch((error: unknown) => {
    if (errnoOf(error) === 'ENOENT') return null;
    throw storageError(error, outputPath, 'write');
  });
  if (!found?.isDirectory()) return;
  throw new AppError({
    code: 'file-unwritable',
    message: `Cannot write ${outputPath}: it is a folder. Give the name of a file.`,
    details: { path: outputPath },
  });
}
