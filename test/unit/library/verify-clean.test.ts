import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, stat, symlink, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { cleanLibrary, emptyTrash } from '#core/library/clean-library.ts';
import { ensureDecoded, pcmPath, peaksPath, putAsset } from '#core/library/decoded-audio.ts';
import { listEpisodes } from '#core/library/episodes.ts';
import { closeLibrary, type Library } from '#core/library/library.ts';
import { mediaPath, storeMedia } from '#core/library/media-store.ts';
import { verifyLibrary } from '#core/library/verify-library.ts';
import { newEpisode } from '#shared/document/new-episode.ts';
import { EpisodeId } from '#shared/ids.ts';
import type { Asset } from '#shared/media.ts';
import { addEpisode, addProject, PROJECT_ID } from '../../helpers/library-episode.ts';
import { toneWav } from '../../helpers/small-wav.ts';
import { openTestLibrary, temporaryFolder } from '../../helpers/temporary-library.ts';

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

const emptyEpisode = () => newEpisode({ title: 'Ferry', language: 'en', kind: 'podcast', newId: library.ports.newId });
const tone = (frequencyHz: number) => toneWav({ seconds: 0.05, frequencyHz });
const put = (frequencyHz: number): Promise<Asset> =>
  putAsset(library, { bytes: tone(frequencyHz), extension: 'wav', name: `${frequencyHz}.wav` });
const fileOf = (asset: Asset) => mediaPath(library, { id: asset.id, extension: 'wav' });

async function alter(path: string): Promise<void> {
  const bytes = await readFile(path);
  bytes[60] = (bytes[60] ?? 0) ^ 0xff;
  await writeFile(path, bytes);
}

/** A file named as its bytes would be, without a row. */
async function putStranger(bytes: Uint8Array): Promise<string> {
  const hash = createHash('sha256').update(bytes).digest('hex');
  await mkdir(join(home, 'media', hash.slice(0, 2)), { recursive: true });
  const path = join(home, 'media', hash.slice(0, 2), `${hash}.wav`);
  await writeFile(path, bytes);
  return path;
}

describe('verify', () => {
  test('[LIB126] a sound library is sound', async () => {
    await put(400);
    addEpisode(library, emptyEpisode());
    expect(await verifyLibrary(library)).toMatchObject({
      isSound: true,
      databaseProblems: [],
      brokenRows: [],
      media: { checked: 1, missing: [], altered: [], unreadable: [] },
      orphans: [],
      cacheCutShort: [],
    });
  });

  test('[LIB126] missing, cut and altered media are told apart; altered bytes only when they are read', async () => {
    const [missing, cut, altered] = [await put(400), await put(500), await put(600)];
    await rm(fileOf(missing));
    await truncate(fileOf(cut), 100);
    await alter(fileOf(altered));
    expect((await verifyLibrary(library)).media).toMatchObject({
      checked: 3,
      missing: [missing.id],
      altered: [cut.id, altered.id],
    });
    const quick = await verifyLibrary(library, { isQuick: true });
    expect(quick).toMatchObject({ isSound: false, media: { missing: [missing.id], altered: [cut.id] } });
  });

  test('[LIB126] files without a row and a cache cut short are named, and are no damage', async () => {
    const asset = await put(400);
    const stranger = await putStranger(tone(700));
    await writeFile(join(home, 'media', 'notes.txt'), 'mine');
    await writeFile(join(home, 'cache', 'old.pcm'), 'old');
    await truncate(pcmPath(library, asset.id), 8);
    const report = await verifyLibrary(library);
    expect(report.isSound).toBe(true);
    expect(report.cacheCutShort).toEqual([asset.id]);
    expect(report.orphans.map(({ path }) => path).sort()).toEqual(
      [stranger, join(home, 'media', 'notes.txt'), join(home, 'cache', 'old.pcm')].sort(),
    );
    expect(await readdir(join(home, 'media'))).toContain('notes.txt');
  });

  test('[LIB127] one broken episode, history or project is named and hides no other', async () => {
    const id = addEpisode(library, emptyEpisode());
    const other = addEpisode(library, emptyEpisode(), EpisodeId.parse('episode-2'));
    library.db.run(
      `UPDATE record SET json = '{"type":' WHERE id = 'episode' AND episode_number =
       (SELECT number FROM episode WHERE id = $id)`,
      { id },
    );
    library.db.run(`UPDATE episode SET history_position = 3 WHERE id = $other`, { other });
    addProject(library, { id: 'broken' as typeof PROJECT_ID });
    library.db.run(`UPDATE project SET json = 'x' WHERE id = 'broken'`);
    const { isSound, brokenRows } = await verifyLibrary(library);
    expect(isSound).toBe(false);
    expect(brokenRows.map(({ kind, id: broken }) => [kind, broken])).toEqual([
      ['project', 'broken'],
      ['episode', id],
      ['history', other],
    ]);
    expect(listEpisodes(library.db, PROJECT_ID).map((episode) => episode.id)).toEqual([id, other]);
  });

  test('[LIB126] a reference into nothing is named', async () => {
    library.db.run('INSERT INTO asset (id, extension, byte_length, created_at_ms) VALUES ($id, $id2, 1, 1)', {
      id: 'a'.repeat(64),
      id2: 'wav',
    });
    const database = library.db as unknown as { setPragma(name: string, value: string): void };
    database.setPragma('foreign_keys', 'OFF');
    library.db.run('INSERT INTO episode_asset VALUES (77, 1)');
    database.setPragma('foreign_keys', 'ON');
    expect((await verifyLibrary(library)).databaseProblems).toEqual([expect.stringMatching(/episode_asset.*episode/)]);
  });

  test('[LIB126] can be cancelled', async () => {
    await put(400);
    const cancellation = new AbortController();
    const verifying = verifyLibrary(library, { signal: cancellation.signal, onProgress: () => cancellation.abort() });
    await expect(verifying).rejects.toThrow('Cancelled');
  });
});

