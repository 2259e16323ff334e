import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { backUp } from '#core/library/back-up.ts';
import { checkDatabaseCopy } from '#core/library/check-database.ts';
import { closeLibrary, type Library } from '#core/library/library.ts';
import { newTemporaryPath, sweepTemporaryFiles } from '#core/library/safe-file.ts';
import { openTestLibrary, temporaryFolder } from '../../helpers/temporary-library.ts';

let home: string;
let library: Library;
beforeEach(async () => {
  home = await temporaryFolder();
  library = await openTestLibrary(home);
});
afterEach(async () => {
  await closeLibrary(library);
  await rm(home, { recursive: true, force: true });
});

test('[LIB160] what hinders the check of a copy is no damage', async () => {
  const path = join(home, 'copy.sqlite');
  const copy = new Database(path);
  copy.exec('CREATE TABLE a (b); INSERT INTO a VALUES (1)');
  expect(await checkDatabaseCopy(path).catch((error: unknown) => error)).toEqual([]);
  // Somebody writes to it: it can neither be checked nor be called damaged.
  copy.exec('BEGIN EXCLUSIVE');
  await expect(checkDatabaseCopy(path)).rejects.toMatchObject({ code: 'library-locked' });
  copy.close();
});

test('[LIB160] a backup into a place that takes no files leaves nothing and says which', async () => {
  await rm(library.folders.backups, { recursive: true });
  await writeFile(library.folders.backups, 'a file where the folder should be');
  await expect(backUp(library)).rejects.toMatchObject({
    code: 'file-unwritable',
    message: expect.stringContaining(library.folders.backups),
  });
});

test("[LIB4] SQLite's own files beside a temporary database are swept with it", async () => {
  const folder = join(home, 'sweep');
  await mkdir(folder);
  const name = newTemporaryPath(join(folder, 'a.sqlite')).replace(`-${process.pid}-`, '-4194303-');
  for (const suffix of ['', '-wal', '-shm', '-journal']) await writeFile(`${name}${suffix}`, '');
  await writeFile(join(folder, 'a.sqlite-wal'), 'mine');
  await sweepTemporaryFiles(folder);
  expect(await readdir(folder)).toEqual(['a.sqlite-wal']);
});
