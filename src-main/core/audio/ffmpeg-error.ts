import { AppError } from '#shared/errors.ts';

const KEPT_LINES = 1000;

/** What ffmpeg wrote, without its progress; of very much, the beginning (what the input is) and the end (what went wrong). */
export class FfmpegLog {
  readonly #lines: string[] = [];

  push(line: string): void {
    if (line.trim() === '' || isProgress(line)) return;
    this.#lines.push(line);
    if (this.#lines.length > KEPT_LINES) this.#lines.splice(KEPT_LINES / 2, 1);
  }

  text(): string {
    return this.#lines.join('\n');
  }

  tail(count: number): readonly string[] {
    return this.#lines.slice(-count);
  }
}

/** Written twice a second, and once more at the end. */
function isProgress(line: string): boolean {
  return /^\s*(size|frame)=\s*\S+ .*\b(time|bitrate)=/.test(line) || /^video:\S+ audio:/.test(line);
}

const FULL_DISK = /No space left on device|Disk quota exceeded|File too large/;

/** A full disk can also leave ffmpeg with exit code 0 and a broken file, so the log is asked in any case. */
export function saysDiskFull(log: FfmpegLog): boolean {
  return log.tail(20).some((line) => FULL_DISK.test(line));
}

export function diskFull(task: string, cause?: unknown): AppError {
  return new AppError({
    code: 'disk-full',
    message: `The disk is full: ffmpeg could not ${task}. Free some space and try again; what was there before is unchanged.`,
    ...(cause === undefined ? {} : { cause }),
  });
}

export function stalled(task: string, idleLimitMs: number, log: FfmpegLog): AppError {
  const seconds = (idleLimitMs / 1000).toFixed(idleLimitMs < 1000 ? 1 : 0);
  return new AppError({
    code: 'ffmpeg-failed',
    message: `ffmpeg could not ${task}: it did nothing for ${seconds} seconds and was stopped. Try again.`,
    isRetryable: true,
    details: { stderr: log.tail(30).join('\n') },
  });
}

/** Turns the way a process ended into an error. `cause` is the wrapper's: it says the exit code or the signal. */
export function ffmpegFailure(task: string, programPath: string, cause: unknown, log: FfmpegLog): AppError {
  const message = cause instanceof Error ? cause.message : String(cause);
  // An account's limit on the size of files ends a process with this signal.
  if (saysDiskFull(log) || /SIGXFSZ/.test(message)) return diskFull(task, cause);
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  if (code === 'ENOENT' || code === 'EACCES') {
    return new AppError({
      code: 'ffmpeg-missing',
      message: `ffmpeg at ${programPath} cannot be started (${String(code)}). Install it again or choose another.`,
      cause,
    });
  }
  const ending = /killed with signal \w+|exited with code -?\d+/.exec(message)?.[0] ?? message;
  const said = log.tail(3).join(' / ');
  return new AppError({
    code: 'ffmpeg-failed',
    message: `ffmpeg could not ${task} (${ending})${said === '' ? '' : `: ${said}`}`,
    details: { program: programPath, stderr: log.tail(30).join('\n') },
    cause,
  });
}
