import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import electronLog from 'electron-log/node';
import type { Log } from './ports.ts';

const MAX_FILE_BYTES = 2 * 1024 * 1024;

/**
 * A log file in the library's folder, rotated at 2 MB. It is opened at the first line, so that a command that has nothing
 * to log leaves no folder behind. A log that cannot be written is not a reason to fail.
 */
export function createFileLog(home: string): Log {
  let logger: ReturnType<typeof electronLog.create> | null = null;
  const write = (
    level: 'info' | 'warn' | 'error',
    message: string,
    details?: Readonly<Record<string, unknown>>,
  ): void => {
    logger ??= open(home);
    logger[level](message, ...(details ? [JSON.stringify(details)] : []));
  };
  return {
    info: (message, details) => write('info', message, details),
    warn: (message, details) => write('warn', message, details),
    error: (message, details) => write('error', message, details),
  };
}

function open(home: string): ReturnType<typeof electronLog.create> {
  const logger = electronLog.create({ logId: home });
  const folder = join(home, 'logs');
  logger.transports.console.level = false;
  logger.transports.file.maxSize = MAX_FILE_BYTES;
  logger.transports.file.resolvePathFn = () => join(folder, 'lectern.log');
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    // Read-only or full: whoever needs the folder for more than a log will say so in words for people.
    logger.transports.file.level = false;
    process.emitWarning(`No log is written: ${error instanceof Error ? error.message : String(error)}`);
  }
  return logger;
}
