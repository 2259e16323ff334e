/**
 * From stored bytes to sound: decoding once, into a cache that can always be made again. The facts found the first
 * time are kept in the asset's row and never overwritten by a later decoder.
 */
import { statSync } from 'node:fs';
import { rm, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError, type AppErrorCode, Cancelled, throwIfCancelled } from '#shared/errors.ts';
import type { AssetId } from '#shared/ids.ts';
import type { Asset } from '#shared/media.ts';
import type { AudioFacts } from '../audio/audio-facts.ts';
import type { Log, OnProgress } from '../ports.ts';
import { createTurns } from '../turns.ts';
import { type AssetState, assetState, recordFacts, recordRefusal } from './assets.ts';
import type { Library } from './library.ts';
import { type AudioSource, mediaPath, mediaState, storeMedia } from './media-store.ts';
import { makeFolder, newTemporaryPath, publishFile } from './safe-file.ts';

/** What these say is said about the bytes; any other failure is the machine's, and decoding is tried again later. */
const REFUSALS: ReadonlySet<AppErrorCode> = new Set(['unsupported-audio', 'truncated-audio']);

/** As many as keep the threads of any machine busy; see ingest-threads.ts. */
const READ_AT_ONCE = 8;
/** Interleaved float32, see IngestTargets. */
const BYTES_PER_SAMPLE = 4;

/** Interleaved float32 at the project rate. Written last, so where it is there are peaks too. */
export function pcmPath(library: Library, id: AssetId): string {
  return join(library.folders.cache, id.slice(0, 2), `${id}.pcm`);
}

export function peaksPath(library: Library, id: AssetId): string {
  return join(library.folders.cache, id.slice(0, 2), `${id}.peaks`);
}

/**
 * Keeps audio and decodes it. Throws what {@link storeMedia} and {@link decodeAsset} throw; once the bytes are in
 * the library they stay there whatever decoding says.
 */
export async function putAsset(
  library: Library,
  source: AudioSource,
  options: { readonly signal?: AbortSignal } = {},
): Promise<Asset> {
  const stored = await storeMedia(library, source, options);
  return (await decodeAsset(library, stored.id, options)).asset;
}

/**
 * The asset with its facts, decoding it where that has not been done. An asset that was refused is tried again:
 * the decoder may have learned something since. Throws `unsupported-audio` or `truncated-audio` (kept in the row as
 * the refusal), `missing-audio` when the bytes are gone, `ffmpeg-missing`, `disk-full`, Cancelled.
 */
export async function decodeAsset(
  library: Library,
  id: AssetId,
  options: { readonly signal?: AbortSignal } = {},
): Promise<Extract<AssetState, { status: 'ready' }>> {
  const known = requireAsset(library, id);
  if (known.status === 'ready') return known;
  await decodeOnce(library, id, options.signal);
  const state = requireAsset(library, id);
  if (state.status !== 'ready') throw new Error(`Decoding ${id} succeeded and left no facts`);
  return state;
}

/**
 * Makes sure that the decoded audio of these assets is in the cache, decoding again what is missing or cut short.
 * Throws `missing-audio` with the ids of all whose bytes are gone or were never audio; and as {@link decodeAsset}.
 */
export async function ensureDecoded(
  library: Library,
  ids: Iterable<AssetId>,
  options: { readonly signal?: AbortSignal; readonly onProgress?: OnProgress } = {},
): Promise<void> {
  const wanted = [...new Set(ids)];
  const undecoded = wanted.filter((id) => !isDecoded(library, id));
  let done = wanted.length - undecoded.length;
  const missing = await failuresOf(undecoded, options.signal, async (id, signal) => {
    options.onProgress?.({ stage: 'decode', done, total: wanted.length });
    await decodeOnce(library, id, signal);
    done++;
  });
  options.onProgress?.({ stage: 'decode', done: wanted.length, total: wanted.length });
  if (missing.length === 0) return;
  throw new AppError({
    code: 'missing-audio',
    message: `${missing.length} of ${wanted.length} sounds cannot be played. ${missing[0]?.reason}`,
    details: { missing },
  });
}

/**
 * Reads in as many at once as keep all threads busy. What is wrong with one sound is put down and the others go on;
 * anything else ends them all and is thrown.
 */
async function failuresOf(
  ids: readonly AssetId[],
  signal: AbortSignal | undefined,
  decodeOne: (id: AssetId, signal: AbortSignal) => Promise<void>,
): Promise<readonly { readonly id: AssetId; readonly reason: string }[]> {
  const turns = createTurns(READ_AT_ONCE);
  const stop = new AbortController();
  const either = signal ? AbortSignal.any([signal, stop.signal]) : stop.signal;
  let fatal: { readonly error: unknown } | undefined;
  const reasons = await Promise.all(
    ids.map((id) =>
      turns
        .run(() => decodeOne(id, either), either)
        .then(
          () => null,
          (error: unknown) => {
            const isAboutIt = error instanceof AppError && (error.code === 'missing-audio' || REFUSALS.has(error.code));
            if (isAboutIt) return error.message;
            fatal ??= { error };
            stop.abort();
            return null;
          },
        ),
    ),
  );
  if (fatal) throw fatal.error;
  return ids.flatMap((id, index) => (reasons[index] == null ? [] : [{ id, reason: reasons[index] }]));
}

