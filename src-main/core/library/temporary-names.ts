/**
 * Names of files that are being written. A name says which process writes it, so that a later start can tell an
 * abandoned file from one that another program is writing right now.
 */
import { randomBytes } from 'node:crypto';
import { basename, dirname, extname, join } from 'node:path';

// A database that is written has SQLite's own files beside it.
const NAME = /^\.lectern-(\d{1,10})-(\d{1,15})-[0-9a-f]{16}\.part(\.[a-z0-9]{1,8}(-(wal|shm|journal))?)?$/i;

/** Two readings of one process's start differ by microseconds; two processes with one id are seconds apart. */
const SAME_PROCESS_TOLERANCE_MS = 500;

/** Start of this process on the monotonic clock, equal in all its threads. Clock jumps do not touch it. */
function processStartMs(): number {
  return Math.round(Number(process.hrtime.bigint()) / 1e6 - process.uptime() * 1000);
}

/**
 * A name that does not exist yet, in the folder of `finalPath` (so that renaming is atomic) and with its extension
 * (so that an encoder can guess the container).
 */
export function newTemporaryPath(finalPath: string): string {
  const extension = extname(basename(finalPath));
  const suffix = /^\.[a-z0-9]{1,8}$/i.test(extension) ? extension : '';
  const name = `.lectern-${process.pid}-${processStartMs()}-${randomBytes(8).toString('hex')}.part${suffix}`;
  return join(dirname(finalPath), name);
}

/** True for a name of ours whose process is gone. A reused process id counts as alive: the file waits for another sweep. */
export function isAbandonedTemporary(name: string): boolean {
  const match = NAME.exec(name);
  if (!match) return false;
  const pid = Number(match[1]);
  // In a container every run has the same process id, so our own id alone does not mean it is ours.
  if (pid === process.pid) return Math.abs(Number(match[2]) - processStartMs()) > SAME_PROCESS_TOLERANCE_MS;
  return !isProcessAlive(pid);
}

function isProcessAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives and belongs to somebody else.
    return !(error instanceof Error && 'code' in error && error.code === 'ESRCH');
  }
}
