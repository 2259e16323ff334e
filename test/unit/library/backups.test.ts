import { readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { backUp, backUpWhenDue } from '#core/library/back-up.ts';
import { BACKUPS_KEPT, listBackups } from '#core/library/backups.ts';
import { storedSequence } from '#core/library/change-sequence.ts';
import { closeLibrary, type Library } from '#core/library/library.ts';
import { ProjectId } from '#shared/ids.ts';
import { addProject } from '../../helpers/library-episode.ts';
import { openTestLibrary, temporaryFolder, testPorts } from '../../helpers/temporary-library.ts';

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

const add = (name: string) => addProject(library, { id: ProjectId.parse(name), name });
const names = async () => (await listBackups(library.folders.backups)).map((backup) => backup.name);

/** As an earlier start left it. */
async function putBackup(sequence: number): Promise<string> {
  const path = join(library.folders.backups, `backup-${String(sequence).padStart(6, '0')}-change-1.sqlite`);
  await writeFile(path, 'a backup');
  return path;
}

function projectsOf(path: string): unknown {
  const copy = new Database(path, { readonly: true });
  try {
    return copy.prepare('SELECT id FROM project ORDER BY number').pluck().all();
  } finally {
    copy.close();
  }
}

describe('backups', () => {
  test('[LIB120] a backup is one whole file that holds what was saved', async () => {
    add('one');
    const backup = await backUp(library);
    add('two');
    expect(projectsOf(backup.path)).toEqual(['one']);
    expect(await readdir(library.folders.backups)).toEqual([backup.name]);
    expect(backup).toMatchObject({ sequence: 1, change: storedSequence(library.db) - 1 });
  });

  test('[LIB120] ten are kept, the newest, whatever the clock says', async () => {
    for (let count = 0; count < BACKUPS_KEPT + 1; count++) {
      const path = await putBackup(count + 1);
      await utimes(path, 0, 1_000_000 - count);
    }
    await backUp(library);
    const kept = await listBackups(library.folders.backups);
    expect(kept.map(({ sequence }) => sequence)).toEqual([12, 11, 10, 9, 8, 7, 6, 5, 4, 3]);
  });

  test('[LIB120] those made before a migration are not rotated away', async () => {
    await writeFile(join(library.folders.backups, 'before-version-2.sqlite'), 'of the first Lectern');
    await writeFile(join(library.folders.backups, 'backup-000001-change-3-before-version-4.sqlite'), 'older');
    for (let count = 0; count < BACKUPS_KEPT; count++) await putBackup(count + 2);
    await backUp(library);
    const kept = await names();
    expect(kept).toHaveLength(BACKUPS_KEPT + 2);
    expect(kept.slice(-2)).toEqual(['backup-000001-change-3-before-version-4.sqlite', 'before-version-2.sqlite']);
  });

  test('[LIB121] once a day, and only where something changed', async () => {
    const day = 24 * 60 * 60 * 1000;
    let nowMs = Date.now();
    await closeLibrary(library);
    library = await openTestLibrary(home, { ports: { ...testPorts(), nowMs: () => nowMs } });
    expect(await backUpWhenDue(library)).toBeNull();
    add('one');
    const first = await backUpWhenDue(library);
    expect(first).toMatchObject({ sequence: 1 });
    add('two');
    nowMs = first!.createdAtMs + day - 1;
    expect(await backUpWhenDue(library)).toBeNull();
    nowMs = first!.createdAtMs + day;
    expect(await backUpWhenDue(library)).toMatchObject({ sequence: 2 });
    nowMs += day;
    expect(await backUpWhenDue(library)).toBeNull();
  });

  test('[LIB121] a clock that was put back keeps no backup away', async () => {
    add('one');
    const first = await backUpWhenDue(library);
    await utimes(first!.path, 2_000_000_000, 2_000_000_000);
    expect(await backUpWhenDue(library)).toBeNull();
    add('two');
    expect(await backUpWhenDue(library)).toMatchObject({ sequence: 2 });
  });

  test('[LIB122] a damaged library makes no backup, and takes the place of none', async () => {
    for (let count = 0; count < 300; count++) add(`project ${count} ${'x'.repeat(100)}`);
    for (let count = 0; count < BACKUPS_KEPT; count++) await putBackup(count + 1);
    const before = await names();
    await closeLibrary(library);
    const bytes = await readFile(join(home, 'library.sqlite'));
    bytes.fill(0x55, bytes.length - 5 * 4096);
    await writeFile(join(home, 'library.sqlite'), bytes);
    library = await openTestLibrary(home);
    await expect(backUp(library)).rejects.toMatchObject({ code: 'library-damaged' });
    expect(await names()).toEqual(before);
    expect(await readdir(library.folders.backups)).toHaveLength(BACKUPS_KEPT);
  });

  test('[LIB122] cancelled, it leaves nothing', async () => {
    const cancellation = new AbortController();
    cancellation.abort();
    await expect(backUp(library, { signal: cancellation.signal })).rejects.toThrow('Cancelled');
    expect(await readdir(library.folders.backups)).toEqual([]);
  });
});
