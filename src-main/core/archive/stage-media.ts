/** Unpacks an archive's audio: first under temporary names, and into the library only when all of it is right. */
import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { throwIfCancelled } from '#shared/errors.ts';
import type { AssetId } from '#shared/ids.ts';
import { moveAside } from '../library/aside.ts';
import { assetState } from '../library/assets.ts';
import type { Library } from '../library/library.ts';
import { isBeingStored, mediaPath, mediaState } from '../library/media-store.ts';
import { makeFolder, newTemporaryPath, publishFile, writeFileSafely } from '../library/safe-file.ts';
import type { OnProgress } from '../ports.ts';
import { type ArchiveFile, refusal } from './archive-file.ts';
import type { ArchivedAsset, Manifest } from './manifest.ts';

export interface StagedSound {
  readonly asset: ArchivedAsset;
  readonly path: string;
}

export interface StageOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: OnProgress;
}

/**
 * Every sound of the archive in a file of its own, its hash checked. Throws AppError `invalid-input` (a hash that
 * differs), `disk-full`, Cancelled; then none is left.
 */
export async function stageMedia(
  library: Library,
  archive: ArchiveFile,
  manifest: Manifest,
  options: StageOptions,
): Promise<readonly StagedSound[]> {
  const assets = new Map(manifest.assets.map((asset) => [asset.id, asset]));
  const staged: StagedSound[] = [];
  try {
    for (const { entry, assetIds } of manifest.media) {
      const source = new ByteSource(archive.read(entry, options.signal));
      for (const id of assetIds) {
        throwIfCancelled(options.signal);
        options.onProgress?.({ stage: 'unpack', done: staged.length, total: assets.size });
        const asset = assets.get(id)!;
        const path = newTemporaryPath(join(library.folders.incomingMedia, `${id}.${asset.extension}`));
        staged.push({ asset, path });
        await writeFileSafely(
          path,
          checked(source, asset, archive.name),
          options.signal ? { signal: options.signal } : {},
        );
      }
      await source.end();
    }
  } catch (error) {
    await discardStaged(staged);
    throw error;
  }
  options.onProgress?.({ stage: 'unpack', done: assets.size, total: assets.size });
  return staged;
}

export async function discardStaged(staged: readonly StagedSound[]): Promise<void> {
  for (const { path } of staged) await rm(path, { force: true });
}

/** Gives the sounds their names; those the library has already are left. Answers which are new. */
export async function publishStaged(library: Library, staged: readonly StagedSound[]): Promise<readonly string[]> {
  const published: string[] = [];
  try {
    for (const { asset, path } of staged) {
      const finalPath = mediaPath(library, assetState(library.db, asset.id)?.stored ?? asset);
      const state = await mediaState(finalPath, asset);
      if (state === 'whole') continue;
      if (state === 'altered') await moveAside(library.home, finalPath);
      await makeFolder(dirname(finalPath));
      await publishFile(path, finalPath);
      published.push(finalPath);
    }
    return published;
  } catch (error) {
    await withdraw(library, staged, published);
    throw error;
  } finally {
    await discardStaged(staged);
  }
}

/** Removes what was published, unless somebody else has come to need it in between. */
export async function withdraw(
  library: Library,
  staged: readonly StagedSound[],
  published: readonly string[],
): Promise<void> {
  for (const { asset } of staged) {
    const path = mediaPath(library, asset);
    const isNeeded = assetState(library.db, asset.id) !== undefined || isBeingStored(library, asset.id);
    if (published.includes(path) && !isNeeded) await rm(path, { force: true });
  }
}

async function* checked(source: ByteSource, asset: ArchivedAsset, archive: string): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256');
  for await (const chunk of source.take(asset.byteLength)) {
    hash.update(chunk);
    yield chunk;
  }
  const found: string = hash.digest('hex');
  if (found !== (asset.id satisfies AssetId))
    throw refusal(archive, `the sound ${asset.id} has other bytes than its name says`);
}

/** A stream of bytes that is read in portions of a known size. */
class ByteSource {
  readonly #chunks: AsyncGenerator<Uint8Array>;
  #rest: Uint8Array = new Uint8Array(0);

  constructor(chunks: AsyncGenerator<Uint8Array>) {
    this.#chunks = chunks;
  }

  /** Fewer bytes only where the stream ends. */
  async *take(byteLength: number): AsyncGenerator<Uint8Array> {
    let left = byteLength;
    while (left > 0) {
      if (this.#rest.byteLength === 0) {
        const next = await this.#chunks.next();
        if (next.done) return;
        this.#rest = next.value;
      }
      const portion = this.#rest.subarray(0, left);
      this.#rest = this.#rest.subarray(portion.byteLength);
      left -= portion.byteLength;
      yield portion;
    }
  }

  /** Reads to the end, where sizes and checksums are compared. */
  async end(): Promise<void> {
    while (!(await this.#chunks.next()).done);
  }
}
