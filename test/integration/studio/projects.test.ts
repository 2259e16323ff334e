import { afterEach, beforeEach, expect, test } from 'vitest';
import { blocksOf, documentOf, speakersOf } from '#shared/document/episode-document.ts';
import { toneWav } from '../../helpers/small-wav.ts';
import { openTestStudio, type TestStudio } from '../../helpers/test-studio.ts';

let studio: TestStudio;
beforeEach(async () => {
  studio = await openTestStudio();
});
afterEach(() => studio.close());

const SCRIPT =
  '---\ntitle: The Quay\nlanguage: en\ncast:\n  MARA: flite/slt\n---\n\n# One\n\nMARA: You came.\n\n![Rain](rain.wav)\n';

test('[STC60] a project is made, changed field by field, and put away; null takes a default away', async () => {
  const made = await studio.call('projects.create', { name: 'Night', kind: 'audiobook', language: 'de' });
  expect(made).toMatchObject({ name: 'Night', kind: 'audiobook', language: 'de', shelf: 'active' });
  const projectId = made.id;
  await studio.call('projects.change', {
    projectId,
    name: 'Nights',
    defaults: { author: 'A. Writer', exportPreset: 'acx', cast: [{ name: 'MARA' }] },
  });
  const changed = await studio.call('projects.change', { projectId, defaults: { author: null } });
  expect(changed).toMatchObject({ name: 'Nights', language: 'de' });
  expect(changed.defaults).toEqual({ exportPreset: 'acx', cast: [{ name: 'MARA' }] });
  expect(await studio.call('projects.get', { projectId })).toEqual(changed);
  await studio.call('projects.setShelf', { projectId, shelf: 'trashed' });
  expect(await studio.call('projects.list', {})).toEqual([]);
  expect(await studio.call('projects.list', { shelf: 'trashed' })).toMatchObject([{ id: projectId }]);
});

test('[STC61] an episode begins with the project’s cast; it is copied, moved and put away', async () => {
  const { id: projectId } = await studio.call('projects.create', { name: 'Night', kind: 'podcast', language: 'en' });
  await studio.call('projects.change', { projectId, defaults: { cast: [{ name: 'MARA' }, { name: 'TOM' }] } });
  const first = await studio.call('episodes.create', { projectId, title: 'First' });
  const { records } = await studio.call('episodes.open', { episodeId: first.id });
  expect(speakersOf(documentOf(records)).map(({ name }) => name)).toEqual(['MARA', 'TOM']);
  const second = await studio.call('episodes.create', { projectId, title: 'Second' });
  await studio.call('episodes.duplicate', { episodeId: first.id, title: 'First again' });
  await studio.call('episodes.move', { episodeId: second.id, afterId: null });
  const titles = async () => (await studio.call('episodes.list', { projectId })).map(({ title }) => title);
  expect(await titles()).toEqual(['Second', 'First', 'First again']);
  await studio.call('episodes.setShelf', { episodeId: first.id, shelf: 'trashed' });
  expect(await titles()).toEqual(['Second', 'First again']);
});

test('[STC62] a script comes as a file or as text, into a new project or one that is named; what is left out is said', async () => {
  const fileId = await studio.upload('quay.md', Buffer.from(SCRIPT));
  const imported = await studio.call('scripts.import', { source: { fileId } });
  expect(imported).toMatchObject({ title: 'The Quay', lines: 1 });
  // The sound it names did not come along, and lies on no other person's disk either.
  expect(imported.dropped).toEqual([
    { what: expect.stringContaining('quay.md:12: The sound "rain.wav" did not come') },
  ]);
  expect(await studio.call('jobs.list', {})).toEqual([]);
  await expect(studio.call('scripts.import', { source: { fileId } })).rejects.toMatchObject({ code: 'not-found' });

  const { projectId } = imported;
  const pasted = await studio.call('scripts.import', { source: { text: 'TOM: I did wait.' }, projectId });
  expect(pasted).toMatchObject({ projectId, lines: 1, dropped: [], addedSpeakers: ['TOM'] });
  const { records } = await studio.call('episodes.open', { episodeId: pasted.episodeId });
  expect(blocksOf(documentOf(records))).toMatchObject([{ type: 'line', text: 'I did wait.' }]);
  await expect(
    studio.call('scripts.import', { source: { text: 'TOM: No.' }, projectId: 'elsewhere' }),
  ).rejects.toMatchObject({ code: 'not-found' });
});

test('[STC62] a manuscript is known by its name, and one that cannot be read says why and where', async () => {
  const fountain = '.EXT. QUAY - NIGHT\n\nMARA\nYou came.\n';
  const fileId = await studio.upload('quay.fountain', Buffer.from(fountain));
  expect(await studio.call('scripts.import', { source: { fileId } })).toMatchObject({ title: 'quay' });
  const sound = await studio.upload('rain.md', toneWav({ seconds: 1 }));
  await expect(studio.call('scripts.import', { source: { fileId: sound } })).rejects.toMatchObject({
    code: 'invalid-input',
    message: expect.stringContaining('rain.md'),
  });
  expect(await studio.call('jobs.list', {})).toEqual([]);
});

test('[STC63] an episode is printed as a script that is the same episode again', async () => {
  const { episodeId } = await studio.call('scripts.import', { source: { text: SCRIPT } });
  const { text } = await studio.call('scripts.print', { episodeId });
  expect(text).toContain('MARA: You came.');
  const again = await studio.call('scripts.import', { source: { text } });
  expect(await studio.call('scripts.print', { episodeId: again.episodeId })).toEqual({ text });
});

test('[STC67] speakers whom nobody has cast are dealt voices of their own; a title is found for what is pasted', async () => {
  const imported = await studio.call('scripts.import', {
    source: { text: '# The letter\n\nANNA: One.\n\nBEN: Two.\n\nCARL: Three.' },
  });
  expect(imported).toMatchObject({ title: 'The letter', addedSpeakers: ['ANNA', 'BEN', 'CARL'], dropped: [] });
  const { records } = await studio.call('episodes.open', { episodeId: imported.episodeId });
  const voices = speakersOf(documentOf(records)).map(({ voice }) => voice?.voiceId);
  expect(new Set(voices).size).toBe(3);
  expect(voices).not.toContain(undefined);
  const cast = '---\ncast:\n  ANNA: flite/awb\n---\nANNA: One.\n\nBEN: Two.';
  const own = await studio.call('scripts.import', { source: { text: cast } });
  const opened = await studio.call('episodes.open', { episodeId: own.episodeId });
  const [anna, ben] = speakersOf(documentOf(opened.records));
  expect(anna?.voice?.voiceId).toBe('awb');
  expect(ben?.voice?.voiceId).not.toBe('awb');
});
