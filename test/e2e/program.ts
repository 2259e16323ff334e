/** The real program, as `npm start` runs it where there is no Electron. */
import { type ChildProcess, spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { expect } from '@playwright/test';

export interface Program {
  /** The next link: the first is printed at the start, others for each line it reads. */
  nextUrl(): Promise<string>;
  readonly output: () => string;
  readonly process: ChildProcess;
}

export function startProgram(home: string, options: readonly string[] = []): Program {
  const node = resolve('node_modules/node/bin/node');
  const child = spawn(node, ['src-main/start.ts', '--browser', '--no-open', '--home', home, ...options]);
  let output = '';
  let asked = 0;
  const collect = (text: string): void => {
    output += text;
  };
  child.stdout.setEncoding('utf8').on('data', collect);
  child.stderr.setEncoding('utf8').on('data', collect);
  return {
    process: child,
    output: () => output,
    async nextUrl() {
      if (asked++ > 0) child.stdin.write('\n');
      const urls = () => output.match(/http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]+/g) ?? [];
      await expect.poll(() => urls().length, { timeout: 60_000, message: 'links printed' }).toBe(asked);
      return urls()[asked - 1]!;
    },
  };
}

export async function endProgram({ process: child }: Program): Promise<void> {
  if (child.exitCode !== null) return;
  const ended = new Promise((done) => child.once('close', done));
  child.kill('SIGTERM');
  await ended;
}
