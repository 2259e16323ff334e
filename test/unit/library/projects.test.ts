import { describe, expect, test } from 'vitest';
import { duplicateEpisode, moveEpisode, setEpisodeShelf } from '#core/library/arrange-episodes.ts';
import { applyCommands } from '#core/library/edits.ts';
import { openEffectiveEpisode } from '#core/library/effective-episode.ts';
import { listEpisodes, openEpisode } from '#core/library/episodes.ts';
import type { Library } from '#core/library/library.ts';
import { attachTakes, takesOfLine } from '#core/library/line-takes.ts';
import {
  changeProject,
  listProjects,
  projectById,
  setProjectShelf,
  unreadableProjects,
} from '#core/library/projects.ts';
import { history } from '#core/library/undo.ts';
import { settingsOf, speakersOf, tracksOf } from '#shared/document/episode-document.ts';
import { checkInvariants } from '#shared/document/invariants.ts';
import { newProjectEpisode } from '#shared/document/project-defaults.ts';
import { EpisodeId, ProjectId, ProviderId } from '#shared/ids.ts';
import { samples } from '#shared/units.ts';
import { addEpisode, addProject, addTake, PROJECT_ID } from '../../helpers/library-episode.ts';
import { withLibrary } from '../../helpers/temporary-library.ts';
import { episodeOf, fullEpisode, id, jsonOf, line } from '../document/sample-episode.ts';

const episodeId = (text: string) => EpisodeId.parse(text);
const titled = (title: string) => episodeOf([line('l1', 'anna')], [], { title });
const slt = { provider: ProviderId.parse('flite'), voiceId: 'slt' };
const rms = { provider: ProviderId.parse('flite'), voiceId: 'rms' };
const idsIn = ({ db }: Library, shelf?: 'active' | 'archived' | 'trashed') =>
  listEpisodes(db, PROJECT_ID, shelf ? { shelf } : {}).map((episode) => episode.id);

