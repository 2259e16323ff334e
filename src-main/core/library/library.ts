/** A library: one SQLite file and the media beside it, held by one program at a time. */
import { join } from 'node:path';
import type { AssetId } from '#shared/ids.ts';
import type { IngestAudio } from '../audio/audio-facts.ts';
import type { Ports } from '../ports.ts';
import { type OpenDatabase, openDatabase, type WritableDb } from './database.ts';
import { type LibraryLock, lockLibrary } from './library-lock.ts';
import { checkLibraryFile, type Migration, migrate } from './migrate.ts';
import { MIGRATIONS } from './migrations/migrations.ts';
import { makeFolder, sweepTemporaryFiles } from './safe-file.ts';

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
}

export interface Library {
  readonly home: string;
  readonly db: WritableDb;
  readonly folders: LibraryFolders;
  readonly ports: Ports;
  readonly ingest: IngestAudio;
  /** What is being decoded right now; two lines with the same audio wait for one decoding. */
  readonly decoding: Map<AssetId, Promise<void>>;
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
}
const openParts = new WeakMap<Library, OpenParts>();

/**
 * Opens the library in `home`, making it where there is none, and removes what a crash left half-written.
 * Throws `library-locked` (it says who has it), `library-newer`, `library-damaged`, `disk-full`, `file-unwritable`.
 */
export async function openLibrary(options: OpenLibraryOptions): Promise<Library> {
  const { home, ports, ingest, program = 'Lectern', migrations = MIGRATIONS } = options;
  const folders = foldersOf(home);
  const path = join(home, 'library.sqlite');
  await makeFolder(home);
  const lock = await lockLibrary(home, program, ports.nowMs());
  try {
    await checkLibraryFile(path, migrations.length);
    for (const folder of [folders.incomingMedia, folders.incomingCache, folders.backups]) await makeFolder(folder);
    await sweep([home, folders.incomingMedia, folders.incomingCache, folders.backups], ports);
    const database = openDatabase(path);
    try {
      await migrate(database, migrations, folders.backups);
    } catch (error) {
      database.close();
      throw error;
    }
    const library: Library = { home, db: database, folders, ports, ingest, decoding: new Map() };
    openParts.set(library, { database, lock });
    return library;
  } catch (error) {
    await lock.release();
    throw error;
  }
}

/** Waits for decoding under way, then closes. Closing a closed library does nothing. */
export async function closeLibrary(library: Library): Promise<void> {
  const parts = openParts.get(library);
  if (!parts) return;
  openParts.delete(library);
  await Promise.allSettled(library.decoding.values());
  try {
    parts.database.close();
  } finally {
    await parts.lock.release();
  }
}

function foldersOf(home: string): LibraryFolders {
  const media = join(home, 'media');
  const cache = join(home, 'cache');
  return {
    media,
    incomingMedia: join(media, 'incoming'),
    cache,
    incomingCache: join(cache, 'incoming'),
    backups: join(home, 'backups'),
  };
}

async function sweep(folders: readonly string[], { log }: Ports): Promise<void> {
  for (const folder of folders) {
    const removed = await sweepTemporaryFiles(folder);
    if (removed.length > 0) log.info('removed files that were never finished', { folder, count: removed.length });
  }
}
