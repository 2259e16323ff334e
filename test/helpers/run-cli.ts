import { spawn } from 'node:child_process';
import { join } from 'node:path';

export const ROOT = join(import.meta.dirname, '..', '..');
const LAUNCHER = join(ROOT, 'src-main', 'cli', 'launcher.mjs');

export interface CliResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CliOptions {
  readonly cwd?: string;
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** Sends SIGINT as soon as standard error matches. */
  readonly interruptAt?: RegExp;
  readonly fileSizeLimitKiB?: number;
}

/** Runs the real command line in a process of its own, without the variables that would let it find other tools. */
export function runCli(parameters: readonly string[], options: CliOptions = {}): Promise<CliResult> {
  const environment: Record<string, string | undefined> = { ...process.env, ...options.environment };
  for (const name of Object.keys(environment)) {
    if (name.startsWith('LECTERN_') && options.environment?.[name] === undefined) delete environment[name];
  }
  return new Promise((resolve, reject) => {
    const spawned =
      options.fileSizeLimitKiB === undefined
        ? { command: process.execPath, parameters: [LAUNCHER, ...parameters] }
        : {
            command: 'bash',
            parameters: [
              '-c',
              `ulimit -f ${options.fileSizeLimitKiB}; exec "$0" "$@"`,
              process.execPath,
              LAUNCHER,
              ...parameters,
            ],
          };
    const child = spawn(spawned.command, spawned.parameters, {
      cwd: options.cwd ?? ROOT,
      env: environment,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    let isInterrupted = false;
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
      if (options.interruptAt?.test(stderr) === true && !isInterrupted) {
        isInterrupted = true;
        child.kill('SIGINT');
      }
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ exitCode: code ?? -1, stdout, stderr }));
  });
}

export interface CliAnswer {
  readonly ok: boolean;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every command
  readonly value?: any;
  readonly error?: {
    readonly code: string;
    readonly message: string;
    readonly kind?: string;
    readonly details?: Readonly<Record<string, unknown>>;
  };
}

/** Runs with `--json` and parses standard output, which must hold exactly one JSON document. */
export async function runJson(
  parameters: readonly string[],
  options: CliOptions = {},
): Promise<CliResult & { readonly answer: CliAnswer }> {
  const result = await runCli([...parameters, '--json'], options);
  return { ...result, answer: JSON.parse(result.stdout) as CliAnswer };
}
