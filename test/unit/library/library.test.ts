import { spawnSync } from 'node:child_process';
import { readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { OpenDatabase } from '#core/library/database.ts';
import { closeLibrary, type Library, type OpenLibraryOptions } from '#core/library/library.ts';
import type { Migration } from '#core/library/migrate.ts';
import { MIGRATIONS } from '#core/library/migrations/migrations.ts';
import { createProject, listProjects } from '#core/library/projects.ts';
import { newTemporaryPath } from '#core/library/temporary-names.ts';
import { ProjectId } from '#shared/ids.ts';
import { openTestLibrary, temporaryFolder } from '../../helpers/temporary-library.ts';

let home: string;
const opened: Library[] = [];
beforeEach(async () => {
  home = await temporaryFolder();
});
afterEach(async () => {
  for (const library of opened.splice(0)) await closeLibrary(library);
  await rm(home, { recursive: true, force: true });
});

async function open(options: Partial<OpenLibraryOptions> = {}): Promise<Library> {
  const library = await openTestLibrary(home, options);
  opened.push(library);
  return library;
}

function pragmaOf(library: Library, name: string): unknown {
  return (library.db as OpenDatabase).pragma(name);
}

function addProject(library: Library, name: string): void {
  createProject(library.db, { id: ProjectId.parse(name), name, kind: 'podcast', language: 'en', createdAtMs: 1 });
}

const path = () => join(home, 'library.sqlite');

describe('opening', () => {
  test('[LIB5] every open is in WAL, durable and with foreign keys', async () => {
    for (let round = 0; round < 2; round++) {
      const library = await open();
      expect(pragmaOf(library, 'journal_mode')).toBe('wal');
      expect(pragmaOf(library, 'synchronous')).toBe(2);
      expect(pragmaOf(library, 'foreign_keys')).toBe(1);
      expect(pragmaOf(library, 'busy_timeout')).toBe(5000);
      expect(() => library.db.run("INSERT INTO take_cue VALUES (99, 0, 0, 0, 0, 'x')")).toThrow(/FOREIGN KEY/);
      await closeLibrary(library);
    }
  });

  test('[LIB5] every table is strict', async () => {
    const library = await open();
    const tables = library.db.all<{ name: string; strict: number }>(
      "SELECT name, strict FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite_%'",
    );
    expect(tables.length).toBeGreaterThan(6);
    expect(tables.filter((table) => table.strict !== 1)).toEqual([]);
  });

  test('[LIB5] what was written is there when it is opened again', async () => {
    const library = await open();
    addProject(library, 'Nachtfähre');
    await closeLibrary(library);
    expect(listProjects((await open()).db).map((project) => project.name)).toEqual(['Nachtfähre']);
  });

  test('[LIB6] what a crash left half-written is removed, nothing else', async () => {
    await closeLibrary(await open());
    const dead = spawnSync(process.execPath, ['-e', '']).pid;
    const folders = ['', 'media/incoming', 'cache/incoming', 'backups'].map((name) => join(home, name));
    for (const folder of folders) {
      const name = basename(newTemporaryPath(join(folder, 'a.pcm')));
      await writeFile(join(folder, name.replace(`-${process.pid}-`, `-${dead}-`)), 'half');
      await writeFile(join(folder, 'note.txt'), 'mine');
    }
    await open();
    for (const folder of folders) {
      expect((await readdir(folder)).filter((name) => name.includes('.part'))).toEqual([]);
      expect(await readFile(join(folder, 'note.txt'), 'utf8')).toBe('mine');
    }
  });

  test('[LIB6] a home below a file is refused with its path', async () => {
    await writeFile(join(home, 'file'), '');
    await expect(openTestLibrary(join(home, 'file', 'library'))).rejects.toMatchObject({
      code: 'file-unwritable',
      message: expect.stringContaining(join(home, 'file', 'library')),
    });
  });
});

describe('the lock', () => {
  test('[LIB7] a second opening is told who has the library', async () => {
    await open({ program: 'the studio' });
    await expect(openTestLibrary(home)).rejects.toMatchObject({
      code: 'library-locked',
      message: expect.stringMatching(/the studio \(in this very program, since 2023-11-14T/),
      details: { pid: process.pid },
    });
  });

  test('[LIB7] the refused opening does not take the lock away from the holder', async () => {
    const library = await open();
    for (let attempt = 0; attempt < 3; attempt++) {
      await expect(openTestLibrary(home)).rejects.toMatchObject({ code: 'library-locked' });
    }
    addProject(library, 'still writable');
  });

  test('[LIB7] closing gives the library free', async () => {
    await closeLibrary(await open());
    expect(await readdir(home)).not.toContain('lock.json');
    await open();
  });

  test('[LIB7] a name left behind by a crash locks nothing, whoever has its process id now', async () => {
    await closeLibrary(await open());
    await writeFile(join(home, 'lock.json'), JSON.stringify({ pid: process.ppid, program: 'x', sinceMs: 1 }));
    await open();
  });

  test('[LIB7] an unreadable name still locks', async () => {
    await open();
    await writeFile(join(home, 'lock.json'), '{"pid":');
    await expect(openTestLibrary(home)).rejects.toMatchObject({
      code: 'library-locked',
      message: expect.stringContaining('another program'),
    });
  });

  test('[LIB7] an opening that fails gives the lock free', async () => {
    await writeFile(path(), 'no database, but long enough to have a header that could be mistaken for one'.repeat(3));
    await expect(openTestLibrary(home)).rejects.toMatchObject({ code: 'library-damaged' });
    await rm(path());
    await open();
  });
});

describe('versions', () => {
  const next: Migration = { sql: 'ALTER TABLE project ADD COLUMN mood TEXT' };

  test('[LIB8] a newer library is refused and not touched', async () => {
    await closeLibrary(await open({ migrations: [...MIGRATIONS, next] }));
    const before = await readFile(path());
    const files = await readdir(home);
    await expect(openTestLibrary(home)).rejects.toMatchObject({
      code: 'library-newer',
      details: { version: MIGRATIONS.length + 1, newest: MIGRATIONS.length },
    });
    expect((await readFile(path())).equals(before)).toBe(true);
    expect(await readdir(home)).toEqual(files);
  });

  test('[LIB8] a newer library whose version is still in its log is refused too', async () => {
    await closeLibrary(await open());
    const writer = new Database(path());
    writer.pragma('wal_autocheckpoint = 0');
    writer.pragma('user_version = 99');
    try {
      expect((await readFile(path())).readUInt32BE(60)).toBe(MIGRATIONS.length);
      await expect(openTestLibrary(home)).rejects.toMatchObject({ code: 'library-newer' });
    } finally {
      writer.close();
    }
  });

  test('[LIB9] an older library is copied aside, then brought up to date', async () => {
    const library = await open();
    addProject(library, 'old');
    await closeLibrary(library);
    const migrated = await open({ migrations: [...MIGRATIONS, next] });
    expect(migrated.db.all('SELECT id, mood FROM project')).toEqual([{ id: 'old', mood: null }]);
    const name = `backup-000001-change-1-before-version-${MIGRATIONS.length + 1}.sqlite`;
    const copy = new Database(join(home, 'backups', name), { readonly: true });
    expect(copy.pragma('user_version', { simple: true })).toBe(MIGRATIONS.length);
    expect(copy.prepare('SELECT id FROM project').all()).toEqual([{ id: 'old' }]);
    copy.close();
    expect(await readdir(join(home, 'backups'))).toEqual([name]);
  });

  test('[LIB9] a step that fails changes nothing', async () => {
    await closeLibrary(await open());
    const failing: Migration = { sql: 'CREATE TABLE half (a TEXT) STRICT; INSERT INTO nowhere VALUES (1)' };
    await expect(openTestLibrary(home, { migrations: [...MIGRATIONS, failing] })).rejects.toThrow(/nowhere/);
    const library = await open();
    expect(pragmaOf(library, 'user_version')).toBe(MIGRATIONS.length);
    expect(library.db.all("SELECT name FROM sqlite_master WHERE name = 'half'")).toEqual([]);
  });
});

describe('damage', () => {
  test('[LIB10] a file that is no database is refused and kept', async () => {
    await writeFile(path(), 'Dear diary, '.repeat(100));
    await expect(openTestLibrary(home)).rejects.toMatchObject({
      code: 'library-damaged',
      message: expect.stringMatching(/does not begin like a database.*backups/s),
    });
    expect(await readFile(path(), 'utf8')).toBe('Dear diary, '.repeat(100));
  });

  test('[LIB10] the database of another program is refused and kept', async () => {
    const other = new Database(path());
    other.exec('CREATE TABLE bookmark (url TEXT); PRAGMA user_version = 1');
    other.close();
    const before = await readFile(path());
    await expect(openTestLibrary(home)).rejects.toMatchObject({
      code: 'library-damaged',
      message: expect.stringContaining('another program'),
    });
    expect((await readFile(path())).equals(before)).toBe(true);
  });

  test('[LIB10] a library cut short says so', async () => {
    const library = await open();
    for (let count = 0; count < 200; count++) addProject(library, `project ${count} ${'x'.repeat(100)}`);
    await closeLibrary(library);
    await truncate(path(), Math.floor((await stat(path())).size / 2 / 4096) * 4096);
    const result = await openTestLibrary(home).then(
      async (damaged) => {
        try {
          return listProjects(damaged.db);
        } catch (error) {
          return error;
        } finally {
          await closeLibrary(damaged);
        }
      },
      (error: unknown) => error,
    );
    expect(result).toMatchObject({ code: 'library-damaged' });
  });

  test('[LIB10] a full disk while writing is disk-full and loses nothing', async () => {
    const library = await open();
    addProject(library, 'before');
    (library.db as OpenDatabase).setPragma('max_page_count', Number(pragmaOf(library, 'page_count')));
    expect(() => {
      for (let count = 0; count < 1000; count++) addProject(library, `project ${count} ${'x'.repeat(100)}`);
    }).toThrow(expect.objectContaining({ code: 'disk-full', message: expect.stringContaining(path()) }));
    expect(listProjects(library.db).some((project) => project.name === 'before')).toBe(true);
    expect(pragmaOf(library, 'integrity_check')).toBe('ok');
  });
});