describe('what episodes inherit', () => {
  test('[LIB52] voices, pronunciations, gaps and export settings they do not set themselves, at once', () =>
    withLibrary(async (library) => {
      const { db } = library;
      const own = { pronunciations: [{ written: 'Ferry', spoken: 'fairy' }], gaps: { lineSamples: samples(1) } };
      const id1 = addEpisode(library, episodeOf([line('l1', 'anna')], [], own));
      expect(openEffectiveEpisode(db, id1)).toEqual(openEpisode(db, id1));
      changeProject(db, PROJECT_ID, {
        defaults: {
          cast: [
            { name: 'Anna', voice: slt, colour: '#00ff7f' },
            { name: 'CARL', voice: rms },
          ],
          pronunciations: [{ written: 'quay', spoken: 'key' }],
          gaps: { lineSamples: samples(2), speakerSamples: samples(3) },
          exportPreset: 'acx',
          author: 'Someone',
          coverPath: 'cover.png',
        },
      });
      const { document } = openEffectiveEpisode(db, id1);
      checkInvariants(document);
      expect(settingsOf(document)).toMatchObject({
        pronunciations: [
          { written: 'Ferry', spoken: 'fairy' },
          { written: 'quay', spoken: 'key' },
        ],
        gaps: { lineSamples: 1, speakerSamples: 3 },
        exportPreset: 'acx',
        author: 'Someone',
        coverPath: 'cover.png',
      });
      expect(speakersOf(document)).toMatchObject([{ name: 'ANNA', voice: slt, colour: '#00ff7f' }, { name: 'BERT' }]);
      expect(openEpisode(db, id1)).toMatchObject({ revision: 1, document: episodeOf([line('l1', 'anna')], [], own) });
    }));

  test('[LIB52] what an episode sets itself stays its own', () =>
    withLibrary(async (library) => {
      const { db } = library;
      const id1 = addEpisode(library, episodeOf([], [], { exportPreset: 'spotify', author: 'Me' }));
      applyCommands(library, id1, {
        baseRevision: 1,
        commands: [{ type: 'speaker.setVoice', id: id('anna'), voice: rms }],
      });
      changeProject(db, PROJECT_ID, {
        defaults: { cast: [{ name: 'ANNA', voice: slt }], exportPreset: 'acx', author: 'Them' },
      });
      const { document } = openEffectiveEpisode(db, id1);
      expect(speakersOf(document)[0]).toMatchObject({ voice: rms });
      expect(settingsOf(document)).toMatchObject({ exportPreset: 'spotify', author: 'Me' });
    }));

  test('[LIB52] a change names what it changes; what it leaves out stays, undefined takes away', () =>
    withLibrary(async (library) => {
      const { db } = library;
      addProject(library);
      changeProject(db, PROJECT_ID, { name: 'Renamed', defaults: { author: 'A', exportPreset: 'acx' } });
      const changed = changeProject(db, PROJECT_ID, { defaults: { author: undefined, coverPath: 'c.png' } });
      expect(changed).toMatchObject({
        name: 'Renamed',
        kind: 'podcast',
        defaults: { exportPreset: 'acx', coverPath: 'c.png' },
      });
      expect(changed.defaults).not.toHaveProperty('author');
      expect(projectById(db, PROJECT_ID)).toEqual(changed);
    }));

  test.each<[string, object, RegExp]>([
    ['two of one name', { cast: [{ name: 'EVA' }, { name: 'Eva' }] }, /defaults\.cast: two of the cast/],
    [
      'no dialogue track',
      { tracks: [{ name: 'm', kind: 'music' as const, gainDb: 0, pan: 0 }] },
      /dialogue track is needed/,
    ],
    ['a field nobody knows', { casts: [] }, /casts/],
  ])('[LIB52] %s is refused and nothing changes', (_, defaults, message) =>
    withLibrary(async (library) => {
      addProject(library);
      const before = projectById(library.db, PROJECT_ID);
      expect(() => changeProject(library.db, PROJECT_ID, { defaults })).toThrow(
        expect.objectContaining({ code: 'invalid-input', message: expect.stringMatching(message) }),
      );
      expect(projectById(library.db, PROJECT_ID)).toEqual(before);
    }),
  );

  test('[LIB52] a new episode has the tracks of its project, and its cast with inherited voices', () => {
    let count = 0;
    const init = { title: 'Two', language: 'en', kind: 'podcast', newId: () => `n${++count}` } as const;
    const defaults = {
      cast: [{ name: 'ANNA', voice: slt }, { name: 'BERT' }],
      tracks: [
        { name: 'bed', kind: 'music' as const, gainDb: -6, pan: 0 },
        { name: 'voices', kind: 'dialogue' as const, gainDb: 1, pan: 0 },
      ],
    };
    const document = newProjectEpisode({ ...init, defaults });
    checkInvariants(document);
    expect(tracksOf(document)).toMatchObject(defaults.tracks);
    expect(speakersOf(document).map(({ name, voice }) => [name, voice])).toEqual([
      ['ANNA', undefined],
      ['BERT', undefined],
    ]);
    expect(tracksOf(newProjectEpisode({ ...init, defaults: {} })).map(({ kind }) => kind)).toEqual([
      'dialogue',
      'music',
      'effects',
    ]);
  });
});

