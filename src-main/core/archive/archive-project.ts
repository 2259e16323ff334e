/** A project as one portable file. */
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import { AppError, throwIfCancelled } from '#shared/errors.ts';
import type { ProjectId } from '#shared/ids.ts';
import { fileChunks } from '../library/file-hash.ts';
import type { Library } from '../library/library.ts';
import { mediaPath, sizeOf } from '../library/media-store.ts';
import { writeFileSafely } from '../library/safe-file.ts';
import type { OnProgress } from '../ports.ts';
import { collectProject } from './collect-project.ts';
import { type ArchivedAsset, MANIFEST_NAME, type Manifest } from './manifest.ts';

export interface ArchiveOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: OnProgress;
}

/** Readers refuse archives of more than 10,000 entries, and a book has more lines: then several sounds share one. */
const MOST_MEDIA_ENTRIES = 5_000;

/**
 * Writes the archive whole or not at all; answers its size. The same project gives the same bytes. Throws
 * `not-found`; `missing-audio` with all sounds whose files are gone or altered (an archive that lacks audio would look
 * like a good one); `library-damaged`, `disk-full`, `file-unwritable`, Cancelled.
 */
export async function archiveProject(
  library: Library,
  id: ProjectId,
  outputPath: string,
  options: ArchiveOptions = {},
): Promise<number> {
  const collected = collectProject(library.db, id);
  await refuseMissing(library, collected.assets);
  const groups = groupsOf(collected.assets);
  const media = groups.map(({ entry, assets }) => ({ entry, assetIds: assets.map((asset) => asset.id) }));
  const manifest: Manifest = { ...collected, media };
  const zip = new ZipFile();
  const output = zip.outputStream as Readable;
  zip.on('error', (error: Error) => output.destroy(error));
  // A date of its own, so that equal projects are equal files.
  const mtime = new Date(Date.UTC(2000, 0, 1));
  zip.addBuffer(Buffer.from(JSON.stringify(manifest)), MANIFEST_NAME, { mtime });
  const total = collected.assets.reduce((sum, asset) => sum + asset.byteLength, 0);
  let done = 0;
  const onBytes = (count: number): void => {
    done += count;
    options.onProgress?.({ stage: 'archive', done, total });
  };
  for (const { entry, assets, byteLength } of groups) {
    // Audio is compressed already, or compresses badly.
    zip.addReadStreamLazy(entry, { mtime, compress: false, size: byteLength }, (use) => {
      const source = Readable.from(bytesOf(library, assets, onBytes, options.signal));
      source.on('error', (error) => output.destroy(error));
      use(null, source);
    });
  }
  zip.end();
  return writeFileSafely(outputPath, output, options.signal ? { signal: options.signal } : {});
}

interface MediaGroup {
  readonly entry: string;
  readonly assets: readonly ArchivedAsset[];
  readonly byteLength: number;
}

function groupsOf(assets: readonly ArchivedAsset[]): readonly MediaGroup[] {
  const perEntry = Math.max(1, Math.ceil(assets.length / MOST_MEDIA_ENTRIES));
  const groups: MediaGroup[] = [];
  for (let start = 0; start < assets.length; start += perEntry) {
    const group = assets.slice(start, start + perEntry);
    const [first] = group;
    groups.push({
      entry: group.length === 1 ? `media/${first?.id}.${first?.extension}` : `media/pack-${groups.length + 1}.bin`,
      assets: group,
      byteLength: group.reduce((sum, asset) => sum + asset.byteLength, 0),
    });
  }
  return groups;
}

async function* bytesOf(
  library: Library,
  assets: readonly ArchivedAsset[],
  onBytes: (count: number) => void,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array> {
  for (const asset of assets) {
    const hash = createHash('sha256');
    for await (const chunk of fileChunks(mediaPath(library, asset), signal)) {
      hash.update(chunk);
      onBytes(chunk.byteLength);
      yield chunk;
    }
    if (hash.digest('hex') !== asset.id) throw missingAudio([asset], 'do not hold the bytes that were stored');
  }
  throwIfCancelled(signal);
}

async function refuseMissing(library: Library, assets: readonly ArchivedAsset[]): Promise<void> {
  const missing: ArchivedAsset[] = [];
  for (const asset of assets) {
    if ((await sizeOf(mediaPath(library, asset))) !== asset.byteLength) missing.push(asset);
  }
  if (missing.length > 0) throw missingAudio(missing, 'are missing or cut short');
}

function missingAudio(assets: readonly ArchivedAsset[], what: string): AppError {
  const names = assets.slice(0, 3).map((asset) => asset.originalName ?? `${asset.id.slice(0, 12)}…`);
  return new AppError({
    code: 'missing-audio',
    message: `The files of ${assets.length} sounds ${what} (${names.join(', ')}). Import them again, or speak the lines again, and archive then. "lectern library verify" lists all that is missing.`,
    details: { missing: assets.map((asset) => ({ id: asset.id, reason: `The files ${what}.` })) },
  });
}