describe('clean', () => {
  test('[LIB131] moves what nothing refers to into the trash, and nothing else', async () => {
    const asset = await put(400);
    const cut = await put(500);
    await truncate(pcmPath(library, cut.id), 8);
    const stranger = await putStranger(tone(700));
    await symlink('nowhere', join(home, 'media', 'link'));
    for (const name of ['000001', '000002']) {
      await mkdir(join(home, 'aside', name), { recursive: true });
      await writeFile(join(home, 'aside', name, 'library.sqlite'), name);
    }
    const cleaned = await cleanLibrary(library);
    expect(cleaned.moved.map(({ path }) => path).sort()).toEqual(
      [
        'aside/000001',
        `cache/${cut.id.slice(0, 2)}/${cut.id}.pcm`,
        'media/link',
        stranger.slice(home.length + 1),
      ].sort(),
    );
    expect(await readFile(join(cleaned.trash ?? '', stranger.slice(home.length + 1)))).toEqual(Buffer.from(tone(700)));
    expect(await readdir(join(home, 'aside'))).toEqual(['000002']);
    for (const path of [fileOf(asset), fileOf(cut), pcmPath(library, asset.id), peaksPath(library, asset.id)]) {
      expect((await stat(path)).size).toBeGreaterThan(0);
    }
    await ensureDecoded(library, [asset.id, cut.id]);
    expect(await cleanLibrary(library)).toEqual({ trash: null, moved: [], byteLength: 0 });
  });

  test('[LIB131] emptying the trash is another request, and says how much it was', async () => {
    await putStranger(tone(700));
    const { byteLength } = await cleanLibrary(library);
    expect(byteLength).toBe(tone(700).length);
    expect(await emptyTrash(library)).toEqual({ byteLength });
    expect(await readdir(home)).not.toContain('trash');
    expect(await emptyTrash(library)).toEqual({ byteLength: 0 });
  });

  test('[LIB131] a sound on its way in is no orphan, even where its file was one a moment ago', async () => {
    for (const frequencyHz of [800, 900]) await putStranger(tone(frequencyHz));
    const stored: Promise<unknown>[] = [];
    const { moved } = await cleanLibrary(library, {
      // After the first was moved, both come again.
      onProgress: () => {
        if (stored.length > 0) return;
        for (const frequencyHz of [800, 900]) {
          stored.push(storeMedia(library, { bytes: tone(frequencyHz), extension: 'wav' }));
        }
      },
    });
    await Promise.all(stored);
    expect(moved).toHaveLength(1);
    expect(await verifyLibrary(library)).toMatchObject({ isSound: true, media: { checked: 2, missing: [] } });
  });
});

describe('media that was deleted or altered', () => {
  test('[LIB128] is noticed when it is decoded again, and is no crash', async () => {
    const [gone, altered] = [await put(400), await put(500)];
    await rm(fileOf(gone));
    await alter(fileOf(altered));
    await rm(join(home, 'cache'), { recursive: true });
    await mkdir(join(home, 'cache', 'incoming'), { recursive: true });
    await expect(ensureDecoded(library, [gone.id, altered.id])).rejects.toMatchObject({
      code: 'missing-audio',
      details: {
        missing: [
          { id: gone.id, reason: expect.stringContaining('is gone') },
          { id: altered.id, reason: expect.stringContaining('does not hold the bytes that were stored') },
        ],
      },
    });
  });

  test('[LIB128] the same bytes again put it right; the altered file is set aside', async () => {
    const asset = await put(400);
    await alter(fileOf(asset));
    const altered = await readFile(fileOf(asset));
    await put(400);
    expect(Buffer.from(tone(400)).equals(await readFile(fileOf(asset)))).toBe(true);
    expect(await readFile(join(home, 'aside', '000001', `${asset.id}.wav`))).toEqual(altered);
    expect(await verifyLibrary(library)).toMatchObject({ isSound: true });
  });
});
