import { copyFile, cp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { notedSequence, storedSequence } from '#core/library/change-sequence.ts';
import { closeLibrary, type Library } from '#core/library/library.ts';
import { listProjects } from '#core/library/projects.ts';
import { ProjectId } from '#shared/ids.ts';
import { addProject } from '../../helpers/library-episode.ts';
import { openTestLibrary, temporaryFolder } from '../../helpers/temporary-library.ts';

let base: string;
let home: string;
const opened: Library[] = [];
beforeEach(async () => {
  base = await temporaryFolder();
  home = join(base, 'library');
});
afterEach(async () => {
  for (const library of opened.splice(0)) await closeLibrary(library);
  await rm(base, { recursive: true, force: true });
});

async function open(folder = home): Promise<Library> {
  const library = await openTestLibrary(folder);
  opened.push(library);
  return library;
}
const add = (library: Library, name: string) => addProject(library, { id: ProjectId.parse(name), name });

/** The files as a kill -9 leaves them, in a folder of their own. */
async function crashCopy(): Promise<string> {
  const copy = join(base, 'crashed');
  await cp(home, copy, { recursive: true, filter: (path) => !path.includes('lock.') });
  return copy;
}

describe('the count of changes', () => {
  test('[LIB123] counts every transaction that changed something, once', async () => {
    const library = await open();
    const before = storedSequence(library.db);
    library.db.transaction(() => {
      add(library, 'one');
      add(library, 'two');
    });
    add(library, 'three');
    listProjects(library.db);
    library.db.transaction(() => listProjects(library.db));
    expect(() =>
      library.db.transaction(() => {
        add(library, 'four');
        throw new Error('no');
      }),
    ).toThrow('no');
    expect(storedSequence(library.db)).toBe(before + 2);
    expect(notedSequence(home)).toBe(before + 2);
  });

  test('[LIB123] after a crash nothing is missing and nothing is said', async () => {
    const library = await open();
    for (let count = 0; count < 5; count++) add(library, `p${count}`);
    const again = await open(await crashCopy());
    expect(listProjects(again.db)).toHaveLength(5);
    expect(again.notices).toEqual([]);
  });

  test('[LIB124] a log that was removed is noticed, and the file as found is set aside', async () => {
    const library = await open();
    for (let count = 0; count < 5; count++) add(library, `p${count}`);
    const copy = await crashCopy();
    await rm(join(copy, 'library.sqlite-wal'));
    await rm(join(copy, 'library.sqlite-shm'));
    await writeFile(join(copy, 'library.sqlite'), await databaseWithTables(copy));
    const found = await readFile(join(copy, 'library.sqlite'));
    const again = await open(copy);
    expect(again.notices).toMatchObject([
      { kind: 'changes-lost', message: expect.stringMatching(/last 5 changes are missing.*library\.sqlite-wal/) },
    ]);
    expect((await readFile(join(copy, 'aside', '000001', 'library.sqlite'))).equals(found)).toBe(true);
    await closeLibrary(again);
    expect((await open(copy)).notices).toEqual([]);
  });

  test('[LIB124] a log that was cut short is noticed', async () => {
    const library = await open();
    for (let count = 0; count < 5; count++) add(library, `p${count}`);
    const copy = await crashCopy();
    const log = join(copy, 'library.sqlite-wal');
    await rm(join(copy, 'library.sqlite-shm'), { force: true });
    await truncate(log, (await stat(log)).size - 4096);
    const again = await open(copy);
    expect(listProjects(again.db).length).toBeLessThan(5);
    expect(again.notices).toMatchObject([
      { kind: 'changes-lost', message: expect.stringMatching(/The last change is/) },
    ]);
  });

  test('[LIB124] an older file put in its place is noticed', async () => {
    const library = await open();
    add(library, 'one');
    await closeLibrary(library);
    await copyFile(join(home, 'library.sqlite'), join(home, 'older'));
    const next = await open();
    add(next, 'two');
    await closeLibrary(next);
    await copyFile(join(home, 'older'), join(home, 'library.sqlite'));
    expect((await open()).notices).toMatchObject([{ kind: 'changes-lost' }]);
  });

  test('[LIB124] a library whose file is gone is not begun anew', async () => {
    const library = await open();
    add(library, 'one');
    await closeLibrary(library);
    await rm(join(home, 'library.sqlite'));
    await expect(openTestLibrary(home)).rejects.toMatchObject({
      code: 'library-damaged',
      message: expect.stringMatching(/the file is gone.*lectern library restore/s),
    });
    expect(await readdir(home)).not.toContain('library.sqlite');
  });
});

/** Before the first checkpoint the tables themselves are in the log; a library in use has them in its file. */
async function databaseWithTables(copy: string): Promise<Uint8Array> {
  const fresh = join(copy, 'fresh');
  await closeLibrary(await openTestLibrary(fresh));
  return readFile(join(fresh, 'library.sqlite'));
}
