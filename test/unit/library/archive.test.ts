import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ZipFile } from 'yazl';
import { reasonToRefuse } from '#core/archive/archive-file.ts';
import { archiveProject } from '#core/archive/archive-project.ts';
import { collectProject } from '#core/archive/collect-project.ts';
import { unarchiveProject } from '#core/archive/unarchive-project.ts';
import {
  clipDetails,
  noteClip,
  rateClips,
  renameClip,
  setClipKind,
  setFavourite,
  setTranscript,
  tagClips,
} from '#core/library/clips.ts';
import { ensureDecoded, pcmPath, putAsset } from '#core/library/decoded-audio.ts';
import { applyCommands } from '#core/library/edits.ts';
import { listEpisodes, openEpisode } from '#core/library/episodes.ts';
import { closeLibrary, type Library } from '#core/library/library.ts';
import { attachTakes, rateTake } from '#core/library/line-takes.ts';
import { mediaPath } from '#core/library/media-store.ts';
import { listProjects } from '#core/library/projects.ts';
import { searchClips } from '#core/library/search/search-clips.ts';
import { listSnapshots, makeSnapshot } from '#core/library/snapshots.ts';
import { findTake, insertTake, takeById } from '#core/library/takes.ts';
import { undo } from '#core/library/undo.ts';
import { verifyLibrary } from '#core/library/verify-library.ts';
import { newEpisode } from '#shared/document/new-episode.ts';
import { EPISODE_RECORD_ID } from '#shared/document/records.ts';
import { ProviderId, RequestHash, TakeId } from '#shared/ids.ts';
import { ClipId } from '#shared/library-clips.ts';
import type { Asset, Take } from '#shared/media.ts';
import { samples } from '#shared/units.ts';
import { addEpisode, EPISODE_ID, PROJECT_ID } from '../../helpers/library-episode.ts';
import { toneWav } from '../../helpers/small-wav.ts';
import { openTestLibrary, temporaryFolder } from '../../helpers/temporary-library.ts';

let base: string;
let here: Library;
let there: Library;
let file: string;
beforeEach(async () => {
  base = await temporaryFolder();
  file = join(base, 'ferry.lectern');
  here = await openTestLibrary(join(base, 'here'));
  there = await openTestLibrary(join(base, 'there'));
});
afterEach(async () => {
  await closeLibrary(here);
  await closeLibrary(there);
  await rm(base, { recursive: true, force: true });
});

const HASH = RequestHash.parse('b'.repeat(64));
const put = (library: Library, frequencyHz: number): Promise<Asset> =>
  putAsset(library, { bytes: toneWav({ seconds: 0.05, frequencyHz }), extension: 'wav', name: `${frequencyHz}.wav` });

function takeWith(asset: Asset, id: string): Take {
  return {
    id: TakeId.parse(id),
    requestHash: HASH,
    provider: ProviderId.parse('flite'),
    voiceId: 'slt',
    text: 'Hello',
    segments: [
      {
        assetId: asset.id,
        requestHash: HASH,
        durationSamples: asset.durationSamples,
        speechStartSample: samples(0),
        speechEndSample: asset.durationSamples,
        runIndex: 0,
      },
    ],
    cues: [{ segmentIndex: 0, startSample: samples(0), endSample: samples(100), text: 'Hello' }],
    billedCharacters: 5,
    cost: 0.25,
    currency: 'USD',
    createdAtMs: 3,
  };
}

/** A project with a spoken heading, a history and a snapshot; and a sound that it does not use. */
async function makeProject(): Promise<Asset> {
  const document = newEpisode({ title: 'Ferry', language: 'en', kind: 'podcast', newId: here.ports.newId });
  addEpisode(here, document);
  const edit = (revision: number, title: string) =>
    applyCommands(here, EPISODE_ID, { baseRevision: revision, commands: [{ type: 'episode.set', title }] });
  edit(1, 'Second');
  makeSnapshot(here, EPISODE_ID, 'second');
  edit(2, 'Third');
  edit(3, 'Fourth');
  undo(here, EPISODE_ID);
  const asset = await put(here, 400);
  await put(here, 900);
  insertTake(here.db, takeWith(asset, 'take-1'), 0);
  rateTake(here.db, TakeId.parse('take-1'), 4);
  attachTakes(here, EPISODE_ID, new Map([[EPISODE_RECORD_ID, { id: TakeId.parse('take-1') }]]));
  return asset;
}

async function filesOf(library: Library): Promise<readonly string[]> {
  const names = await readdir(library.folders.media, { recursive: true });
  return names.filter((name) => name.includes('.')).sort();
}

