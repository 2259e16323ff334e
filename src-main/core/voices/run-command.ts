import { spawn } from 'node:child_process';
import { throwIfCancelled } from '#shared/errors.ts';

export interface Command {
  /** Of the program itself; nothing is ever given to a shell. */
  readonly path: string;
  readonly parameters: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

/** The program could not be started, ended with an error, or took too long. */
export class CommandFailed extends Error {
  override readonly name: string = 'CommandFailed';
  readonly isTimeout: boolean;

  constructor(message: string, isTimeout: boolean) {
    super(message);
    this.isTimeout = isTimeout;
  }
}

/** More than any list of voices; what comes after is not kept. */
const MAX_OUTPUT_LENGTH = 4_000_000;
const COMPLAINT_LENGTH = 500;

/** Answers what the program printed. Throws CommandFailed with the end of what it complained, or Cancelled. */
export async function runCommand(
  command: Command,
  options: { readonly timeLimitMs: number; readonly signal?: AbortSignal | undefined },
): Promise<string> {
  throwIfCancelled(options.signal);
  const child = spawn(command.path, command.parameters, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: command.environment,
    windowsHide: true,
  });
  let printed = '';
  let complaint = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    if (printed.length < MAX_OUTPUT_LENGTH) printed += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaint = (complaint + text).slice(-COMPLAINT_LENGTH);
  });
  let isTimeout = false;
  const timer = setTimeout(() => {
    isTimeout = true;
    child.kill('SIGKILL');
  }, options.timeLimitMs);
  const stop = () => child.kill('SIGKILL');
  options.signal?.addEventListener('abort', stop, { once: true });
  const { promise, resolve } = Promise.withResolvers<string | null>();
  child.on('error', (error) => resolve(error.message));
  child.on('close', (code, signal) =>
    resolve(code === 0 ? null : `it ended with ${code ?? signal}. ${complaint.trim()}`),
  );
  try {
    const problem = await promise;
    throwIfCancelled(options.signal);
    if (isTimeout) throw new CommandFailed(`it did not finish within ${options.timeLimitMs / 1000} seconds`, true);
    if (problem !== null) throw new CommandFailed(problem.trim(), false);
    return printed;
  } finally {
    clearTimeout(timer);
    options.signal?.removeEventListener('abort', stop);
  }
}