describe('arranging', () => {
  test('[LIB53] an episode is moved behind another or to the front, again and again', () =>
    withLibrary(async (library) => {
      const { db } = library;
      for (const name of ['a', 'b', 'c', 'd']) addEpisode(library, titled(name), episodeId(name));
      moveEpisode(db, episodeId('d'), null);
      expect(idsIn(library)).toEqual(['d', 'a', 'b', 'c']);
      moveEpisode(db, episodeId('d'), episodeId('b'));
      expect(idsIn(library)).toEqual(['a', 'b', 'd', 'c']);
      moveEpisode(db, episodeId('a'), episodeId('c'));
      expect(idsIn(library)).toEqual(['b', 'd', 'c', 'a']);
      for (let round = 0; round < 50; round += 1) moveEpisode(db, episodeId(round % 2 ? 'b' : 'd'), null);
      expect(idsIn(library)).toEqual(['b', 'd', 'c', 'a']);
      addEpisode(library, titled('e'), episodeId('e'));
      expect(idsIn(library).at(-1)).toBe('e');
    }));

  test('[LIB53] an episode cannot stand behind one of another project', () =>
    withLibrary(async (library) => {
      addEpisode(library, titled('a'), episodeId('a'));
      addProject(library, { id: ProjectId.parse('other') });
      for (const after of ['gone', 'other']) {
        expect(() => moveEpisode(library.db, episodeId('a'), episodeId(after))).toThrow(
          expect.objectContaining({ code: 'invalid-input' }),
        );
      }
    }));

  test('[LIB54] a copy stands right behind the original, with its takes, under its own title, without its history', () =>
    withLibrary(async (library) => {
      const { db } = library;
      addEpisode(library, fullEpisode(), episodeId('a'));
      addEpisode(library, titled('b'), episodeId('b'));
      for (const name of ['t1', 't2']) {
        attachTakes(library, episodeId('a'), new Map([[id('l1'), addTake(library, name)]]));
      }
      applyCommands(library, episodeId('a'), {
        baseRevision: 3,
        commands: [{ type: 'line.setGain', id: id('l1'), gainDb: 2 }],
      });
      const copy = duplicateEpisode(library, episodeId('a'), 'An episode, copied');
      expect(copy).toMatchObject({ title: 'An episode, copied', revision: 1 });
      expect(idsIn(library)).toEqual(['a', copy.id, 'b']);
      const { document } = openEpisode(db, copy.id);
      const renamed = jsonOf(openEpisode(db, episodeId('a')).document).replace('"An episode"', '"An episode, copied"');
      expect(jsonOf(document)).toBe(renamed);
      expect(takesOfLine(db, copy.id, id('l1')).map(({ take }) => take.id)).toEqual(['t2', 't1']);
      expect(history(db, copy.id).entries).toEqual([]);
    }));

  test('[LIB55] what is archived stays in the list, what is in the trash does not, and both come back to their place', () =>
    withLibrary(async (library) => {
      const { db } = library;
      for (const name of ['a', 'b', 'c']) addEpisode(library, titled(name), episodeId(name));
      setEpisodeShelf(db, episodeId('a'), 'archived');
      setEpisodeShelf(db, episodeId('b'), 'trashed');
      expect(idsIn(library)).toEqual(['a', 'c']);
      expect([idsIn(library, 'active'), idsIn(library, 'archived'), idsIn(library, 'trashed')]).toEqual([
        ['c'],
        ['a'],
        ['b'],
      ]);
      for (const name of ['a', 'b']) setEpisodeShelf(db, episodeId(name), 'active');
      expect(idsIn(library)).toEqual(['a', 'b', 'c']);
      setProjectShelf(db, PROJECT_ID, 'trashed');
      expect([listProjects(db), listProjects(db, { shelf: 'trashed' }).map((project) => project.id)]).toEqual([
        [],
        [PROJECT_ID],
      ]);
      setProjectShelf(db, PROJECT_ID, 'active');
      expect(listProjects(db)).toMatchObject([{ id: PROJECT_ID, shelf: 'active' }]);
    }));

  test('[LIB55] what is in the trash is not edited, but takes that arrive for it are kept', () =>
    withLibrary(async (library) => {
      const a = addEpisode(library, titled('a'), episodeId('a'));
      setEpisodeShelf(library.db, a, 'trashed');
      const commands = [{ type: 'line.setGain', id: id('l1'), gainDb: 2 }] as const;
      expect(() => applyCommands(library, a, { baseRevision: 1, commands })).toThrow(
        expect.objectContaining({ code: 'invalid-command', message: expect.stringContaining('in the trash') }),
      );
      expect(attachTakes(library, a, new Map([[id('l1'), addTake(library, 't1')]])).revision).toBe(2);
      setEpisodeShelf(library.db, a, 'active');
      expect(applyCommands(library, a, { baseRevision: 1, commands }).revision).toBe(3);
    }));

  test('[LIB56] a project whose settings are damaged is named, and stops no other', () =>
    withLibrary(async ({ db, ...library }) => {
      for (const name of ['a', 'b', 'c']) addProject({ db, ...library }, { id: ProjectId.parse(name) });
      db.run(`UPDATE project SET json = '{"name":' WHERE id = 'b'`);
      expect(listProjects(db).map((project) => project.id)).toEqual(['c', 'a']);
      expect(unreadableProjects(db)).toEqual(['b']);
      expect(() => projectById(db, ProjectId.parse('b'))).toThrow(expect.objectContaining({ code: 'library-damaged' }));
    }));
});
