/** Looks at everything a library holds and says what is wrong with it. Repairs nothing. */
import { throwIfCancelled } from '#shared/errors.ts';
import type { AssetId } from '#shared/ids.ts';
import type { OnProgress } from '../ports.ts';
import type { StoredAsset } from './assets.ts';
import { type BrokenRow, findBrokenRows } from './broken-rows.ts';
import type { ReadableDb } from './database.ts';
import { isDecoded } from './decoded-audio.ts';
import { hashFile } from './file-hash.ts';
import type { Library } from './library.ts';
import type { LibraryNotice } from './library-notice.ts';
import { foundFiles } from './media-files.ts';
import { mediaPath, sizeOf } from './media-store.ts';
import { errnoOf } from './storage-error.ts';

export interface VerifyOptions {
  /** Sizes only: the bytes of media files are not read. */
  readonly isQuick?: boolean;
  readonly signal?: AbortSignal;
  readonly onProgress?: OnProgress;
}

export interface VerifyReport {
  /** Nothing is damaged or missing. Orphans and an incomplete cache are no damage. */
  readonly isSound: boolean;
  readonly notices: readonly LibraryNotice[];
  /** SQLite's own check and the references between tables, in SQLite's words. */
  readonly databaseProblems: readonly string[];
  /** Projects, episodes and histories that cannot be read. */
  readonly brokenRows: readonly BrokenRow[];
  readonly media: {
    readonly checked: number;
    readonly byteLength: number;
    /** Rows without a file. */
    readonly missing: readonly AssetId[];
    /** Files that are not what was stored. */
    readonly altered: readonly AssetId[];
    readonly unreadable: readonly AssetId[];
  };
  /** Sounds whose decoded audio is there but cut short; it is made again when it is played. */
  readonly cacheCutShort: readonly AssetId[];
  /** Files that no row refers to. */
  readonly orphans: readonly { readonly path: string; readonly byteLength: number }[];
}

/** Throws Cancelled, and `file-unreadable` for a folder that cannot be listed; whatever else is wrong is in the report. */
export async function verifyLibrary(library: Library, options: VerifyOptions = {}): Promise<VerifyReport> {
  const { db } = library;
  options.onProgress?.({ stage: 'database', done: 0, total: 0 });
  const databaseProblems = problemsOf(db);
  throwIfCancelled(options.signal);
  const brokenRows = findBrokenRows(db, options);
  const assets = storedAssets(db);
  const media = await checkMedia(library, assets, options);
  const { orphans, cacheCutShort } = await checkFolders(library, assets, options.signal);
  const faults = [databaseProblems, brokenRows, media.missing, media.altered, media.unreadable];
  return {
    isSound: faults.every((list) => list.length === 0),
    notices: library.notices,
    databaseProblems,
    brokenRows,
    media,
    cacheCutShort,
    orphans,
  };
}

function problemsOf(db: ReadableDb): readonly string[] {
  try {
    const integrity = db
      .all<{ integrity_check: string }>('PRAGMA integrity_check')
      .map((row) => row.integrity_check)
      .filter((line) => line !== 'ok');
    const references = db
      .all<{ table: string; rowid: number | null; parent: string }>('PRAGMA foreign_key_check')
      .map(({ table, rowid, parent }) => `${table} ${rowid ?? ''} refers to a ${parent} that is not there`);
    return [...integrity, ...references];
  } catch (error) {
    // Heavy damage makes the check itself fail.
    return [error instanceof Error ? error.message : String(error)];
  }
}

function storedAssets(db: ReadableDb): ReadonlyMap<AssetId, StoredAsset> {
  try {
    const rows = db.all<StoredAsset>(
      'SELECT id, extension, byte_length AS byteLength, created_at_ms AS createdAtMs FROM asset ORDER BY number',
    );
    return new Map(rows.map((row) => [row.id, row]));
  } catch (error) {
    // Already in the report as a problem of the database; the folders are looked at all the same.
    if (error instanceof Error) return new Map();
    throw error;
  }
}

type MutableMedia = { -readonly [Key in keyof VerifyReport['media']]: VerifyReport['media'][Key] } & {
  readonly missing: AssetId[];
  readonly altered: AssetId[];
  readonly unreadable: AssetId[];
};

async function checkMedia(
  library: Library,
  assets: ReadonlyMap<AssetId, StoredAsset>,
  { isQuick = false, signal, onProgress }: VerifyOptions,
): Promise<VerifyReport['media']> {
  const result: MutableMedia = { checked: 0, byteLength: 0, missing: [], altered: [], unreadable: [] };
  for (const asset of assets.values()) {
    throwIfCancelled(signal);
    onProgress?.({ stage: 'media', done: result.checked, total: assets.size });
    const path = mediaPath(library, asset);
    result.checked++;
    result.byteLength += asset.byteLength;
    try {
      const size = await sizeOf(path);
      if (size === null) result.missing.push(asset.id);
      else if (size !== asset.byteLength) result.altered.push(asset.id);
      else if (!isQuick && (await hashFile(path, signal)).sha256 !== asset.id) result.altered.push(asset.id);
    } catch (error) {
      if (errnoOf(error instanceof Error ? error.cause : undefined) === undefined) throw error;
      result.unreadable.push(asset.id);
    }
  }
  onProgress?.({ stage: 'media', done: assets.size, total: assets.size });
  return result;
}

async function checkFolders(
  library: Library,
  assets: ReadonlyMap<AssetId, StoredAsset>,
  signal: AbortSignal | undefined,
): Promise<Pick<VerifyReport, 'orphans' | 'cacheCutShort'>> {
  const orphans: { path: string; byteLength: number }[] = [];
  const cacheCutShort: AssetId[] = [];
  for await (const { path, assetId, extension, byteLength } of foundFiles(library.folders.media)) {
    throwIfCancelled(signal);
    const asset = assetId === null ? undefined : assets.get(assetId);
    if (asset?.extension !== extension) orphans.push({ path, byteLength });
  }
  for await (const { path, assetId, extension, byteLength } of foundFiles(library.folders.cache)) {
    throwIfCancelled(signal);
    if (assetId === null || !assets.has(assetId)) orphans.push({ path, byteLength });
    else if (extension === 'pcm' && !isDecoded(library, assetId)) cacheCutShort.push(assetId);
  }
  return { orphans, cacheCutShort };
}
