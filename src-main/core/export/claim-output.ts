import { open, rm, stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
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

const TEMPORARY_NAME = /\.lectern-[\w-]+\.part(\.[a-z0-9]+)?/gi;

/** The same error with the name that people gave instead of temporary ones. */
export function withOutputName(error: unknown, outputPath: string): unknown {
  if (!(error instanceof AppError) || error.message.search(TEMPORARY_NAME) < 0) return error;
  return new AppError({
    code: error.code,
    message: error.message.replace(TEMPORARY_NAME, basename(outputPath)),
    isRetryable: error.isRetryable,
    details: 'path' in error.details ? { ...error.details, path: outputPath } : error.details,
    cause: error,
  });
}
