import { isAbsolute, join, relative, resolve } from 'node:path';
import { documentOf, type EpisodeDocument } from '#shared/document/episode-document.ts';
import type { Clip, Cue, EpisodeRecord } from '#shared/document/records.ts';
import { AppError, throwIfCancelled } from '#shared/errors.ts';
import type { AssetId } from '#shared/ids.ts';
import { importSound } from '../import/import-sound.ts';
import type { Library } from '../library/library.ts';
import type { OnProgress } from '../ports.ts';

export interface AttachedSounds {
  readonly document: EpisodeDocument;
  /** Sounds that could not be read, with the reason; empty unless `isDraft`. */
  readonly problems: readonly string[];
}

export interface AttachSoundsOptions {
  /** Sound paths are relative to it and may not leave it; null: the script came alone, without the files beside it. */
  readonly folder: string | null;
  /** For messages: `script.md`. */
  readonly scriptName: string;
  readonly lineOfSound?: (path: string) => number | undefined;
  /** Go on without the sounds that cannot be read. */
  readonly isDraft?: boolean;
  readonly signal?: AbortSignal;
  readonly onProgress?: OnProgress;
}

/**
 * Takes the sounds a script names into the library and writes their asset ids into the records. Every unreadable sound is
 * reported, not only the first. Throws AppError `missing-audio` naming script and line, unless `isDraft`.
 */
export async function attachSounds(
  library: Library,
  document: EpisodeDocument,
  options: AttachSoundsOptions,
): Promise<AttachedSounds> {
  const wanted = [...new Set(soundsOf(document).map((record) => record.path!))];
  const assets = new Map<string, AssetId>();
  const problems: string[] = [];
  let firstCause: AppError | undefined;
  for (const [done, path] of wanted.entries()) {
    throwIfCancelled(options.signal);
    options.onProgress?.({ stage: 'sounds', done, total: wanted.length, note: path });
    try {
      assets.set(path, await take(library, path, options));
    } catch (error) {
      if (!(error instanceof AppError) || error.code === 'disk-full' || error.code === 'ffmpeg-missing') throw error;
      const line = options.lineOfSound?.(path);
      problems.push(`${options.scriptName}${line === undefined ? '' : `:${line}`}: ${error.message}`);
      firstCause ??= error;
    }
  }
  if (wanted.length > 0) options.onProgress?.({ stage: 'sounds', done: wanted.length, total: wanted.length });
  if (problems.length > 0 && options.isDraft !== true) {
    throw new AppError({
      code: 'missing-audio',
      message: problems.join('\n'),
      details: { problems },
      cause: firstCause,
    });
  }
  const records = Array.from(document.records.values(), (record) => withAsset(record, assets));
  return { document: documentOf(records), problems };
}

function soundsOf(document: EpisodeDocument): readonly (Cue | Clip)[] {
  return [...document.records.values()]
    .filter((record) => record.type === 'cue' || record.type === 'clip')
    .filter((record) => record.path !== undefined && record.assetId === undefined);
}

async function take(library: Library, path: string, options: AttachSoundsOptions): Promise<AssetId> {
  if (options.folder === null) {
    throw new AppError({
      code: 'missing-audio',
      message: `The sound "${path}" did not come with the script. Import it as audio and put it on the timeline, or open the script from its folder.`,
      details: { path },
    });
  }
  const folder = resolve(options.folder);
  const file = resolve(folder, path);
  const inside = relative(folder, file);
  if (inside.startsWith('..') || isAbsolute(inside)) {
    throw new AppError({
      code: 'invalid-input',
      message: `The sound "${path}" lies outside the script's folder. Copy it there and write the path inside the folder.`,
      details: { path },
    });
  }
  const { asset } = await importSound(library, { path: join(folder, inside), name: path }, signalOf(options));
  return asset.id;
}

function signalOf(options: AttachSoundsOptions): { readonly signal?: AbortSignal } {
  return options.signal ? { signal: options.signal } : {};
}

function withAsset(record: EpisodeRecord, assets: ReadonlyMap<string, AssetId>): EpisodeRecord {
  if (record.type !== 'cue' && record.type !== 'clip') return record;
  const assetId = record.path === undefined ? undefined : assets.get(record.path);
  return assetId === undefined ? record : Object.freeze({ ...record, assetId });
}
