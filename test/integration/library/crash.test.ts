import { spawn } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { closeLibrary } from '#core/library/library.ts';
import { EDIT_WRITER, killWhileWriting } from '../../faults/kill-while-writing.ts';
import { openTestLibrary, temporaryFolder } from '../../helpers/temporary-library.ts';

// Two hundred rounds are `npm run faults`.
const ROUNDS = 10;

test('[LIB26] whatever was acknowledged before a kill -9 is there, whole; nothing is half there; the history is the same', async () => {
  const report = await killWhileWriting({ rounds: ROUNDS, seed: 7 });
  expect(report.acknowledged).toBeGreaterThan(ROUNDS * 5);
  expect(report.struckInside).toBeGreaterThan(0);
});

test('[LIB7] another program is told who has the library, and gets it when that one is killed', async () => {
  const home = await temporaryFolder();
  const child = spawn(process.execPath, [EDIT_WRITER, home, '0'], { stdio: ['ignore', 'pipe', 'inherit'] });
  await new Promise((resolve) => child.stdout.once('data', resolve));
  await expect(openTestLibrary(home)).rejects.toMatchObject({
    code: 'library-locked',
    details: { pid: child.pid, program: 'Lectern' },
  });
  const ended = new Promise((resolve) => child.on('exit', resolve));
  child.kill('SIGKILL');
  await ended;
  await closeLibrary(await openTestLibrary(home));
  await rm(home, { recursive: true });
});
