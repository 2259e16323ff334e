import { expect, test } from 'vitest';
import { createEpisode, listEpisodes, openEpisode } from '#core/library/episodes.ts';
import type { Library } from '#core/library/library.ts';
import { createProject, listProjects, projectById } from '#core/library/projects.ts';
import { documentOf, type EpisodeDocument } from '#shared/document/episode-document.ts';
import { newEpisode } from '#shared/document/new-episode.ts';
import { orderKeysBetween } from '#shared/document/order-key.ts';
import type { Line } from '#shared/document/records.ts';
import { EpisodeId, ProjectId, RecordId } from '#shared/ids.ts';
import { withLibrary } from '../../helpers/temporary-library.ts';

const projectId = ProjectId.parse('night-ferry');
const episodeId = EpisodeId.parse('episode-1');

function line(index: number, text: string): Line {
  const order = orderKeysBetween(null, null, 10)[index]!;
  return { type: 'line', id: RecordId.parse(`line-${index}`), order, speakerId: null, text, gainDb: 0 };
}

function documentWith(lines: readonly Line[], title = 'The Night Ferry'): EpisodeDocument {
  let count = 0;
  const empty = newEpisode({ title, language: 'en', kind: 'podcast', newId: () => `track-${++count}` });
  return documentOf([...empty.records.values(), ...lines]);
}

function addProject({ db }: Library, id = projectId): void {
  createProject(db, { id, name: `Project ${id}`, kind: 'audiobook', language: 'zh-Hans', createdAtMs: 5 });
}

function addEpisode({ db }: Library, id: string, document: EpisodeDocument): void {
  createEpisode(db, { id: EpisodeId.parse(id), projectId, document, createdAtMs: 7 });
}

test('[LIB11] projects are listed newest first, as they were made', () =>
  withLibrary(async (library) => {
    addProject(library);
    addProject(library, ProjectId.parse('second'));
    expect(listProjects(library.db).map((project) => project.id)).toEqual(['second', projectId]);
    expect(projectById(library.db, projectId)).toEqual({
      shelf: 'active',
      id: projectId,
      name: 'Project night-ferry',
      kind: 'audiobook',
      language: 'zh-Hans',
      createdAtMs: 5,
    });
  }));

test('[LIB11] what is not there is not-found', () =>
  withLibrary(async ({ db }) => {
    const notFound = expect.objectContaining({ code: 'not-found' });
    const gone = ProjectId.parse('gone');
    expect(() => projectById(db, gone)).toThrow(notFound);
    expect(() => listEpisodes(db, gone)).toThrow(notFound);
    expect(() => openEpisode(db, episodeId)).toThrow(notFound);
    expect(() =>
      createEpisode(db, { id: episodeId, projectId: gone, document: documentWith([]), createdAtMs: 1 }),
    ).toThrow(notFound);
  }));

test('[LIB12] an episode opens as the document that was saved, frozen', () =>
  withLibrary(async (library) => {
    addProject(library);
    const document = documentWith([line(1, 'It was <#0.80#> already ten past.'), line(0, '最后一班渡轮九点离开。')]);
    addEpisode(library, episodeId, document);
    const opened = openEpisode(library.db, episodeId);
    expect(opened).toMatchObject({ id: episodeId, projectId, revision: 1 });
    expect([...opened.document.records]).toEqual([...document.records]);
    expect(Object.isFrozen(opened.document.records.get(RecordId.parse('line-0')))).toBe(true);
  }));

test('[LIB12] episodes stand in the order they were added and are listed by the title of their settings', () =>
  withLibrary(async (library) => {
    addProject(library);
    for (const id of ['b', 'a', 'c']) addEpisode(library, id, documentWith([], `Episode ${id}`));
    expect(listEpisodes(library.db, projectId).map(({ id, title }) => [id, title])).toEqual([
      ['b', 'Episode b'],
      ['a', 'Episode a'],
      ['c', 'Episode c'],
    ]);
  }));

test('[LIB12] an episode that cannot be stored whole is not stored at all', () =>
  withLibrary(async (library) => {
    addProject(library);
    const broken = documentWith([{ ...line(0, 'x'), id: null as unknown as RecordId }]);
    expect(() => addEpisode(library, episodeId, broken)).toThrow();
    expect(library.db.get('SELECT count(*) AS n FROM record')).toEqual({ n: 0 });
    expect(listEpisodes(library.db, projectId)).toEqual([]);
  }));

test.each([
  ['no JSON', '{"type":"line"'],
  ['no record', '{"type":"line","id":"line-0"}'],
  ['the record of another id', JSON.stringify(line(1, 'x'))],
])('[LIB15] a stored record that is %s is named, kept, and stops its episode only', (_, json) =>
  withLibrary(async (library) => {
    const { db } = library;
    addProject(library);
    addEpisode(library, episodeId, documentWith([line(0, 'x')]));
    addEpisode(library, 'other', documentWith([]));
    db.run("UPDATE record SET json = $json WHERE id = 'line-0'", { json });
    expect(() => openEpisode(db, episodeId)).toThrow(
      expect.objectContaining({ code: 'library-damaged', details: { episodeId, recordId: 'line-0' } }),
    );
    expect(listEpisodes(db, projectId)).toHaveLength(2);
    expect(openEpisode(db, EpisodeId.parse('other')).revision).toBe(1);
    expect(db.get("SELECT json FROM record WHERE id = 'line-0'")).toEqual({ json });
  }),
);
