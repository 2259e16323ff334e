/**
 * The same library under clocks twenty years apart (Debian's faketime): the order of everything, and which backup is
 * the newest, come from numbers and not from the clock.
 */
import { spawnSync } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { listBackups } from '#core/library/backups.ts';
import { closeLibrary } from '#core/library/library.ts';
import { listProjects } from '#core/library/projects.ts';
import { openTestLibrary, temporaryFolder } from '../helpers/temporary-library.ts';
import { check, requireTool } from './fault-outcome.ts';

const LAUNCHER = new URL('../../src-main/cli/launcher.mjs', import.meta.url).pathname;
const SCRIPT = new URL('../fixtures/scripts/two-voices.md', import.meta.url).pathname;
const DATES = ['2030-01-01 00:00:00', '2010-06-01 00:00:00', '2040-01-01 00:00:00', '2011-01-01 00:00:00'];

requireTool('faketime', 'faketime');
const folder = await temporaryFolder();
const home = join(folder, 'library');
try {
  for (const [index, date] of DATES.entries()) {
    lectern(date, ['import', SCRIPT, '--project', `Project ${index}`]);
    lectern(date, ['library', 'backup']);
  }
  lectern(DATES[1] ?? '', ['library', 'verify']);
  const library = await openTestLibrary(home);
  const names = listProjects(library.db).map(({ name }) => name);
  check(names.join() === 'Project 3,Project 2,Project 1,Project 0', `the order is ${names.join(', ')}`);
  const sequences = (await listBackups(library.folders.backups)).map(({ sequence }) => sequence);
  check(
    sequences.every((sequence, index) => sequence === sequences.length - index),
    `backups: ${sequences.join()}`,
  );
  await closeLibrary(library);
  console.log('clock jumps: order kept');
} finally {
  await rm(folder, { recursive: true, force: true });
}

function lectern(date: string, parameters: readonly string[]): void {
  const child = spawnSync('faketime', [date, process.execPath, LAUNCHER, ...parameters, '--home', home], {
    encoding: 'utf8',
  });
  check(
    child.status === 0,
    `lectern ${parameters.join(' ')} under ${date} ended with ${child.status}: ${child.stderr}`,
  );
}