async function expectRefused(reason: RegExp): Promise<void> {
  await expect(unarchiveProject(there, file)).rejects.toMatchObject({
    code: 'invalid-input',
    message: expect.stringMatching(reason),
  });
  expect(listProjects(there.db)).toEqual([]);
  expect(there.db.get('SELECT count(*) AS count FROM asset')).toEqual({ count: 0 });
  expect(await filesOf(there)).toEqual([]);
}

interface HostileEntry {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly mode?: number;
}

async function writeZip(entries: readonly HostileEntry[]): Promise<void> {
  const zip = new ZipFile();
  for (const { name, bytes, mode } of entries) {
    zip.addBuffer(Buffer.from(bytes), name, mode === undefined ? {} : { mode });
  }
  zip.end();
  const chunks: Buffer[] = [];
  for await (const chunk of zip.outputStream) chunks.push(chunk as Buffer);
  await writeFile(file, Buffer.concat(chunks));
}

/** The archive of {@link makeProject} as its parts, to be put together wrongly. */
async function parts(): Promise<{ manifest: Record<string, unknown>; sound: HostileEntry }> {
  const asset = await makeProject();
  const collected = collectProject(here.db, PROJECT_ID);
  const entry = `media/${asset.id}.wav`;
  return {
    manifest: { ...collected, media: [{ entry, assetIds: [asset.id] }] },
    sound: { name: entry, bytes: await readFile(mediaPath(here, { id: asset.id, extension: 'wav' })) },
  };
}
const json = (manifest: unknown): HostileEntry => ({
  name: 'manifest.json',
  bytes: Buffer.from(JSON.stringify(manifest)),
});

