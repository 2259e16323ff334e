import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** What the build reads. */
const SOURCES = [
  'src-shared',
  'src-main',
  'src-preload',
  'src-renderer',
  'electron.vite.config.ts',
  'package.json',
  'package-lock.json',
];
/** What it writes last. */
const RESULTS = ['out/main/main.js', 'out/preload/preload.cjs', 'out/renderer/index.html'];

/** Whether a source is younger than the built studio, or some of that is missing. */
export async function isBuildStale(root: string): Promise<boolean> {
  const built = await Promise.all(RESULTS.map((path) => modifiedMs(join(root, path))));
  if (built.includes(null)) return true;
  const oldest = Math.min(...built.map((time) => time ?? 0));
  const newest = Math.max(...(await Promise.all(SOURCES.map((path) => newestMs(join(root, path))))));
  return newest > oldest;
}

async function modifiedMs(path: string): Promise<number | null> {
  const status = await stat(path).catch(() => null);
  return status?.mtimeMs ?? null;
}

async function newestMs(path: string): Promise<number> {
  const status = await stat(path).catch(() => null);
  if (!status?.isDirectory()) return status?.mtimeMs ?? 0;
  const entries = await readdir(path);
  const times = await Promise.all(entries.map((entry) => newestMs(join(path, entry))));
  return Math.max(status.mtimeMs, ...times);
}
