import { expect, test } from 'vitest';
import { applyCommands } from '#core/library/edits.ts';
import { createEpisode, openEpisode } from '#core/library/episodes.ts';
import type { Library } from '#core/library/library.ts';
import { attachTakes, takesOfLine } from '#core/library/line-takes.ts';
import { pasteBetween } from '#core/library/paste-between.ts';
import { changeProject } from '#core/library/projects.ts';
import { history, undo } from '#core/library/undo.ts';
import {
  blocksOf,
  clipsOf,
  type EpisodeDocument,
  markersOf,
  speakersOf,
  tracksOf,
} from '#shared/document/episode-document.ts';
import { checkInvariants } from '#shared/document/invariants.ts';
import { newEpisode } from '#shared/document/new-episode.ts';
import { EpisodeId, ProjectId, ProviderId, type RecordId } from '#shared/ids.ts';
import { addEpisode, addProject, addTake, PROJECT_ID, storedDocument } from '../../helpers/library-episode.ts';
import { withLibrary } from '../../helpers/temporary-library.ts';
import { clip, episodeOf, fullEpisode, id, jsonOf, line } from '../document/sample-episode.ts';

const source = EpisodeId.parse('source');
const target = EpisodeId.parse('target');
const slt = { provider: ProviderId.parse('flite'), voiceId: 'slt' };

function emptyEpisode(): EpisodeDocument {
  let count = 0;
  return newEpisode({ title: 'Target', language: 'en', kind: 'podcast', newId: () => `own-${++count}` });
}

function paste(library: Library, ids: readonly RecordId[], to: { readonly afterId?: RecordId | null } = {}) {
  const { revision: baseRevision } = openEpisode(library.db, target);
  return pasteBetween(library, { from: { episodeId: source, ids }, to: { episodeId: target, baseRevision, ...to } });
}

test('[LIB58] blocks come with the clips and markers that hang on them, with speakers and tracks, as one entry', () =>
  withLibrary(async (library) => {
    addEpisode(library, fullEpisode(), source);
    addEpisode(library, emptyEpisode(), target);
    const before = jsonOf(storedDocument(library, target));
    paste(library, [id('l1'), id('l4')]);
    const document = storedDocument(library, target);
    checkInvariants(document);
    const [l1, l4] = blocksOf(document);
    expect([l1, l4]).toMatchObject([{ text: 'Words of l1.' }, { text: 'Words of l4.', direction: 'softly' }]);
    expect(speakersOf(document).map(({ name }) => name)).toEqual(['ANNA']);
    expect(tracksOf(document).map(({ name }) => name)).toEqual(['dialogue', 'music', 'effects', 'speech']);
    expect(clipsOf(document)).toMatchObject([
      { trackId: 'own-2', anchor: { blockId: l1!.id, edge: 'start' }, isLooped: true },
    ]);
    expect(clipsOf(document)[0]).not.toHaveProperty('until');
    expect(markersOf(document)).toMatchObject([{ anchor: { blockId: l4!.id, edge: 'start' } }]);
    expect(history(library.db, target).entries).toMatchObject([
      { label: { kind: 'records.paste', subject: 'Words of l1.' } },
    ]);
    undo(library, target);
    expect(jsonOf(storedDocument(library, target))).toBe(before);
    expect(jsonOf(storedDocument(library, source))).toBe(jsonOf(fullEpisode()));
  }));

test('[LIB58] a speaker of the same name is that speaker; the place is behind a block, at the front or at the end', () =>
  withLibrary(async (library) => {
    addEpisode(library, fullEpisode(), source);
    addEpisode(library, episodeOf([line('x', 'anna'), line('y', 'bert')]), target);
    paste(library, [id('l1')], { afterId: id('x') });
    paste(library, [id('l3')], { afterId: null });
    paste(library, [id('l5')]);
    const document = storedDocument(library, target);
    expect(blocksOf(document).map((block) => ('text' in block ? block.text : ''))).toEqual([
      'Words of l3.',
      'Words of x.',
      'Words of l1.',
      'Words of y.',
      '她说。',
    ]);
    expect(speakersOf(document)).toHaveLength(2);
    expect(blocksOf(document)[2]).toMatchObject({ speakerId: 'anna' });
  }));

