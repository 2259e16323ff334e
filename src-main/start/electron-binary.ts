import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What became of looking for Electron. Never by importing it: that would start a download with no end. */
export type ElectronBinary =
  | { readonly isFound: true; readonly path: string }
  /** A half sentence: "Electron's download failed (fetch failed)". */
  | { readonly isFound: false; readonly reason: string };

const DOWNLOAD_LIMIT_MS = 180_000;

/** Looks in the npm package; where the program is not there, lets the package's own installer fetch it, once. */
export async function findElectron(
  packageDir: string,
  options: { readonly limitMs?: number; readonly onDownload?: () => void } = {},
): Promise<ElectronBinary> {
  const installer = join(packageDir, 'install.js');
  if (!existsSync(installer)) return { isFound: false, reason: 'Electron is not among the installed packages' };
  const present = await locate(packageDir);
  if (present) return { isFound: true, path: present };
  options.onDownload?.();
  const failure = await runInstaller(installer, options.limitMs ?? DOWNLOAD_LIMIT_MS);
  const path = await locate(packageDir);
  if (path) return { isFound: true, path };
  return { isFound: false, reason: `Electron's download failed (${failure ?? 'its installer left no program'})` };
}

/** The installer writes the program's place within `dist` into `path.txt` when it is whole. */
async function locate(packageDir: string): Promise<string | null> {
  const inside = await readFile(join(packageDir, 'path.txt'), 'utf8').catch(() => null);
  if (inside === null) return null;
  const path = join(packageDir, 'dist', inside.trim());
  return existsSync(path) ? path : null;
}

/** null when it ended well, else its last word. */
function runInstaller(installer: string, limitMs: number): Promise<string | null> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [installer], { stdio: ['ignore', 'ignore', 'pipe'] });
    const errors: string[] = [];
    child.stderr.setEncoding('utf8').on('data', (text: string) => errors.push(text));
    let isLate = false;
    const limit = setTimeout(() => {
      isLate = true;
      child.kill('SIGKILL');
    }, limitMs);
    child.once('error', (error) => resolve(error.message));
    child.once('close', (code) => {
      clearTimeout(limit);
      if (isLate) resolve(`nothing after ${Math.round(limitMs / 1000)} s`);
      else resolve(code === 0 ? null : firstLine(errors.join('')));
    });
  });
}

function firstLine(text: string): string {
  const line = text.split('\n').find((candidate) => candidate.trim() !== '') ?? 'no message';
  return line.replace(/^\w*Error: /, '').slice(0, 200);
}
