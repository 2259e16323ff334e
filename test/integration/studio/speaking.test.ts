import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Output } from '#shared/contract/contract.ts';
import { blocksOf, documentOf } from '#shared/document/episode-document.ts';
import type { EpisodeId, RecordId } from '#shared/ids.ts';
import { faultsInTurn } from '../../helpers/fake-services/faults.ts';
import { type FakeServices, startFakeServices } from '../../helpers/fake-services/start-fake-services.ts';
import { openTestStudio, type TestStudio } from '../../helpers/test-studio.ts';

let services: FakeServices;
let studio: TestStudio;
beforeAll(async () => {
  services = await startFakeServices();
});
afterAll(() => services.close());
afterEach(async () => {
  await studio.close();
  services.clear();
});

const OFFLINE = `---
title: Two lines
cast:
  MARA: flite/slt
  TOM: flite/kal
---
MARA: The last ferry left at nine.

TOM: I did wait.
`;
const PAID = `---
title: Paid
cast:
  MARA: minimax-china/male-qn-qingse
  TOM: minimax-china/male-qn-jingying
---
MARA: 你好，世界。

TOM: 再见。
`;

async function open(script: string, environment: Readonly<Record<string, string>> = {}): Promise<EpisodeId> {
  studio = await openTestStudio({ environment });
  return studio.importScript(script);
}

const lineIds = (opened: Output<'episodes.open'>): RecordId[] =>
  blocksOf(documentOf(opened.records)).flatMap(({ type, id }) => (type === 'line' ? id : []));

const statuses = async (episodeId: EpisodeId) =>
  (await studio.call('episodes.lineStates', { episodeId })).map(({ status }) => status);

async function generate(
  episodeId: EpisodeId,
  options: { readonly blockIds?: readonly RecordId[]; readonly isNewTake?: boolean } = {},
) {
  const { jobId, lines } = await studio.call('speech.generate', { episodeId, ...options });
  return { lines, job: jobId === null ? null : await studio.ended(jobId) };
}

test('[STC20] what is missing is spoken by a job; each line gets its take and its state as it comes, and nothing is left', async () => {
  const episodeId = await open(OFFLINE);
  expect(await statuses(episodeId)).toEqual(['missing', 'missing']);
  const { job, lines } = await generate(episodeId);
  expect(lines).toBe(2);
  expect(job).toMatchObject({
    kind: 'speech',
    state: 'done',
    subject: 'Two lines',
    failed: 0,
    costs: [],
    done: 2,
    total: 2,
  });
  expect(await statuses(episodeId)).toEqual(['ready', 'ready']);
  const opened = await studio.call('episodes.open', { episodeId });
  expect(opened.media.takes).toHaveLength(2);
  expect(opened.media.assets).toHaveLength(2);
  const changes = studio.events.filter(({ name }) => name === 'episode.changed');
  expect(changes).toHaveLength(2);
  expect(changes[0]!.value).toMatchObject({ media: { takes: [{}], assets: [{}] } });
  const told = studio.events.flatMap((event) => (event.name === 'speech.lines' ? event.value.states : []));
  // Waiting and being spoken may come as one message: what is told is how things stand.
  expect(told.map(({ status }) => status)).toEqual(expect.arrayContaining(['generating', 'ready']));
  expect(await generate(episodeId)).toEqual({ lines: 0, job: null });
});

test('[STC21] a changed line is stale, costs what is estimated, and its former take is offered when the words come back', async () => {
  const episodeId = await open(PAID, services.environment);
  const before = await studio.call('speech.estimate', { episodeId });
  // Chinese characters count twice, signs once: 世界 4 + 你好 4 + 2, and 再见 4 + 1.
  expect(before).toMatchObject({ lines: 2, stale: 2, blocked: 0 });
  const { job } = await generate(episodeId);
  expect(job).toMatchObject({ state: 'done' });
  const [estimated] = before.byConnection;
  expect(job!.costs).toEqual([{ currency: 'CNY', amount: expect.closeTo(estimated!.cost!, 9) }]);
  expect(await studio.call('speech.estimate', { episodeId })).toMatchObject({ stale: 0, byConnection: [] });

  const opened = await studio.call('episodes.open', { episodeId });
  const [first] = lineIds(opened);
  const setText = (baseRevision: number, text: string) =>
    studio.call('episodes.edit', { episodeId, baseRevision, commands: [{ type: 'line.setText', id: first!, text }] });
  const changed = await setText(opened.episode.revision, '你好，明天。');
  expect(await statuses(episodeId)).toEqual(['stale', 'ready']);
  const after = await studio.call('speech.estimate', { episodeId });
  expect(after).toMatchObject({ stale: 1, byConnection: [{ connection: 'minimax-china', requests: 1 }] });
  expect(after.byConnection[0]!.billedCharacters).toBeGreaterThan(6);
  await generate(episodeId);
  const { takes } = await studio.call('takes.ofLine', { episodeId, blockId: first! });
  expect(takes.map(({ isChosen, isFitting }) => [isChosen, isFitting])).toEqual([
    [true, true],
    [false, false],
  ]);
  const now = await studio.call('episodes.open', { episodeId });
  expect(now.episode.revision).toBeGreaterThan(changed.revision);
  await setText(now.episode.revision, '你好，世界。');
  const [state] = await studio.call('episodes.lineStates', { episodeId, blockIds: [first!] });
  expect(state).toMatchObject({ status: 'stale', fittingTakeId: takes[1]!.take.id });
});

