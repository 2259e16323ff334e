import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DEFAULT_SETTINGS } from '#shared/contract/settings.ts';
import { toneWav } from '../../helpers/small-wav.ts';
import { openTestStudio, type TestStudio } from '../../helpers/test-studio.ts';

let studio: TestStudio;
beforeEach(async () => {
  studio = await openTestStudio();
});
afterEach(() => studio.close());

test('[STC80] what is not set has its default; a change is told, kept with the library, and changes nothing else', async () => {
  expect(await studio.call('settings.get', {})).toEqual(DEFAULT_SETTINGS);
  const changed = await studio.call('settings.change', { theme: 'dark', askAbove: [{ amount: 2, currency: 'CNY' }] });
  expect(changed).toEqual({ ...DEFAULT_SETTINGS, theme: 'dark', askAbove: [{ amount: 2, currency: 'CNY' }] });
  expect(studio.events).toContainEqual({ name: 'settings.changed', value: changed });
  // Changes that cross do not undo each other.
  await Promise.all([
    studio.call('settings.change', { density: 'compact' }),
    studio.call('settings.change', { language: 'zh-CN' }),
    studio.call('settings.change', { keys: { play: ['K'] } }),
  ]);
  studio = await studio.restart();
  expect(await studio.call('settings.get', {})).toEqual({
    ...changed,
    density: 'compact',
    language: 'zh-CN',
    keys: { play: ['K'] },
  });
});

test('[STC80] a settings file that somebody broke costs the broken fields and no others', async () => {
  const path = join(studio.home, 'settings.json');
  await writeFile(path, JSON.stringify({ theme: 'pink', language: 'en', isOffline: 'yes', unknown: 1 }));
  studio = await studio.restart();
  expect(await studio.call('settings.get', {})).toEqual({ ...DEFAULT_SETTINGS, language: 'en' });
  await writeFile(path, 'theme = dark');
  studio = await studio.restart();
  expect(await studio.call('settings.get', {})).toEqual(DEFAULT_SETTINGS);
});

test('[STC81] an ffmpeg that does not run is refused, one that runs is used from then on', async () => {
  const before = (await studio.call('storage.facts', {})).ffmpeg!;
  await expect(studio.call('settings.change', { ffmpegPath: '/nowhere/ffmpeg' })).rejects.toMatchObject({
    code: 'ffmpeg-missing',
  });
  expect((await studio.call('settings.get', {})).ffmpegPath).toBeNull();
  await studio.call('settings.change', { ffmpegPath: before.path });
  expect((await studio.call('storage.facts', {})).ffmpeg).toMatchObject({ path: before.path, source: 'setting' });
});

test('[STC82] the library’s room is told, backed up, checked, and the cache made anew when it is needed', async () => {
  const fileId = await studio.upload('rain.wav', toneWav({ seconds: 2, rateHz: 48_000 }));
  const [sound] = await studio.call('sounds.import', { fileIds: [fileId] });
  const facts = await studio.call('storage.facts', {});
  expect(facts).toMatchObject({ folder: studio.home, clips: 1, mediaBytes: sound!.asset!.byteLength, backups: [] });
  expect(facts.cacheBytes).toBeGreaterThan(2 * 48_000 * 4);
  expect(Math.min(facts.databaseBytes, facts.freeBytes)).toBeGreaterThan(0);
  const { name } = await studio.call('storage.backUp', {});
  expect((await studio.call('storage.facts', {})).backups).toMatchObject([{ name }]);
  expect(await studio.call('storage.verify', {})).toEqual({ checked: 1, problems: [] });
  expect(await studio.call('storage.emptyCache', {})).toEqual({ freedBytes: facts.cacheBytes });
  expect((await studio.call('storage.facts', {})).cacheBytes).toBe(0);
  const id = sound!.asset!.id;
  const library = await studio.core.library();
  await writeFile(join(library.folders.media, id.slice(0, 2), `${id}.wav`), 'spoilt');
  const { problems } = await studio.call('storage.verify', {});
  expect(problems).toEqual([expect.stringContaining('not what was stored')]);
});

test('[STC82] what is wrong with the library is told', async () => {
  expect(await studio.call('app.notices', {})).toEqual([]);
  const log = join(studio.home, 'library.sqlite');
  const early = await readFile(log);
  await studio.call('projects.create', { name: 'Lost', kind: 'podcast', language: 'en' });
  await studio.core.close();
  await writeFile(log, early);
  studio = await openTestStudio({ home: studio.home });
  expect(await studio.call('app.notices', {})).toMatchObject([{ kind: 'changes-lost' }]);
});
