import Database from 'better-sqlite3';
import { AppError } from '#shared/errors.ts';

/**
 * Turns what SQLite says into the error a person can act on. Anything that is not the disk's, the file's or another
 * program's doing (a wrong statement, a broken constraint) is a bug of ours and stays what it is.
 */
export function databaseError(cause: unknown, path: string): unknown {
  if (!(cause instanceof Database.SqliteError)) return cause;
  const details = { path, sqliteCode: cause.code };
  // Extended codes ('SQLITE_IOERR_WRITE') begin with the code they belong to.
  const code = cause.code.split('_').slice(0, 2).join('_');
  switch (code) {
    case 'SQLITE_FULL':
      return new AppError({
        code: 'disk-full',
        message: `The disk is full: ${path} could not be written. Free some space and try again; what was saved before is unchanged.`,
        details,
        cause,
      });
    case 'SQLITE_CORRUPT':
    case 'SQLITE_NOTADB':
      return damagedLibrary(path, cause.message, cause);
    case 'SQLITE_BUSY':
    case 'SQLITE_LOCKED':
      return new AppError({
        code: 'library-locked',
        message: `Another program holds ${path} open. Close it and try again.`,
        isRetryable: true,
        details,
        cause,
      });
    case 'SQLITE_READONLY':
    case 'SQLITE_PERM':
      return new AppError({
        code: 'file-unwritable',
        message: `Cannot write ${path}: the file or its folder is read-only. Make it writable, or choose another library.`,
        details,
        cause,
      });
    case 'SQLITE_CANTOPEN':
    case 'SQLITE_IOERR':
      return new AppError({
        code: cause.code.includes('READ') ? 'file-unreadable' : 'file-unwritable',
        message: `The disk did not let Lectern use ${path} (${cause.code}). Check the disk and the folder's permissions; a library belongs on a local disk, not in a network or synchronised folder.`,
        details,
        cause,
      });
    default:
      return cause;
  }
}

export function damagedLibrary(path: string, reason: string, cause?: unknown): AppError {
  return new AppError({
    code: 'library-damaged',
    message:
      `The library ${path} cannot be read: ${reason}. Nothing was changed. Close other programs that use it and try again; ` +
      `if that does not help, "lectern library restore" puts the last good copy of its "backups" folder in its place and sets ` +
      `this file aside; or choose another library. The audio in its "media" folder is not affected.`,
    details: { path },
    ...(cause === undefined ? {} : { cause }),
  });
}