/** Where a sound's decoded audio lies and how it is laid out. Throws `missing-audio`: call {@link ensureDecoded} first. */
export function locateDecoded(library: Library, id: AssetId): { readonly path: string; readonly channels: 1 | 2 } {
  const state = requireAsset(library, id);
  if (state.status !== 'ready') throw missingAudio(id, 'has not been decoded');
  return { path: pcmPath(library, id), channels: state.asset.channels };
}

/**
 * Whether the cache holds the whole of it; a crash may have cut it short. Synchronous, because it is asked for every
 * sound of an episode before each export and an asynchronous answer costs ten times as much.
 */
export function isDecoded(library: Library, id: AssetId): boolean {
  const state = requireAsset(library, id);
  if (state.status !== 'ready' || !statSync(peaksPath(library, id), { throwIfNoEntry: false })) return false;
  return statSync(pcmPath(library, id), { throwIfNoEntry: false })?.size === pcmByteLength(state.asset);
}

function pcmByteLength(asset: Pick<Asset, 'durationSamples' | 'channels'>): number {
  return asset.durationSamples * asset.channels * BYTES_PER_SAMPLE;
}

/** One decoding at a time for one sound. Whoever waits for somebody else's starts anew when that one is cancelled. */
async function decodeOnce(library: Library, id: AssetId, signal: AbortSignal | undefined): Promise<void> {
  for (;;) {
    throwIfCancelled(signal);
    const running = library.decoding.get(id);
    if (!running) break;
    try {
      return await running;
    } catch (error) {
      if (!(error instanceof Cancelled)) throw error;
    }
  }
  const decoding = decode(library, id, signal).finally(() => library.decoding.delete(id));
  library.decoding.set(id, decoding);
  await decoding;
}

async function decode(library: Library, id: AssetId, signal: AbortSignal | undefined): Promise<void> {
  const state = requireAsset(library, id);
  const source = mediaPath(library, state.stored);
  const media = await mediaState(source, state.stored, signal);
  if (media === 'missing') throw missingAudio(id, `is gone: ${source} does not exist`);
  if (media === 'altered') throw missingAudio(id, `is damaged: ${source} does not hold the bytes that were stored`);
  const targets = {
    pcmPath: newTemporaryPath(join(library.folders.incomingCache, `${id}.pcm`)),
    peaksPath: newTemporaryPath(join(library.folders.incomingCache, `${id}.peaks`)),
  };
  try {
    const facts = await library.ingest(source, targets, {
      ...(signal ? { signal } : {}),
      ...(state.stored.originalName === undefined ? {} : { displayName: state.stored.originalName }),
    });
    if (state.status === 'ready') await fitToFirstFacts(state.asset, facts, targets.pcmPath, library.ports.log);
    await makeFolder(join(library.folders.cache, id.slice(0, 2)));
    await publishFile(targets.peaksPath, peaksPath(library, id));
    await publishFile(targets.pcmPath, pcmPath(library, id));
    if (state.status !== 'ready') recordFacts(library.db, id, facts);
  } catch (error) {
    await Promise.all(Object.values(targets).map((path) => rm(path, { force: true })));
    if (error instanceof AppError && REFUSALS.has(error.code)) recordRefusal(library.db, id, error);
    throw error;
  }
}

/**
 * A rebuilt cache changes no facts: episodes have been laid out by the first ones. Another decoder may disagree by
 * an encoder's padding; the end is then cut or filled with silence.
 */
async function fitToFirstFacts(asset: Asset, facts: AudioFacts, path: string, log: Log): Promise<void> {
  if (facts.channels !== asset.channels)
    throw new Error(`${asset.id} had ${asset.channels} channels, now ${facts.channels}`);
  if (facts.durationSamples === asset.durationSamples) return;
  log.warn('decoding again gave another length', {
    id: asset.id,
    was: asset.durationSamples,
    is: facts.durationSamples,
  });
  await truncate(path, pcmByteLength(asset));
}

function requireAsset(library: Library, id: AssetId): AssetState {
  const state = assetState(library.db, id);
  if (state) return state;
  throw missingAudio(id, 'is not in this library');
}

function missingAudio(id: AssetId, what: string): AppError {
  return new AppError({
    code: 'missing-audio',
    message: `The sound ${id.slice(0, 12)}… ${what}. Import the file again, or speak the line again.`,
    details: { assetId: id },
  });
}
