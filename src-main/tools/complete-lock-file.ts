/**
 * `npm run lock`: resolves package-lock.json afresh and completes it. A registry mirror may lack the binaries of other
 * platforms; npm then leaves them out of the lock file, and `npm ci` refuses that file everywhere. Their versions are known from
 * the packages that name them, so the entries are written here. It also says what npm forgets to note: that
 * better-sqlite3 ships its binaries and is not to be compiled.
 */
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

interface LockEntry {
  version?: string;
  dev?: boolean;
  optional?: boolean;
  gypfile?: boolean;
  os?: string[];
  cpu?: string[];
  libc?: string[];
  optionalDependencies?: Record<string, string>;
}

const PLATFORM = /(darwin|win32|linux|android|freebsd|openharmony)[-.]?(arm64|x64|ia32|arm|ppc64|riscv64|s390x)?/;
const root = join(import.meta.dirname, '..', '..');
const scratch = mkdtempSync(join(tmpdir(), 'lectern-lock-'));

try {
  copyFileSync(join(root, 'package.json'), join(scratch, 'package.json'));
  copyFileSync(join(root, 'package-lock.json'), join(scratch, 'package-lock.json'));
  execFileSync('npm', ['install', '--package-lock-only'], { cwd: scratch, stdio: 'inherit' });
  const lock = JSON.parse(readFileSync(join(scratch, 'package-lock.json'), 'utf8'));
  const added = addMissingPlatforms(lock.packages);
  lock.packages['node_modules/better-sqlite3'].gypfile = false;
  lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)));
  writeFileSync(join(root, 'package-lock.json'), `${JSON.stringify(lock, null, 2)}\n`);
  process.stdout.write(`package-lock.json written, ${added} platform packages added\n`);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

function addMissingPlatforms(packages: Record<string, LockEntry>): number {
  let added = 0;
  for (const [path, entry] of Object.entries({ ...packages })) {
    if (path === '') continue;
    for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
      if (packages[`${path}/node_modules/${name}`] || packages[`node_modules/${name}`]) continue;
      const platform = PLATFORM.exec(name.split('/').at(-1) ?? '');
      if (!platform?.[1] || !/^\d/.test(version)) continue;
      const isGlibc = platform[1] === 'linux' && name.includes('gnu');
      packages[`node_modules/${name}`] = {
        version,
        cpu: [platform[2] ?? 'x64'],
        ...(entry.dev === true ? { dev: true } : {}),
        ...(name.includes('musl') ? { libc: ['musl'] } : isGlibc ? { libc: ['glibc'] } : {}),
        optional: true,
        os: [platform[1]],
      };
      added += 1;
    }
  }
  return added;
}
