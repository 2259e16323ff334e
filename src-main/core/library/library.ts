/** A library: one SQLite file and the media beside it, held by one program at a time. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '#shared/errors.ts';
import type { AssetId } from '#shared/ids.ts';
import type { IngestAudio } from '../audio/audio-facts.ts';
import type { Ports } from '../ports.ts';
import { asideFolder, copyAside } from './aside.ts';
import { listBackups } from './backups.ts';
import {
  type ChangeSequence,
  changeSequencePath,
  countChanges,
  hasChangeSequence,
  notedSequence,
  storedSequence,
} from './change-sequence.ts';
import { type OpenDatabase, openDatabase, type WritableDb } from './database.ts';
import { damagedLibrary } from './database-error.ts';
import { type LibraryLock, lockLibrary } from './library-lock.ts';
import type { LibraryNotice } from './library-notice.ts';
import { checkLibraryFile, type Migration, migrate } from './migrate.ts';
import { MIGRATIONS } from './migrations/migrations.ts';
import { makeFolder, sweepTemporaryFiles } from './safe-file.ts';
import { noticesOfPlace, surroundingsHere } from './storage-place.ts';

/**
 * Where things lie. What is being written stands in an `incoming` folder until it is whole, so that a start after a
 * crash has few places to sweep however many files there are.
 */
export interface LibraryFolders {
  /** Audio as received: `<first two digits>/<hash>.<extension>`. */
  readonly media: string;
  readonly incomingMedia: string;
  /** Decoded audio and peaks; may be deleted at any time. */
  readonly cache: string;
  readonly incomingCache: string;
  readonly backups: string;
  /** What was set aside and what was cleaned away, in numbered folders: see aside.ts. */
  readonly aside: string;
  readonly trash: string;
}

export interface Library {
  readonly home: string;
  readonly db: WritableDb;
  readonly folders: LibraryFolders;
  readonly ports: Ports;
  readonly ingest: IngestAudio;
  /** What is being decoded right now; two lines with the same audio wait for one decoding. */
  readonly decoding: Map<AssetId, Promise<void>>;
  /** What people should know about this library; empty for most. */
  readonly notices: LibraryNotice[];
}

export interface OpenLibraryOptions {
  readonly home: string;
  readonly ports: Ports;
  readonly ingest: IngestAudio;
  /** Who opens it, for the message another program gets: 'the studio', 'the command line'. */
  readonly program?: string;
  readonly migrations?: readonly Migration[];
}

interface OpenParts {
  readonly database: OpenDatabase;
  readonly lock: LibraryLock;
  readonly changes: ChangeSequence | undefined;
  /** Work that closing waits for. */
  readonly work: Set<Promise<unknown>>;
  closing?: Promise<void>;
}
const openParts = new WeakMap<Library, OpenParts>();

/**
 * Opens the library in `home`, making it where there is none, and removes what a crash left half-written. What is
 * wrong without being in the way is in `notices`. Throws `library-locked` (it says who has it), `library-newer`,
 * `library-damaged` (it names the last backup), `disk-full`, `file-unwritable`.
 */
export async function openLibrary(options: OpenLibraryOptions): Promise<Library> {
  const { home, ports, program = 'Lectern' } = options;
  await makeFolder(home);
  const lock = await lockLibrary(home, program, ports.nowMs());
  try {
    return await openLocked(options, lock);
  } catch (error) {
    await lock.release();
    throw await namingLastBackup(error, home);
  }
}

async function openLocked(options: OpenLibraryOptions, lock: LibraryLock): Promise<Library> {
  const { home, ports, ingest, migrations = MIGRATIONS } = options;
  const folders = foldersOf(home);
  const path = libraryPath(home);
  await checkLibraryFile(path, migrations.length);
  if (!existsSync(path) && (notedSequence(home) ?? 0) > 0) throw damagedLibrary(path, 'the file is gone');
  for (const folder of [folders.incomingMedia, folders.incomingCache, folders.backups]) await makeFolder(folder);
  await sweep([home, folders.incomingMedia, folders.incomingCache, folders.backups], ports);
  const database = openDatabase(path);
  let changes: ChangeSequence | undefined;
  try {
    const notices = [...noticesOfPlace(home, surroundingsHere()), ...(await noticesOfLoss(database, home))];
    await migrate(database, migrations, folders.backups);
    if (hasChangeSequence(database)) changes = countChanges(database, home, ports.log);
    for (const { kind, message } of notices) ports.log.warn(message, { kind });
    const library: Library = { home, db: database, folders, ports, ingest, decoding: new Map(), notices };
    openParts.set(library, { database, lock, changes, work: new Set() });
    return library;
  } catch (error) {
    changes?.close();
    database.close();
    throw error;
  }
}

