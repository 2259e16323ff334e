import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { faultsInTurn } from '../../helpers/fake-services/faults.ts';
import { type FakeServices, startFakeServices } from '../../helpers/fake-services/start-fake-services.ts';
import { toneWav } from '../../helpers/small-wav.ts';
import { openTestStudio, type TestStudio } from '../../helpers/test-studio.ts';

let services: FakeServices;
let studio: TestStudio;
beforeAll(async () => {
  services = await startFakeServices();
});
afterAll(() => services.close());
beforeEach(async () => {
  services.clear();
  studio = await openTestStudio({ environment: services.environment });
});
afterEach(() => studio.close());

const wav = (frequencyHz: number) => toneWav({ seconds: 1, frequencyHz, rateHz: 48_000 });
const changes = () => studio.events.filter(({ name }) => name === 'library.changed').length;

async function importSounds(...names: string[]) {
  const fileIds = await Promise.all(names.map((name, index) => studio.upload(name, wav(300 + 100 * index))));
  return studio.call('sounds.import', { fileIds });
}

async function clipIds() {
  return (await studio.call('library.search', {})).rows.map(({ id }) => id);
}

test('[STC64] sounds come in one by one; what is no sound is said and stops no other', async () => {
  const good = await studio.upload('rain.wav', wav(440));
  const bad = await studio.upload('letter.txt', Buffer.from('Dear Tom'));
  const [first, second] = await studio.call('sounds.import', { fileIds: [good, bad] });
  expect(first).toMatchObject({ fileId: good, asset: { originalName: 'rain.wav', durationSamples: 48_000 } });
  expect(second).toMatchObject({ fileId: bad, problem: { code: 'unsupported-audio' } });
  // What could not be read stays to be seen.
  expect(await studio.call('jobs.list', {})).toMatchObject([{ kind: 'import', state: 'done', failed: 1 }]);
  expect(changes()).toBe(1);
  const found = await studio.call('sounds.get', { assetIds: [first!.asset!.id, 'f'.repeat(64)] });
  expect(found).toEqual([first!.asset]);
});

test('[STC65] clips are found, counted, described by the person, and every change is told', async () => {
  await importSounds('rain.wav', 'door.wav');
  const [id] = await clipIds();
  const before = changes();
  const ids = [id!];
  await studio.call('library.tag', { ids, tag: 'Harbour' });
  await studio.call('library.rate', { ids, rating: 4 });
  await studio.call('library.setFavourite', { ids, isFavourite: true });
  await studio.call('library.setKind', { ids, kind: 'effect' });
  await studio.call('library.rename', { id: id!, name: 'Heavy door' });
  await studio.call('library.note', { id: id!, note: 'Take two.' });
  expect(changes() - before).toBe(6);
  const page = await studio.call('library.search', {
    text: 'heavy',
    tags: ['harbour'],
    minRating: 4,
    isFavourite: true,
  });
  expect(page).toMatchObject({
    total: 1,
    rows: [{ name: 'Heavy door', note: 'Take two.', tags: ['Harbour'], rating: 4, isFavourite: true, kind: 'effect' }],
  });
  const { counts } = await studio.call('library.facets', {});
  expect(counts).toContainEqual({ kind: 'tag', value: 'Harbour', count: 1 });
  await studio.call('library.untag', { ids, tag: 'harbour' });
  expect((await studio.call('library.clip', { id: id! })).tags).toEqual([]);
  await expect(studio.call('library.tag', { ids: ['sound/none'], tag: 'x' })).rejects.toMatchObject({
    code: 'not-found',
  });
});

test('[STC65] a clip names where it is used, and edits of episodes change the library', async () => {
  const { episodeId } = await studio.call('scripts.import', {
    source: { text: '---\ntitle: The Quay\n---\n\nMARA: You came.\n' },
    projectName: 'Night',
  });
  const [row] = (await studio.call('library.search', { text: 'came' })).rows;
  const { uses } = await studio.call('library.clip', { id: row!.id });
  expect(uses).toMatchObject([{ episodeId, projectName: 'Night', episodeTitle: 'The Quay', text: 'You came.' }]);
  const { records, episode } = await studio.call('episodes.open', { episodeId });
  const line = records.find(({ type }) => type === 'line')!;
  const told = changes();
  await studio.call('episodes.edit', {
    episodeId,
    baseRevision: episode.revision,
    commands: [{ type: 'line.setText', id: line.id, text: 'You went.' }],
  });
  expect(changes()).toBe(told + 1);
});

test('[STC66] sounds are transcribed by a job; words that are there stay, and what is not heard is not made up', async () => {
  await importSounds('a.wav', 'b.wav', 'c.wav');
  const ids = await clipIds();
  services.servers.mimo.plan = faultsInTurn(undefined, { kind: 'words', as: 'audio-ignored' });
  const { jobId } = await studio.call('library.hear', { ids, what: 'transcribe', connection: 'mimo' });
  const job = await studio.ended(jobId);
  expect(job).toMatchObject({ kind: 'hear', state: 'done', failed: 1, done: 3, total: 3 });
  const texts = (await studio.call('library.search', {})).rows.map(({ text }) => text !== '');
  expect(texts.filter(Boolean)).toHaveLength(2);
  expect(services.servers.mimo.calls).toHaveLength(3);

  // Only what failed is asked again.
  const { jobId: again } = await studio.call('jobs.retry', { jobId });
  expect(await studio.ended(again!)).toMatchObject({ state: 'done', failed: 0, total: 1 });
  expect(services.servers.mimo.calls).toHaveLength(4);
  const { jobId: nothing } = await studio.call('library.hear', { ids, what: 'transcribe', connection: 'mimo' });
  await studio.ended(nothing);
  expect(services.servers.mimo.calls).toHaveLength(4);
});

test('[STC66] describing adds tags and fills an empty note; a key that is refused ends it', async () => {
  await importSounds('a.wav', 'b.wav');
  const [first, second] = await clipIds();
  await studio.call('library.note', { id: first!, note: 'Mine.' });
  const { jobId } = await studio.call('library.hear', { ids: [first!, second!], what: 'describe', connection: 'mimo' });
  expect(await studio.ended(jobId)).toMatchObject({ state: 'done', failed: 0 });
  expect((await studio.call('library.clip', { id: first! })).note).toBe('Mine.');
  expect((await studio.call('library.clip', { id: second! })).note).toBeTruthy();
  await expect(
    studio.call('library.hear', { ids: [first!], what: 'describe', connection: 'dashscope' }),
  ).rejects.toMatchObject({ details: { kind: 'unsupported_operation' } });

  services.servers.mimo.plan = faultsInTurn({ kind: 'status', status: 401, body: '{}' });
  const { jobId: refused } = await studio.call('library.hear', {
    ids: [first!, second!],
    what: 'describe',
    connection: 'mimo',
  });
  expect(await studio.ended(refused)).toMatchObject({ state: 'failed', error: { kind: 'auth' } });
});
