/**
 * Audio as received, under the hash of its bytes. Bytes are durable under their final name before anything is known
 * about them and before a row mentions them: a crash in between leaves a file that the same bytes find again.
 */
import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { AppError } from '#shared/errors.ts';
import { AssetId } from '#shared/ids.ts';
import { moveAside } from './aside.ts';
import { assetState, insertAsset, type StoredAsset } from './assets.ts';
import { fileChunks, hashFile } from './file-hash.ts';
import type { Library } from './library.ts';
import { makeFolder, writeFileSafely } from './safe-file.ts';
import { errnoOf, storageError } from './storage-error.ts';

export interface AudioBytes {
  readonly bytes: Uint8Array;
  /** What they are believed to be; without the dot. */
  readonly extension: string;
  readonly name?: string;
}

/** A file of the user's. It is copied, never moved. */
export interface AudioFile {
  readonly path: string;
  readonly name?: string;
}

export type AudioSource = AudioBytes | AudioFile;

/** Where an asset's bytes lie. */
export function mediaPath(library: Library, stored: Pick<StoredAsset, 'id' | 'extension'>): string {
  return join(library.folders.media, stored.id.slice(0, 2), `${stored.id}.${stored.extension}`);
}

export interface StoreOptions {
  readonly signal?: AbortSignal;
  /** Further rows that belong to the asset, written in the transaction that adds it. */
  readonly addRows?: (stored: StoredAsset) => void;
}

/**
 * Keeps the bytes and their row, and nothing else: no decoding. The same bytes twice are stored once; bytes whose
 * file was lost are put back, and a file that was altered is set aside for them. Throws `file-unreadable` for the source, `disk-full`, `file-unwritable`, Cancelled.
 */
export async function storeMedia(
  library: Library,
  source: AudioSource,
  options: StoreOptions = {},
): Promise<StoredAsset> {
  const described = 'bytes' in source ? describeBytes(source) : await describeFile(source, options.signal);
  const known = assetState(library.db, described.id)?.stored;
  const stored = known ?? { ...described, createdAtMs: library.ports.nowMs() };
  const path = mediaPath(library, stored);
  const done = markStoring(library, stored.id);
  try {
    const state = await mediaState(path, stored, options.signal);
    if (state === 'altered') await moveAside(library.home, path);
    if (state !== 'whole') {
      await makeFolder(join(library.folders.media, stored.id.slice(0, 2)));
      const data = 'bytes' in source ? source.bytes : unchanged(source.path, stored.id);
      await writeFileSafely(path, data, {
        temporaryFolder: library.folders.incomingMedia,
        ...(options.signal ? { signal: options.signal } : {}),
      });
    }
    library.db.transaction(() => {
      insertAsset(library.db, stored);
      options.addRows?.(stored);
    });
    return stored;
  } finally {
    done();
  }
}

export type MediaState = 'whole' | 'missing' | 'altered';

/** Whether a media file still holds the bytes it is named by. Throws `file-unreadable`, Cancelled. */
export async function mediaState(
  path: string,
  stored: Pick<StoredAsset, 'id' | 'byteLength'>,
  signal?: AbortSignal,
): Promise<MediaState> {
  const size = await sizeOf(path);
  if (size === null) return 'missing';
  if (size !== stored.byteLength) return 'altered';
  return (await hashFile(path, signal)).sha256 === stored.id ? 'whole' : 'altered';
}

/** Sounds whose file may be there before its row is. */
const storing = new WeakMap<Library, Map<AssetId, number>>();

/** True while a sound is on its way into the library: a file without a row is no orphan then. */
export function isBeingStored(library: Library, id: AssetId): boolean {
  return (storing.get(library)?.get(id) ?? 0) > 0;
}

function markStoring(library: Library, id: AssetId): () => void {
  const counts = storing.get(library) ?? new Map<AssetId, number>();
  storing.set(library, counts);
  counts.set(id, (counts.get(id) ?? 0) + 1);
  return () => {
    const left = (counts.get(id) ?? 1) - 1;
    if (left > 0) counts.set(id, left);
    else counts.delete(id);
  };
}

type Described = Omit<StoredAsset, 'createdAtMs'>;

function describeBytes(source: AudioBytes): Described {
  return {
    id: AssetId.parse(createHash('sha256').update(source.bytes).digest('hex')),
    extension: safeExtension(source.extension),
    byteLength: source.bytes.byteLength,
    ...(source.name === undefined ? {} : { originalName: source.name }),
  };
}

async function describeFile(source: AudioFile, signal: AbortSignal | undefined): Promise<Described> {
  const { sha256, byteLength } = await hashFile(source.path, signal);
  return {
    id: AssetId.parse(sha256),
    extension: safeExtension(extname(source.path).slice(1)),
    byteLength,
    ...(source.name === undefined ? {} : { originalName: source.name }),
  };
}

/** The bytes of a file once more, refusing a file that somebody writes to meanwhile. */
async function* unchanged(path: string, id: AssetId): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256');
  for await (const chunk of fileChunks(path)) {
    hash.update(chunk);
    yield chunk;
  }
  if (hash.digest('hex') !== id) {
    throw new AppError({
      code: 'file-unreadable',
      message: `${path} changed while it was being read. Wait until it is finished and try again.`,
      isRetryable: true,
      details: { path },
    });
  }
}

/** The name is for people and other programs; what a file is, is decided by its content. */
function safeExtension(extension: string): string {
  const lower = extension.toLowerCase();
  return /^[a-z0-9]{1,8}$/.test(lower) ? lower : 'bin';
}

/** null where there is no such file. */
export async function sizeOf(path: string): Promise<number | null> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return null;
    throw storageError(error, path, 'read');
  }
}