/** The database, for the few who copy or check it whole. Throws a plain Error for a library that is closed. */
export function databaseOf(library: Library): OpenDatabase {
  const parts = openParts.get(library);
  if (!parts) throw new Error('The library is closed');
  return parts.database;
}

/** Runs something beside everything else; closing the library waits for it. What it throws is logged and goes no further. */
export function runBeside(library: Library, name: string, work: () => Promise<unknown>): void {
  const parts = openParts.get(library);
  if (!parts) return;
  const running: Promise<unknown> = work()
    .catch((error: unknown) => library.ports.log.error(`${name} failed`, { reason: String(error) }))
    .finally(() => parts.work.delete(running));
  parts.work.add(running);
}

/** Waits for what is under way, then closes. Closing a closed library does nothing. */
export async function closeLibrary(library: Library): Promise<void> {
  const parts = openParts.get(library);
  if (!parts) return;
  parts.closing ??= closeParts(library, parts);
  await parts.closing;
}

async function closeParts(library: Library, parts: OpenParts): Promise<void> {
  await Promise.allSettled([...library.decoding.values(), ...parts.work]);
  openParts.delete(library);
  try {
    parts.database.close();
    parts.changes?.close();
  } finally {
    await parts.lock.release();
  }
}

export function libraryPath(home: string): string {
  return join(home, 'library.sqlite');
}

/** The log was removed or cut short, or an older file put in the library's place: see change-sequence.ts. */
async function noticesOfLoss(database: OpenDatabase, home: string): Promise<readonly LibraryNotice[]> {
  const lost = (notedSequence(home) ?? 0) - storedSequence(database);
  if (lost <= 0) return [];
  // Before anything is written: with its log found again, this file can still be made whole.
  const aside = await copyAside(home, [database.path, `${database.path}-wal`, changeSequencePath(home)]);
  return [
    {
      kind: 'changes-lost',
      message: `The last ${lost === 1 ? 'change is' : `${lost} changes are`} missing from the library ${home}: the file library.sqlite-wal was removed or cut short, or an older library.sqlite was put in its place. The file as it was found is in ${aside}; if you find the missing file (in the trash, or in another version a sync program keeps), put the two together again. Audio is not affected: "lectern library restore --adopt" finds sounds again that the library no longer knows.`,
    },
  ];
}

/** A person who is told that a library is damaged wants to know what there is to go back to. */
async function namingLastBackup(error: unknown, home: string): Promise<unknown> {
  if (!(error instanceof AppError) || error.code !== 'library-damaged') return error;
  const last = (await listBackups(foldersOf(home).backups).catch(() => []))[0];
  if (!last) return error;
  return new AppError({
    code: error.code,
    message: `${error.message} The last backup is ${last.name} (${new Date(last.createdAtMs).toISOString()}).`,
    details: { ...error.details, lastBackup: last.name },
    cause: error,
  });
}

export function foldersOf(home: string): LibraryFolders {
  const media = join(home, 'media');
  const cache = join(home, 'cache');
  return {
    media,
    incomingMedia: join(media, 'incoming'),
    cache,
    incomingCache: join(cache, 'incoming'),
    backups: join(home, 'backups'),
    aside: asideFolder(home),
    trash: join(home, 'trash'),
  };
}

async function sweep(folders: readonly string[], { log }: Ports): Promise<void> {
  for (const folder of folders) {
    const removed = await sweepTemporaryFiles(folder);
    if (removed.length > 0) log.info('removed files that were never finished', { folder, count: removed.length });
  }
}
