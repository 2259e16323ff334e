import { AppError, Cancelled } from '#shared/errors.ts';

/** EFBIG: the file system (4 GB on FAT32) or a limit of this account takes no larger file. */
const FULL_DISK = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'this account may not do that there',
  EPERM: 'this account may not do that there, or another program holds the file open',
  EBUSY: 'another program holds it open',
  EROFS: 'the disk is read-only',
  ENOENT: 'it does not exist',
  ENOTDIR: 'a part of the path is not a folder',
  EISDIR: 'it is a folder',
  ENAMETOOLONG: 'the name is too long',
  EMFILE: 'this program has too many files open',
  ENFILE: 'this machine has too many files open',
  EIO: 'the disk reported a read or write error',
};

/**
 * Turns a failure of the file system into the error a person can act on: `disk-full`, or `file-unwritable` /
 * `file-unreadable` with the path and the reason. Leaves AppError and Cancelled as they are.
 */
export function storageError(cause: unknown, path: string, action: 'read' | 'write'): AppError | Cancelled {
  if (cause instanceof AppError || cause instanceof Cancelled) return cause;
  const code = errnoOf(cause);
  if (action === 'write' && code !== undefined && FULL_DISK.has(code)) {
    return new AppError({
      code: 'disk-full',
      message: `The disk is full: ${path} was not written. Free some space and try again; what was there before is unchanged.`,
      details: { path, errno: code },
      cause,
    });
  }
  const reason = (code && REASONS[code]) ?? (cause instanceof Error ? cause.message : String(cause));
  return new AppError({
    code: action === 'write' ? 'file-unwritable' : 'file-unreadable',
    message: `Cannot ${action} ${path}: ${reason}. ${
      action === 'write' ? 'Choose another place, or make this one writable.' : 'Check the path and its permissions.'
    }`,
    details: { path, ...(code === undefined ? {} : { errno: code }) },
    cause,
  });
}

/** The system's name for the failure ('ENOSPC'), where there is one. */
export function errnoOf(cause: unknown): string | undefined {
  if (!(cause instanceof Error) || !('code' in cause)) return undefined;
  return typeof cause.code === 'string' ? cause.code : undefined;
}
