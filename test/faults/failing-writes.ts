/**
 * One write in twenty fails with a full disk, and one flush in twenty with a failing disk (Debian's fiu-utils). Every
 * failure must be reported by its type, and everything acknowledged be there, whole, when the disk works again.
 */
import { spawnSync } from 'node:child_process';
import { readdir, rm } from 'node:fs/promises';
import { assetState } from '#core/library/assets.ts';
import { listBackups } from '#core/library/backups.ts';
import { checkDatabaseCopy } from '#core/library/check-database.ts';
import { closeLibrary } from '#core/library/library.ts';
import { listProjects } from '#core/library/projects.ts';
import { verifyLibrary } from '#core/library/verify-library.ts';
import { AssetId } from '#shared/ids.ts';
import { openTestLibrary, temporaryFolder } from '../helpers/temporary-library.ts';
import { check, requireTool } from './fault-outcome.ts';
import type { WriterLine } from './storage-writer.ts';

const ROUNDS = 100;
const ENOSPC = 28;
const EIO = 5;
// Plain write() is left alone: the event loop wakes its own threads with it and ends the program when that fails.
const FAULTS: readonly (readonly [what: string, control: string])[] = [
  ['a full disk', `enable_random name=posix/io/rw/pwrite,probability=0.05,failinfo=${ENOSPC}`],
  ['a disk that does not flush', `enable_random name=posix/io/sync/fsync,probability=0.05,failinfo=${EIO}`],
  ['a disk that does not rename', `enable_random name=posix/io/dir/rename,probability=0.05,failinfo=${EIO}`],
];
const TYPED: ReadonlySet<string> = new Set(['disk-full', 'file-unwritable', 'file-unreadable']);

requireTool('fiu-run', 'fiu-utils');
for (const [what, control] of FAULTS) await inject(what, control);

async function inject(what: string, control: string): Promise<void> {
  const home = await temporaryFolder();
  try {
    const writer = new URL('./storage-writer.ts', import.meta.url).pathname;
    const parameters = ['-x', '-c', control, process.execPath, writer, home, String(ROUNDS)];
    const { stdout, stderr, status } = spawnSync('fiu-run', parameters, { encoding: 'utf8' });
    const lines = stdout
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as WriterLine);
    const failures = lines.filter((line) => line.failed !== undefined);
    const wrong = failures.filter((line) => !TYPED.has(line.failed ?? ''));
    check(wrong.length === 0, `${what}: ${wrong.length} failures of a wrong type, such as ${JSON.stringify(wrong[0])}`);
    check(lines.length > ROUNDS, `${what}: the writer ended early (${status}): ${stderr.slice(-2000)}`);
    check(failures.length > 0, `${what}: nothing failed, so nothing was tried`);
    await checkKept(home, lines, what);
    console.log(`${what}: ${failures.length} of ${lines.length} attempts failed, each by its type; nothing was lost`);
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}

async function checkKept(home: string, lines: readonly WriterLine[], what: string): Promise<void> {
  const library = await openTestLibrary(home);
  try {
    const report = await verifyLibrary(library);
    check(report.isSound, `${what}: the library is damaged: ${JSON.stringify(report)}`);
    check(library.notices.length === 0, `${what}: ${library.notices[0]?.message}`);
    const projects = new Set<string>(listProjects(library.db).map(({ id }) => id));
    const backups = await listBackups(library.folders.backups);
    for (const { asset, project, backup } of lines) {
      if (asset !== undefined)
        check(assetState(library.db, AssetId.parse(asset))?.status === 'ready', `${what}: a sound is gone`);
      if (project !== undefined) check(projects.has(project), `${what}: ${project} is gone`);
      if (backup !== undefined)
        check(
          backups.some(({ name }) => name === backup),
          `${what}: ${backup} is gone`,
        );
    }
    for (const { path } of backups) check((await checkDatabaseCopy(path)).length === 0, `${what}: ${path} is damaged`);
    const leftovers = (await readdir(home, { recursive: true })).filter((name) => name.includes('.part'));
    check(leftovers.length === 0, `${what}: temporary files were left: ${leftovers.join(', ')}`);
  } finally {
    await closeLibrary(library);
  }
}
