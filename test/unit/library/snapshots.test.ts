import { expect, test } from 'vitest';
import { applyCommands } from '#core/library/edits.ts';
import { openEpisode } from '#core/library/episodes.ts';
import type { Library } from '#core/library/library.ts';
import { attachTakes, takesOfLine } from '#core/library/line-takes.ts';
import { listSnapshots, makeSnapshot, restoreSnapshot } from '#core/library/snapshots.ts';
import { history, redo, undo } from '#core/library/undo.ts';
import type { Command } from '#shared/document/commands.ts';
import { editLabelText } from '#shared/messages/edit-label.ts';
import { addEpisode, addTake, EPISODE_ID, storedDocument } from '../../helpers/library-episode.ts';
import { withLibrary } from '../../helpers/temporary-library.ts';
import { fullEpisode, id, jsonOf, line } from '../document/sample-episode.ts';

const withEpisode = (use: (library: Library) => void): Promise<void> =>
  withLibrary(async (library) => {
    addEpisode(library, fullEpisode());
    use(library);
  });

function edit(library: Library, ...commands: readonly Command[]): void {
  const { revision: baseRevision } = openEpisode(library.db, EPISODE_ID);
  applyCommands(library, EPISODE_ID, { baseRevision, commands });
}

test('[LIB57] a snapshot brings the whole episode back as one edit that can be undone', () =>
  withEpisode((library) => {
    const { db } = library;
    const first = makeSnapshot(library, EPISODE_ID, ' Before the cut ');
    edit(
      library,
      { type: 'block.delete', ids: [id('l1'), id('two')] },
      { type: 'track.setGain', id: id('music'), gainDb: -3 },
    );
    edit(library, { type: 'line.add', id: id('new'), text: 'New.' });
    const changed = jsonOf(storedDocument(library));
    makeSnapshot(library, EPISODE_ID, 'After');
    expect(listSnapshots(db, EPISODE_ID)).toMatchObject([
      { name: 'After', revision: 3 },
      { id: first.id, name: 'Before the cut', revision: 1 },
    ]);
    expect(restoreSnapshot(library, EPISODE_ID, first.id).revision).toBe(4);
    expect(jsonOf(storedDocument(library))).toBe(jsonOf(fullEpisode()));
    expect(editLabelText(history(db, EPISODE_ID).entries.at(-1)!.label, 'en')).toBe('Restore snapshot: Before the cut');
    undo(library, EPISODE_ID);
    expect(jsonOf(storedDocument(library))).toBe(changed);
    redo(library, EPISODE_ID);
    expect(jsonOf(storedDocument(library))).toBe(jsonOf(fullEpisode()));
    expect(restoreSnapshot(library, EPISODE_ID, first.id).diff.updated).toEqual([]);
    expect(history(db, EPISODE_ID).position).toBe(3);
  }));

test('[LIB57] takes spoken since stay among those of their line', () =>
  withEpisode((library) => {
    const { id: snapshot } = makeSnapshot(library, EPISODE_ID, 'Unspoken');
    attachTakes(library, EPISODE_ID, new Map([[id('l1'), addTake(library, 't1')]]));
    restoreSnapshot(library, EPISODE_ID, snapshot);
    expect(storedDocument(library).records.get(id('l1'))).not.toHaveProperty('takeId');
    expect(takesOfLine(library.db, EPISODE_ID, id('l1')).map(({ take }) => take.id)).toEqual(['t1']);
  }));

test.each(['', '  ', 'x'.repeat(201)])('[LIB57] a snapshot has a name: not "%s"', (name) =>
  withEpisode((library) => {
    expect(() => makeSnapshot(library, EPISODE_ID, name)).toThrow(expect.objectContaining({ code: 'invalid-input' }));
  }),
);

test.each([
  ['no JSON', '['],
  ['no records', '[{"type":"line"}]'],
  ['no episode', JSON.stringify([{ ...line('l1', null), order: 'a0' }])],
])('[LIB57] a snapshot that is %s, or not there, changes nothing', (_, json) =>
  withEpisode((library) => {
    const { id: snapshot } = makeSnapshot(library, EPISODE_ID, 'Damaged');
    library.db.run('UPDATE snapshot SET records_json = $json', { json });
    expect(() => restoreSnapshot(library, EPISODE_ID, snapshot)).toThrow(
      expect.objectContaining({ code: 'library-damaged' }),
    );
    expect(() => restoreSnapshot(library, EPISODE_ID, 'gone')).toThrow(expect.objectContaining({ code: 'not-found' }));
    expect(openEpisode(library.db, EPISODE_ID).revision).toBe(1);
    expect(history(library.db, EPISODE_ID).entries).toEqual([]);
  }),
);
