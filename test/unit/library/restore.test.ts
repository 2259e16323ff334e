import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { assetById, assetState } from '#core/library/assets.ts';
import { backUp } from '#core/library/back-up.ts';
import { clipDetails, noteClip, rateClips, setFavourite, tagClips } from '#core/library/clips.ts';
import { putAsset } from '#core/library/decoded-audio.ts';
import { closeLibrary, type Library } from '#core/library/library.ts';
import { listProjects } from '#core/library/projects.ts';
import { type RestoreOptions, restoreLibrary } from '#core/library/restore-library.ts';
import { searchClips } from '#core/library/search/search-clips.ts';
import { findTake, insertTake } from '#core/library/takes.ts';
import { findUtterance, insertUtterance } from '#core/library/utterances.ts';
import { verifyLibrary } from '#core/library/verify-library.ts';
import { ProjectId, ProviderId, RequestHash, TakeId } from '#shared/ids.ts';
import { ClipId } from '#shared/library-clips.ts';
import type { Asset, Take } from '#shared/media.ts';
import { samples } from '#shared/units.ts';
import { addProject } from '../../helpers/library-episode.ts';
import { ingestSmallWav, toneWav } from '../../helpers/small-wav.ts';
import { openTestLibrary, temporaryFolder, testPorts } from '../../helpers/temporary-library.ts';

let home: string;
let library: Library;
beforeEach(async () => {
  home = await temporaryFolder();
  library = await openTestLibrary(home);
});
afterEach(async () => {
  await closeLibrary(library);
  await rm(home, { recursive: true, force: true });
});

const HASH = RequestHash.parse('b'.repeat(64));
const add = (name: string) => addProject(library, { id: ProjectId.parse(name), name });
const restore = (options: Partial<RestoreOptions> = {}) =>
  restoreLibrary({ home, ports: testPorts(), ingest: ingestSmallWav, ...options });
const names = () => listProjects(library.db).map(({ name }) => name);

/** A sound that was spoken, paid for and made a take. */
async function speak(): Promise<Asset> {
  const asset = await putAsset(library, { bytes: toneWav({ seconds: 0.05 }), extension: 'wav', name: 'spoken.wav' });
  const paid = { billedCharacters: 12, cost: 0.5, currency: 'USD', createdAtMs: 3 };
  insertUtterance(library.db, {
    requestHash: HASH,
    variation: 0,
    assetId: asset.id,
    requestJson: '{}',
    declaredFormat: 'wav',
    cues: [],
    warnings: [],
    ...paid,
  });
  const take: Take = {
    id: TakeId.parse('take'),
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
    cues: [],
    ...paid,
  };
  insertTake(library.db, take, 0);
  return asset;
}