describe('a project as one file', () => {
  test('[LIB140] has the same text, takes, audio, history and snapshots in another library', async () => {
    const asset = await makeProject();
    await archiveProject(here, PROJECT_ID, file);
    const { projectId, episodeIds, renewed } = await unarchiveProject(there, file);
    expect({ projectId, episodeIds, renewed }).toEqual({ projectId: PROJECT_ID, episodeIds: [EPISODE_ID], renewed: 0 });
    expect(openEpisode(there.db, EPISODE_ID)).toEqual(openEpisode(here.db, EPISODE_ID));
    expect(collectProject(there.db, PROJECT_ID)).toEqual(collectProject(here.db, PROJECT_ID));
    expect(listSnapshots(there.db, EPISODE_ID)).toEqual(listSnapshots(here.db, EPISODE_ID));
    expect(findTake(there.db, HASH, 0)).toEqual(takeWith(asset, 'take-1'));
    await ensureDecoded(there, [asset.id]);
    expect(await readFile(pcmPath(there, asset.id))).toEqual(await readFile(pcmPath(here, asset.id)));
    expect(await verifyLibrary(there)).toMatchObject({ isSound: true, orphans: [] });
    expect(undo(there, EPISODE_ID).diff).toEqual(undo(here, EPISODE_ID).diff);
  });

  test('[LIB140] holds only the audio it uses, and the same project is the same file', async () => {
    const asset = await makeProject();
    await archiveProject(here, PROJECT_ID, file);
    const again = join(base, 'again.lectern');
    await archiveProject(here, PROJECT_ID, again);
    expect((await readFile(file)).equals(await readFile(again))).toBe(true);
    await unarchiveProject(there, file);
    expect(await filesOf(there)).toEqual([`${asset.id.slice(0, 2)}/${asset.id}.wav`]);
  });

  test('[LIB144] carries what people said about takes and sounds; what is said there stays', async () => {
    const asset = await makeProject();
    const [sound, take] = [ClipId.parse(`sound/${asset.id}`), ClipId.parse('take/take-1')];
    for (const clip of [sound, take]) {
      tagClips(here.db, [clip], 'Nachtfähre');
      noteClip(here.db, clip, 'Heard from afar.');
      setFavourite(here.db, [clip], true);
    }
    rateClips(here.db, [sound], 5);
    renameClip(here.db, sound, 'Horn');
    setClipKind(here.db, [sound], 'effect');
    setTranscript(here.db, sound, 'Hoot.');
    await archiveProject(here, PROJECT_ID, file);
    await unarchiveProject(there, file);
    // Looking brings the index up to date.
    expect(searchClips(there.db, { tags: ['nachtfahre'], isFavourite: true }).total).toBe(2);
    for (const clip of [sound, take]) {
      const { createdAtMs: _at, uses: _uses, ...said } = clipDetails(here.db, clip);
      expect(clipDetails(there.db, clip)).toMatchObject(said);
    }
    expect(collectProject(there.db, PROJECT_ID)).toEqual(collectProject(here.db, PROJECT_ID));

    // A second time: the words of the person who has it now are stronger.
    noteClip(there.db, sound, 'Mine.');
    rateClips(there.db, [take], 1);
    await unarchiveProject(there, file);
    expect(clipDetails(there.db, sound)).toMatchObject({ note: 'Mine.', tags: ['Nachtfähre'] });
    expect(clipDetails(there.db, take).rating).toBe(1);
  });

  test('[LIB144] an archive of the first format says nothing about clips and is read', async () => {
    const { manifest, sound } = await parts();
    const { clips: _clips, ...first } = manifest;
    await writeZip([json({ ...first, version: 1 }), sound]);
    await unarchiveProject(there, file);
    expect(listProjects(there.db)).toHaveLength(1);
  });

  test('[LIB141] ids that are taken are renewed; what is the same here is used as it is', async () => {
    const asset = await makeProject();
    await archiveProject(here, PROJECT_ID, file);
    const other = await put(there, 700);
    insertTake(there.db, takeWith(other, 'take-1'), 0);
    await unarchiveProject(there, file);
    const second = await unarchiveProject(there, file);
    expect(second.projectId).not.toBe(PROJECT_ID);
    expect(listProjects(there.db)).toHaveLength(2);
    expect(listEpisodes(there.db, second.projectId).map(({ revision }) => revision)).toEqual(
      listEpisodes(here.db, PROJECT_ID).map(({ revision }) => revision),
    );
    expect(takeById(there.db, TakeId.parse('take-1'))?.segments[0]?.assetId).toBe(other.id);
    const renewed = collectProject(there.db, PROJECT_ID).takes[0];
    expect(renewed).toMatchObject({ rating: 4, segments: [{ assetId: asset.id }] });
    expect(renewed?.id).not.toBe('take-1');
  });

  test('[LIB142] a sound that is missing or altered stops it, and no file is written', async () => {
    const asset = await makeProject();
    const path = mediaPath(here, { id: asset.id, extension: 'wav' });
    const bytes = await readFile(path);
    bytes[50] = (bytes[50] ?? 0) ^ 1;
    await writeFile(path, bytes);
    await expect(archiveProject(here, PROJECT_ID, file)).rejects.toMatchObject({ code: 'missing-audio' });
    await rm(path);
    await expect(archiveProject(here, PROJECT_ID, file)).rejects.toMatchObject({
      code: 'missing-audio',
      message: expect.stringContaining('400.wav'),
    });
    expect((await readdir(base)).sort()).toEqual(['here', 'there']);
  });

  test('[LIB142] a decoding that fails later, or a cancellation, leaves nothing', async () => {
    await makeProject();
    await archiveProject(here, PROJECT_ID, file);
    const cancellation = new AbortController();
    const reading = unarchiveProject(there, file, {
      signal: cancellation.signal,
      onProgress: ({ stage }) => stage === 'unpack' && cancellation.abort(),
    });
    await expect(reading).rejects.toThrow('Cancelled');
    expect(await filesOf(there)).toEqual([]);
    there.db.run(`CREATE TRIGGER full BEFORE INSERT ON episode BEGIN SELECT RAISE(ABORT, 'no'); END`);
    await expect(unarchiveProject(there, file)).rejects.toThrow('no');
    expect(await filesOf(there)).toEqual([]);
    expect(there.db.get('SELECT count(*) AS count FROM asset')).toEqual({ count: 0 });
  });
});

