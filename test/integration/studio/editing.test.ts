import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Output } from '#shared/contract/contract.ts';
import { applyDiff } from '#shared/document/diff.ts';
import { blocksOf, documentOf } from '#shared/document/episode-document.ts';
import type { EpisodeId, RecordId } from '#shared/ids.ts';
import { openTestStudio, type TestStudio } from '../../helpers/test-studio.ts';

const SCRIPT = `---
title: Two lines
cast:
  MARA: flite/slt
  TOM: flite/kal
---
# Chapter 1

MARA: The last ferry left at nine.

TOM: I did wait.
`;

let studio: TestStudio;
let episodeId: EpisodeId;
beforeEach(async () => {
  studio = await openTestStudio();
  episodeId = await studio.importScript(SCRIPT);
});
afterEach(() => studio.close());

const lineIds = (opened: Output<'episodes.open'>): RecordId[] =>
  blocksOf(documentOf(opened.records)).flatMap(({ type, id }) => (type === 'line' ? id : []));

const edit = (baseRevision: number, id: RecordId, text: string, gesture?: string) =>
  studio.call('episodes.edit', {
    episodeId,
    baseRevision,
    commands: [{ type: 'line.setText', id, text }],
    ...(gesture === undefined ? {} : { gesture }),
  });

test('[STC10] an edit is answered with its diff, which makes of the document before the one after, and is told to all', async () => {
  const opened = await studio.call('episodes.open', { episodeId });
  const [first] = lineIds(opened);
  const change = await edit(opened.episode.revision, first!, 'The last ferry left at ten.');
  expect(change).toMatchObject({ previousRevision: opened.episode.revision, revision: opened.episode.revision + 1 });
  const after = await studio.call('episodes.open', { episodeId });
  const predicted = applyDiff(documentOf(opened.records), change.diff).document;
  expect([...predicted.records.values()]).toEqual(expect.arrayContaining([...after.records]));
  expect(studio.events).toContainEqual({ name: 'episode.changed', value: change });
});

test('[STC11] an edit against a revision that is past is a conflict and changes nothing', async () => {
  const opened = await studio.call('episodes.open', { episodeId });
  const [first, second] = lineIds(opened);
  await edit(opened.episode.revision, first!, 'One.');
  await expect(edit(opened.episode.revision, second!, 'Two.')).rejects.toMatchObject({ code: 'conflict' });
  await expect(edit(99, second!, 'Two.')).rejects.toMatchObject({ code: 'conflict' });
  const records = JSON.stringify((await studio.call('episodes.open', { episodeId })).records);
  expect(records).toContain('"One."');
  expect(records).not.toContain('"Two."');
});

test('[STC12] a gesture is one entry of the history, undone as one, also after a restart', async () => {
  const opened = await studio.call('episodes.open', { episodeId });
  const [first] = lineIds(opened);
  let { revision } = opened.episode;
  for (const text of ['T', 'Th', 'The']) ({ revision } = await edit(revision, first!, text, 'typing-1'));
  ({ revision } = await studio.call('episodes.commitGesture', { episodeId, gesture: 'typing-1' }));
  expect(await studio.call('episodes.history', { episodeId })).toMatchObject({
    position: 1,
    entries: [{ position: 1 }],
  });
  studio = await studio.restart();
  const undone = await studio.call('episodes.undo', { episodeId, baseRevision: revision });
  expect(undone.diff.updated[0]?.[1]).toMatchObject({ text: 'The last ferry left at nine.' });
  const redone = await studio.call('episodes.redo', { episodeId, baseRevision: undone.revision });
  expect(redone.diff.updated[0]?.[1]).toMatchObject({ text: 'The' });
  const back = await studio.call('episodes.jumpTo', { episodeId, baseRevision: redone.revision, position: 0 });
  await expect(studio.call('episodes.undo', { episodeId, baseRevision: back.revision })).rejects.toMatchObject({
    code: 'invalid-command',
  });
});

test('[STC13] a gesture that is cancelled leaves no trace', async () => {
  const opened = await studio.call('episodes.open', { episodeId });
  const [first] = lineIds(opened);
  await edit(opened.episode.revision, first!, 'Something else', 'drag');
  await studio.call('episodes.cancelGesture', { episodeId, gesture: 'drag' });
  expect((await studio.call('episodes.open', { episodeId })).records).toEqual(
    expect.arrayContaining([...opened.records]),
  );
  expect(await studio.call('episodes.history', { episodeId })).toMatchObject({ position: 0, entries: [] });
});

test('[STC14] a snapshot brings an episode back, and that can be undone', async () => {
  const opened = await studio.call('episodes.open', { episodeId });
  const [first] = lineIds(opened);
  const { id: snapshotId } = await studio.call('snapshots.make', { episodeId, name: 'Before' });
  const { revision } = await edit(opened.episode.revision, first!, 'Changed.');
  const restored = await studio.call('snapshots.restore', { episodeId, baseRevision: revision, snapshotId });
  expect(restored.diff.updated[0]?.[1]).toMatchObject({ text: 'The last ferry left at nine.' });
  const undone = await studio.call('episodes.undo', { episodeId, baseRevision: restored.revision });
  expect(undone.diff.updated[0]?.[1]).toMatchObject({ text: 'Changed.' });
  expect(await studio.call('snapshots.list', { episodeId })).toMatchObject([{ name: 'Before' }]);
});
