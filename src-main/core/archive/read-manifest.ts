import { documentOf } from '#shared/document/episode-document.ts';
import { checkInvariants } from '#shared/document/invariants.ts';
import type { EpisodeRecord } from '#shared/document/records.ts';
import { type ArchiveFile, refusal } from './archive-file.ts';
import { ARCHIVE_FORMAT, ARCHIVE_VERSION, MANIFEST_NAME, Manifest } from './manifest.ts';

/**
 * What the archive holds, checked: every record, every reference between its parts, and that its entries are those it
 * names. Throws AppError `invalid-input` with the reason, Cancelled.
 */
export async function readManifest(archive: ArchiveFile, signal?: AbortSignal): Promise<Manifest> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of archive.read(MANIFEST_NAME, signal)) chunks.push(chunk);
  const manifest = parse(archive.name, Buffer.concat(chunks));
  checkReferences(archive.name, manifest);
  checkEntries(archive, manifest);
  return manifest;
}

function parse(name: string, bytes: Buffer): Manifest {
  let raw: unknown;
  try {
    raw = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    throw refusal(name, `its ${MANIFEST_NAME} is no JSON`, error);
  }
  const { format, version } = (typeof raw === 'object' && raw !== null ? raw : {}) as Record<string, unknown>;
  if (format !== ARCHIVE_FORMAT) throw refusal(name, 'it is no Lectern archive');
  if (typeof version === 'number' && version > ARCHIVE_VERSION) {
    throw refusal(name, `it was written by a newer Lectern (format ${version}, this program knows ${ARCHIVE_VERSION})`);
  }
  const result = Manifest.safeParse(raw);
  if (!result.success) {
    const [issue] = result.error.issues;
    throw refusal(name, `its ${MANIFEST_NAME} is wrong at ${issue?.path.join('.')}: ${issue?.message}`, result.error);
  }
  // As it was written and not as it was parsed: records keep the order of their fields. Only a project may hold more
  // than is known here.
  return { ...(raw as Manifest), project: result.data.project };
}

function checkReferences(name: string, manifest: Manifest): void {
  const assets = uniqueIds(name, 'sound', manifest.assets);
  const takes = uniqueIds(name, 'take', manifest.takes);
  uniqueIds(name, 'episode', manifest.episodes);
  const require = (known: ReadonlySet<string>, id: string, what: string): void => {
    if (!known.has(id)) throw refusal(name, `${what} "${id}" is named and not there`);
  };
  for (const take of manifest.takes) {
    for (const { assetId } of take.segments) require(assets, assetId, 'the sound');
    if (take.cues.some((cue) => cue.segmentIndex >= take.segments.length)) {
      throw refusal(name, `the take "${take.id}" has timings of a part it has not`);
    }
  }
  for (const { assetId } of manifest.utterances) require(assets, assetId, 'the sound');
  for (const { of } of manifest.clips ?? []) {
    if ('takeId' in of) require(takes, of.takeId, 'the take');
    else require(assets, of.assetId, 'the sound');
  }
  for (const episode of manifest.episodes) {
    for (const { takeId } of episode.lineTakes) require(takes, takeId, 'the take');
    for (const assetId of episode.assetIds) require(assets, assetId, 'the sound');
    checkDocument(name, episode.id, episode.records);
    for (const snapshot of episode.snapshots) checkDocument(name, episode.id, snapshot.records);
  }
}

function uniqueIds(name: string, what: string, items: readonly { readonly id: string }[]): ReadonlySet<string> {
  const ids = new Set(items.map(({ id }) => id));
  if (ids.size !== items.length) throw refusal(name, `two ${what}s have the same id`);
  return ids;
}

function checkDocument(name: string, id: string, records: readonly EpisodeRecord[]): void {
  try {
    checkInvariants(documentOf(structuredClone(records)));
  } catch (error) {
    throw refusal(
      name,
      `the episode "${id}" is wrong: ${error instanceof Error ? error.message : String(error)}`,
      error,
    );
  }
}

function checkEntries(archive: ArchiveFile, manifest: Manifest): void {
  const sizes = new Map(manifest.assets.map((asset) => [asset.id, asset.byteLength]));
  const named = new Set<string>([MANIFEST_NAME]);
  for (const { entry, assetIds } of manifest.media) {
    if (named.has(entry)) throw refusal(archive.name, `"${entry}" is named twice`);
    named.add(entry);
    let byteLength = 0;
    for (const id of assetIds) {
      const size = sizes.get(id);
      if (size === undefined)
        throw refusal(archive.name, `"${entry}" holds a sound that is not described, or holds it twice`);
      byteLength += size;
      sizes.delete(id);
    }
    if (archive.sizeOf(entry) !== byteLength)
      throw refusal(archive.name, `"${entry}" is missing or has the wrong size`);
  }
  const [absent] = sizes.keys();
  if (absent !== undefined) throw refusal(archive.name, `the sound ${absent} is described and not there`);
  const stranger = archive.entryNames.find((entry) => !named.has(entry));
  if (stranger !== undefined) throw refusal(archive.name, `it holds "${stranger}", which it does not name`);
}