describe('archives that are refused', () => {
  test('[LIB143] no zip, no manifest, no JSON, another format, a newer one', async () => {
    await writeFile(file, 'Dear diary');
    await expectRefused(/archive/);
    await writeZip([{ name: 'a.txt', bytes: Buffer.from('x') }]);
    await expectRefused(/no manifest\.json/);
    await writeZip([{ name: 'manifest.json', bytes: Buffer.from('{') }]);
    await expectRefused(/no JSON/);
    await writeZip([json({ format: 'other' })]);
    await expectRefused(/no Lectern archive/);
    await writeZip([json({ format: 'lectern-archive', version: 3 })]);
    await expectRefused(/newer Lectern \(format 3/);
    await writeZip([json({ format: 'lectern-archive', version: 1, project: 3 })]);
    await expectRefused(/wrong at/);
  });

  test.each([
    ['../evil.wav', /\.\.\/evil|relative path/],
    ['media/../../evil.wav', /relative path/],
    ['/etc/evil.wav', /absolute path/],
    ['C:/evil.wav', /absolute path/],
    ['media\\evil.wav', /invalid characters/],
  ])('[LIB143] a name that leads out: %s', async (name, reason) => {
    const { manifest, sound } = await parts();
    // yazl writes no such names: an innocent one of the same length is replaced in the finished file.
    const innocent = 'x'.repeat(name.length);
    await writeZip([json(manifest), sound, { name: innocent, bytes: Buffer.from('evil') }]);
    const bytes = await readFile(file);
    await writeFile(file, Buffer.from(bytes.toString('latin1').replaceAll(innocent, name), 'latin1'));
    await expectRefused(reason);
    expect((await readdir(base)).sort()).toEqual(['ferry.lectern', 'here', 'there']);
  });

  test('[LIB143] links, folders, names that differ in case only, and names it does not mention', async () => {
    const { manifest, sound } = await parts();
    await writeZip([json(manifest), { ...sound, mode: 0o120777 }]);
    await expectRefused(/is a link/);
    await writeZip([json(manifest), sound, { ...sound, name: sound.name.toUpperCase() }]);
    await expectRefused(/twice/);
    await writeZip([json(manifest), sound, { name: 'readme.txt', bytes: Buffer.from('x') }]);
    await expectRefused(/holds "readme.txt", which it does not name/);
  });

  test('[LIB143] bytes that are not what their name says, too few or absent', async () => {
    const { manifest, sound } = await parts();
    const altered = Buffer.from(sound.bytes);
    altered[60] = (altered[60] ?? 0) ^ 1;
    await writeZip([json(manifest), { ...sound, bytes: altered }]);
    await expectRefused(/other bytes than its name says/);
    await writeZip([json(manifest), { ...sound, bytes: altered.subarray(1) }]);
    await expectRefused(/wrong size/);
    await writeZip([json(manifest)]);
    await expectRefused(/missing/);
    await writeZip([json(manifest), sound]);
    const whole = await readFile(file);
    await writeFile(file, whole.subarray(0, whole.length / 2));
    await expectRefused(/archive/);
  });

  test('[LIB143] an episode that breaks the rules, and references into nothing', async () => {
    const { manifest, sound } = await parts();
    const episodes = manifest.episodes as { records: unknown[]; lineTakes: unknown[] }[];
    const [episode] = episodes;
    const variants: readonly (readonly [Record<string, unknown>, RegExp])[] = [
      [{ ...manifest, takes: [] }, /the take "take-1" is named and not there/],
      [
        { ...manifest, episodes: [{ ...episode, records: episode?.records.slice(1) }] },
        /the episode "episode-1" is wrong/,
      ],
      [{ ...manifest, episodes: [episode, episode] }, /two episodes have the same id/],
      [{ ...manifest, assets: [] }, /sound/],
    ];
    for (const [variant, reason] of variants) {
      await writeZip([json(variant), sound]);
      await expectRefused(reason);
    }
  });

  test('[LIB143] more than 10,000 entries, by their number alone', async () => {
    const zip = new ZipFile();
    for (let count = 0; count <= 10_000; count++) zip.addBuffer(Buffer.alloc(0), `${count}`, { compress: false });
    zip.end();
    const chunks: Buffer[] = [];
    for await (const chunk of zip.outputStream) chunks.push(chunk as Buffer);
    await writeFile(file, Buffer.concat(chunks));
    await expectRefused(/10001 entries/);
  });

  test('[LIB143] a bomb, before a byte of it is unpacked', async () => {
    await writeZip([{ name: 'manifest.json', bytes: Buffer.alloc(4 * 1024 * 1024, 32) }]);
    await expectRefused(/would unpack to 4194304 bytes from/);
  });

  test('[LIB143] bombs by sum, by shared bytes, and a manifest without end', () => {
    const entry = (fileName: string, compressedSize: number, uncompressedSize: number) => ({
      fileName,
      compressedSize,
      uncompressedSize,
      compressionMethod: 8,
      externalFileAttributes: 0,
      versionMadeBy: 0,
      generalPurposeBitFlag: 0,
    });
    const gigabyte = 2 ** 30;
    const manifest = entry('manifest.json', 100, 100);
    expect(reasonToRefuse([manifest], 1000)).toBeNull();
    const many = Array.from({ length: 200 }, (_, index) => entry(`${index}`, gigabyte / 100, gigabyte));
    expect(reasonToRefuse([manifest, ...many], 300 * gigabyte)).toMatch(/would unpack to/);
    expect(reasonToRefuse([manifest, entry('a', 600, 600), entry('b', 600, 600)], 1000)).toMatch(/overlap/);
    expect(reasonToRefuse([entry('manifest.json', 2 ** 28, 2 ** 28 + 1)], gigabyte)).toMatch(/too large/);
    expect(reasonToRefuse([manifest, { ...entry('a', 1, 1), generalPurposeBitFlag: 1 }], 1000)).toMatch(/encrypted/);
    expect(reasonToRefuse([manifest, { ...entry('a', 1, 1), compressionMethod: 99 }], 1000)).toMatch(/not known/);
    expect(reasonToRefuse([manifest, entry('a/', 0, 0)], 1000)).toMatch(/folder/);
  });
});