describe('going back to a backup', () => {
  test('[LIB129] edits go back, and the library that was there is kept', async () => {
    add('before');
    await backUp(library);
    add('after');
    await closeLibrary(library);
    const was = await readFile(join(home, 'library.sqlite'));
    const report = await restore();
    expect(report).toMatchObject({ backup: { sequence: 1 }, aside: join(home, 'aside', '000001') });
    expect(await readFile(join(home, 'aside', '000001', 'library.sqlite'))).toEqual(was);
    library = await openTestLibrary(home);
    expect(names()).toEqual(['before']);
    expect(library.notices).toEqual([]);
    expect((await readdir(home)).filter((name) => name.includes('.part'))).toEqual([]);
  });

  test('[LIB130] what was spoken after the backup is neither lost nor paid for again', async () => {
    await backUp(library);
    const asset = await speak();
    await closeLibrary(library);
    expect(await restore()).toMatchObject({ salvaged: { sounds: 1, answers: 1, takes: 1, unreadable: 0 } });
    library = await openTestLibrary(home);
    expect(findUtterance(library.db, HASH, 0)).toMatchObject({ assetId: asset.id, cost: 0.5 });
    expect(findTake(library.db, HASH, 0)).toMatchObject({ id: 'take', segments: [{ assetId: asset.id }] });
    expect(assetById(library.db, asset.id)).toEqual(asset);
    expect(await verifyLibrary(library)).toMatchObject({ isSound: true, orphans: [] });
  });

  test('[LIB132] what was said about clips since the backup is taken over, where the backup says nothing', async () => {
    const rain = await putAsset(library, { bytes: toneWav({ seconds: 1 }), extension: 'wav', name: 'rain.wav' });
    const clip = ClipId.parse(`sound/${rain.id}`);
    noteClip(library.db, clip, 'Before.');
    await backUp(library);
    noteClip(library.db, clip, 'After.');
    tagClips(library.db, [clip], 'Harbour');
    rateClips(library.db, [clip], 3);
    await speak();
    setFavourite(library.db, [ClipId.parse('take/take')], true);
    await closeLibrary(library);
    expect(await restore()).toMatchObject({ salvaged: { takes: 1, clips: 2, unreadable: 0 } });
    library = await openTestLibrary(home);
    expect(clipDetails(library.db, clip)).toMatchObject({ note: 'Before.', tags: ['Harbour'], rating: 3 });
    expect(clipDetails(library.db, ClipId.parse('take/take')).isFavourite).toBe(true);
    expect(searchClips(library.db, { tags: ['harbour'] }).total).toBe(1);
  });

  test('[LIB130] of a library that cannot be read at all, the sounds are found by their files', async () => {
    await backUp(library);
    const asset = await speak();
    await closeLibrary(library);
    await writeFile(join(home, 'library.sqlite'), 'Dear diary, '.repeat(1000));
    const strange = join(home, 'media', 'cc');
    await mkdir(strange);
    await writeFile(join(strange, `${'c'.repeat(64).replace(/^../, 'cc')}.wav`), 'not what the name says');
    const report = await restore();
    expect(report).toMatchObject({ salvaged: { unreadable: null }, adopted: [asset.id] });
    expect(report.altered).toHaveLength(1);
    library = await openTestLibrary(home);
    expect(assetState(library.db, asset.id)).toMatchObject({ status: 'undecoded' });
    const again = await putAsset(library, { bytes: toneWav({ seconds: 0.05 }), extension: 'wav' });
    expect(again.durationSamples).toBe(asset.durationSamples);
  });

  test('[LIB130] damaged pages cost what lies on them and nothing else', async () => {
    for (let count = 0; count < 200; count++) add(`project ${count} ${'x'.repeat(100)}`);
    await backUp(library);
    await speak();
    await closeLibrary(library);
    const bytes = await readFile(join(home, 'library.sqlite'));
    const text = bytes.indexOf('project 150 ');
    bytes.fill(0x55, text - (text % 4096), text - (text % 4096) + 4096);
    await writeFile(join(home, 'library.sqlite'), bytes);
    const report = await restore();
    expect(report.salvaged).toMatchObject({ sounds: 1, answers: 1, takes: 1 });
    library = await openTestLibrary(home);
    expect(names()).toHaveLength(200);
    expect((await verifyLibrary(library)).isSound).toBe(true);
  });

  test('[LIB129] a damaged backup is passed over; named, it is refused and the library left as it is', async () => {
    add('one');
    await backUp(library);
    const second = await backUp(library);
    await writeFile(second.path, 'Dear diary, '.repeat(1000));
    add('two');
    await closeLibrary(library);
    await expect(restore({ backup: second.name })).rejects.toMatchObject({ code: 'library-damaged' });
    await expect(restore({ backup: 'backup-000009-change-1.sqlite' })).rejects.toMatchObject({
      code: 'not-found',
      message: expect.stringContaining(second.name),
    });
    library = await openTestLibrary(home);
    expect(names()).toEqual(['two', 'one']);
    await closeLibrary(library);
    expect(await restore()).toMatchObject({ backup: { sequence: 1 }, damagedBackups: [second.name] });
    library = await openTestLibrary(home);
    expect(names()).toEqual(['one']);
  });

  test('[LIB129] a library in use is not replaced, and one without backups is told so', async () => {
    await expect(restore()).rejects.toMatchObject({ code: 'library-locked' });
    await closeLibrary(library);
    await expect(restore()).rejects.toMatchObject({
      code: 'not-found',
      message: expect.stringContaining('no backups'),
    });
  });

  test('[LIB129] cancelled, it leaves the library as it is', async () => {
    add('one');
    await backUp(library);
    add('two');
    await closeLibrary(library);
    const cancellation = new AbortController();
    cancellation.abort();
    await expect(restore({ signal: cancellation.signal })).rejects.toThrow('Cancelled');
    library = await openTestLibrary(home);
    expect(names()).toEqual(['two', 'one']);
    expect((await readdir(home)).filter((name) => name.includes('.part'))).toEqual([]);
  });

  test('[LIB125] a library that cannot be opened names its last backup', async () => {
    add('one');
    const backup = await backUp(library);
    await closeLibrary(library);
    await writeFile(join(home, 'library.sqlite'), 'Dear diary, '.repeat(1000));
    await expect(openTestLibrary(home)).rejects.toMatchObject({
      code: 'library-damaged',
      message: expect.stringContaining(backup.name),
      details: { lastBackup: backup.name },
    });
  });
});
