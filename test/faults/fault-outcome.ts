/** How a fault script ends. */
import { spawnSync } from 'node:child_process';

/** As automake's tests say "skipped". */
export const EXIT_SKIPPED = 77;

/** Ends the script where this machine cannot make the fault. */
export function skip(reason: string): never {
  console.error(`skipped: ${reason}`);
  process.exit(EXIT_SKIPPED);
}

export function requireTool(name: string, debianPackage: string): void {
  if (spawnSync('sh', ['-c', `command -v ${name}`]).status !== 0) {
    skip(`${name} is not installed (Debian: apt install ${debianPackage})`);
  }
}

export function check(isTrue: boolean, what: string): void {
  if (!isTrue) throw new Error(what);
}