test('[STC22] another take of a line is asked for although one is up to date; both are kept', async () => {
  const episodeId = await open(PAID, services.environment);
  await generate(episodeId);
  const [first] = lineIds(await studio.call('episodes.open', { episodeId }));
  expect(await studio.call('speech.estimate', { episodeId, blockIds: [first!], isNewTake: true })).toMatchObject({
    stale: 1,
  });
  await generate(episodeId, { blockIds: [first!], isNewTake: true });
  const { takes } = await studio.call('takes.ofLine', { episodeId, blockId: first! });
  expect(takes).toHaveLength(2);
  expect(takes[0]).toMatchObject({ isChosen: true });
});

test('[STC23] a line that fails says why and is tried again alone; the others are spoken', async () => {
  const episodeId = await open(PAID, services.environment);
  const [first] = lineIds(await studio.call('episodes.open', { episodeId }));
  services.servers['minimax-china'].plan = faultsInTurn({
    kind: 'code',
    code: '1008',
    message: 'insufficient balance',
  });
  const { job } = await generate(episodeId, { blockIds: [first!] });
  expect(job).toMatchObject({ state: 'done', failed: 1 });
  const [state] = await studio.call('episodes.lineStates', { episodeId, blockIds: [first!] });
  expect(state).toMatchObject({ status: 'failed', problem: { code: 'provider-error' } });
  const { jobId } = await studio.call('jobs.retry', { jobId: job!.id });
  expect(await studio.ended(jobId!)).toMatchObject({ state: 'done', failed: 0 });
  expect(await statuses(episodeId)).toEqual(['ready', 'missing']);
});

test('[STC24] a job keeps below its caps', async () => {
  const episodeId = await open(PAID, services.environment);
  const { jobId } = await studio.call('speech.generate', { episodeId, caps: [{ amount: 0.000_001, currency: 'CNY' }] });
  expect(await studio.ended(jobId!)).toMatchObject({ failed: 2, costs: [] });
  expect(services.servers['minimax-china'].ledger).toEqual([]);
});

test('[STC25] a job that was taken back is not spoken by a later start; one that the end of the program cut off is', async () => {
  const episodeId = await open(PAID, services.environment);
  const [first, second] = lineIds(await studio.call('episodes.open', { episodeId }));
  const cancelled = await studio.call('speech.generate', { episodeId, blockIds: [first!] });
  await studio.call('jobs.cancel', { jobId: cancelled.jobId! });
  expect(await studio.ended(cancelled.jobId!)).toMatchObject({ state: 'cancelled' });
  await studio.call('speech.generate', { episodeId, blockIds: [second!] });
  studio = await studio.restart();
  const [job] = await studio.call('jobs.list', {});
  expect(job).toMatchObject({ kind: 'speech' });
  await studio.ended(job!.id);
  expect(await statuses(episodeId)).toEqual(['missing', 'ready']);
});

test('[STC26] a line whose voice is not set up is blocked and says so; the estimate counts it', async () => {
  const episodeId = await open(PAID);
  expect(await statuses(episodeId)).toEqual(['blocked', 'blocked']);
  expect(await studio.call('speech.estimate', { episodeId })).toMatchObject({ lines: 2, stale: 0, blocked: 2 });
  const [state] = await studio.call('episodes.lineStates', { episodeId });
  expect(state?.problem?.message).toContain('minimax-china');
});

test('[STC27] a draft is read by the built-in voice for nothing, can be heard, and leaves the lines stale', async () => {
  const english = PAID.replace('你好，世界。', 'Hello, world.').replace('再见。', 'Goodbye.');
  const episodeId = await open(english, services.environment);
  const { jobId } = await studio.call('speech.generate', { episodeId, isDraft: true });
  expect(await studio.ended(jobId!)).toMatchObject({ state: 'done', costs: [], failed: 0 });
  expect(services.servers['minimax-china'].ledger).toEqual([]);
  const { media } = await studio.call('episodes.open', { episodeId });
  expect(media.takes.map(({ provider }) => provider)).toEqual(['flite', 'flite']);
  expect(await statuses(episodeId)).toEqual(['stale', 'stale']);
});