test('[LIB58] every take of a line comes along, and the one it uses is used', () =>
  withLibrary(async (library) => {
    addEpisode(library, fullEpisode(), source);
    addEpisode(library, emptyEpisode(), target);
    for (const name of ['t1', 't2', 't3']) {
      attachTakes(library, source, new Map([[id('l1'), addTake(library, name)]]));
    }
    const { revision: baseRevision } = openEpisode(library.db, source);
    const [, second] = takesOfLine(library.db, source, id('l1'));
    applyCommands(library, source, {
      baseRevision,
      commands: [{ type: 'take.choose', id: id('l1'), takeId: second!.take.id }],
    });
    const { diff } = paste(library, [id('l1')]);
    const pasted = diff.added.find((record) => record.type === 'line')!;
    expect(takesOfLine(library.db, target, pasted.id).map(({ take, isChosen }) => [take.id, isChosen])).toEqual([
      ['t3', false],
      ['t2', true],
      ['t1', false],
    ]);
  }));

test('[LIB58] between projects a speaker who comes along keeps the voice the old project gave', () =>
  withLibrary(async (library) => {
    addEpisode(library, episodeOf([line('l1', 'anna')]), source);
    changeProject(library.db, PROJECT_ID, { defaults: { cast: [{ name: 'ANNA', voice: slt }] } });
    const other = addProject(library, { id: ProjectId.parse('other') });
    createEpisode(library.db, { id: target, projectId: other, document: emptyEpisode(), createdAtMs: 1 });
    paste(library, [id('l1')]);
    expect(speakersOf(storedDocument(library, target))).toMatchObject([{ name: 'ANNA', voice: slt }]);

    const sibling = addEpisode(library, emptyEpisode(), EpisodeId.parse('sibling'));
    pasteBetween(library, {
      from: { episodeId: source, ids: [id('l1')] },
      to: { episodeId: sibling, baseRevision: 1 },
    });
    expect(speakersOf(storedDocument(library, sibling))[0]).not.toHaveProperty('voice');
  }));

test('[LIB58] a paste that cannot be made leaves nothing behind', () =>
  withLibrary(async (library) => {
    addEpisode(library, fullEpisode(), source);
    addEpisode(library, emptyEpisode(), target);
    attachTakes(library, source, new Map([[id('l1'), addTake(library, 't1')]]));
    const invalid = expect.objectContaining({ code: 'invalid-command' });
    expect(() => paste(library, [id('gone')])).toThrow(invalid);
    expect(() => paste(library, [id('l1')], { afterId: id('gone') })).toThrow(invalid);
    const stale = { from: { episodeId: source, ids: [id('l1')] }, to: { episodeId: target, baseRevision: 7 } };
    expect(() => pasteBetween(library, stale)).toThrow(expect.objectContaining({ code: 'conflict' }));
    expect(library.db.get('SELECT count(*) AS n FROM line_take')).toEqual({ n: 1 });
    expect(openEpisode(library.db, target).revision).toBe(1);
  }));

test('[LIB58] a clip alone keeps its place beneath what it is pasted behind', () =>
  withLibrary(async (library) => {
    addEpisode(
      library,
      episodeOf([line('l1', 'anna')], [clip('bed', { anchor: { blockId: id('l1'), edge: 'start' } })]),
      source,
    );
    addEpisode(library, episodeOf([line('x', 'anna')]), target);
    paste(library, [id('bed')], { afterId: id('x') });
    expect(clipsOf(storedDocument(library, target))).toMatchObject([{ anchor: { blockId: 'x', edge: 'end' } }]);
  }));
