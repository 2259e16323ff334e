import { describe, expect, test } from 'vitest';
import { applyCommands } from '#core/library/edits.ts';
import { openEpisode } from '#core/library/episodes.ts';
import type { Library } from '#core/library/library.ts';
import { attachTakes, rateTake, takesOfLine } from '#core/library/line-takes.ts';
import { history, jumpTo, redo, undo } from '#core/library/undo.ts';
import type { Command } from '#shared/document/commands.ts';
import type { Line } from '#shared/document/records.ts';
import { addEpisode, addTake, EPISODE_ID, storedDocument } from '../../helpers/library-episode.ts';
import { withLibrary } from '../../helpers/temporary-library.ts';
import { fullEpisode, id, jsonOf, takeId } from '../document/sample-episode.ts';

const l1 = id('l1');

const withEpisode = (use: (library: Library) => void): Promise<void> =>
  withLibrary(async (library) => {
    addEpisode(library, fullEpisode());
    for (const name of ['a', 'b', 'c']) addTake(library, name);
    use(library);
  });

function edit(library: Library, ...commands: readonly Command[]) {
  const { revision: baseRevision } = openEpisode(library.db, EPISODE_ID);
  return applyCommands(library, EPISODE_ID, { baseRevision, commands });
}

const attach = (library: Library, name: string, line = l1) =>
  attachTakes(library, EPISODE_ID, new Map([[line, { id: takeId(name) }]]));
const choose = (name: string | null): Command => ({
  type: 'take.choose',
  id: l1,
  takeId: name === null ? null : takeId(name),
});
const setText = (text: string): Command => ({ type: 'line.setText', id: l1, text });
const remove: Command = { type: 'block.delete', ids: [l1] };
const stored = (library: Library) => storedDocument(library).records.get(l1) as Line | undefined;

describe('a take that arrives', () => {
  test('[LIB50] is saved without an entry, and an edit made at the revision before it is no conflict', () =>
    withEpisode((library) => {
      expect(attach(library, 'a')).toMatchObject({ revision: 2, previousRevision: 1 });
      expect(stored(library)?.takeId).toBe('a');
      expect(history(library.db, EPISODE_ID)).toMatchObject({ revision: 2, position: 0, entries: [] });
      const outcome = applyCommands(library, EPISODE_ID, { baseRevision: 1, commands: [setText('Typed meanwhile.')] });
      expect(outcome).toMatchObject({ revision: 3, previousRevision: 2 });
      expect(stored(library)).toMatchObject({ text: 'Typed meanwhile.', takeId: 'a' });
      expect(() => applyCommands(library, EPISODE_ID, { baseRevision: 2, commands: [setText('Late.')] })).toThrow(
        expect.objectContaining({ code: 'conflict' }),
      );
    }));

  test('[LIB50] does not end what can be redone', () =>
    withEpisode((library) => {
      edit(library, setText('Later.'));
      undo(library, EPISODE_ID);
      attach(library, 'a');
      redo(library, EPISODE_ID);
      expect(stored(library)).toMatchObject({ text: 'Later.', takeId: 'a' });
    }));

  test('[LIB50] among other commands is saved with them and is no part of their entry', () =>
    withEpisode((library) => {
      const attachIt: Command = { type: 'take.attach', id: l1, takeId: takeId('a') };
      edit(library, setText('One.'), attachIt, setText('Two.'));
      undo(library, EPISODE_ID);
      expect(stored(library)).toMatchObject({ text: 'Words of l1.', takeId: 'a' });
    }));

  test('[LIB50] that the library does not have is not-found', () =>
    withEpisode((library) => {
      expect(() => attach(library, 'nowhere')).toThrow(expect.objectContaining({ code: 'not-found' }));
      expect(openEpisode(library.db, EPISODE_ID).revision).toBe(1);
    }));

  test('[LIB48] stays when the text it came after is undone and redone', () =>
    withEpisode((library) => {
      attach(library, 'a');
      edit(library, setText('Another text.'));
      attach(library, 'b');
      undo(library, EPISODE_ID);
      expect(stored(library)).toMatchObject({ text: 'Words of l1.', takeId: 'b' });
      redo(library, EPISODE_ID);
      expect(stored(library)).toMatchObject({ text: 'Another text.', takeId: 'b' });
    }));

  test('[LIB48] stays when a choice made before it is undone; a choice made after it is taken back', () =>
    withEpisode((library) => {
      attach(library, 'a');
      edit(library, choose('b'));
      attach(library, 'c');
      undo(library, EPISODE_ID);
      expect(stored(library)?.takeId).toBe('c');
      redo(library, EPISODE_ID);
      expect(stored(library)?.takeId).toBe('c');
      edit(library, choose(null));
      undo(library, EPISODE_ID);
      expect(stored(library)?.takeId).toBe('c');
      redo(library, EPISODE_ID);
      expect(stored(library)?.takeId).toBeUndefined();
    }));

  test('[LIB48] that the line uses already changes nothing: a choice is undone as if it had not come again', () =>
    withEpisode((library) => {
      attach(library, 'a');
      edit(library, choose('b'));
      expect(attach(library, 'b')).toMatchObject({ revision: 3, previousRevision: 3 });
      undo(library, EPISODE_ID);
      expect(stored(library)?.takeId).toBe('a');
    }));

  test('[LIB48] comes back with a line that an undo removes and a redo brings back', () =>
    withEpisode((library) => {
      edit(library, { type: 'line.add', id: id('new'), text: 'New.' });
      attach(library, 'a', id('new'));
      undo(library, EPISODE_ID);
      expect(storedDocument(library).records.has(id('new'))).toBe(false);
      redo(library, EPISODE_ID);
      expect(storedDocument(library).records.get(id('new'))).toMatchObject({ text: 'New.', takeId: 'a' });
    }));

  test('[LIB48] for a line that is gone waits for the undo that brings it back', () =>
    withEpisode((library) => {
      attach(library, 'a');
      edit(library, remove);
      expect(attach(library, 'b')).toMatchObject({ revision: 3, previousRevision: 3 });
      expect(stored(library)).toBeUndefined();
      undo(library, EPISODE_ID);
      expect(stored(library)?.takeId).toBe('b');
      redo(library, EPISODE_ID);
      undo(library, EPISODE_ID);
      expect(stored(library)?.takeId).toBe('b');
      edit(library, choose('a'));
      edit(library, remove);
      undo(library, EPISODE_ID);
      expect(stored(library)?.takeId).toBe('a');
    }));

  test('[LIB48] leaves the rest of an undo alone: back at the start only the take is more', () =>
    withEpisode((library) => {
      edit(library, setText('One.'));
      edit(library, remove);
      attach(library, 'a');
      edit(library, { type: 'block.delete', ids: [id('l2')] });
      jumpTo(library, EPISODE_ID, 0);
      const { takeId: take, ...line } = stored(library)!;
      expect(take).toBe('a');
      const others = [...storedDocument(library).records.values()].filter((record) => record.id !== l1);
      expect(jsonOf({ records: new Map([...others, line].map((record) => [record.id, record])) })).toBe(
        jsonOf(fullEpisode()),
      );
    }));
});

describe('the takes of a line', () => {
  const takesOf = (library: Library, line = l1) =>
    takesOfLine(library.db, EPISODE_ID, line).map(({ take, isChosen, rating }) => [take.id, isChosen, rating]);

  test('[LIB51] are all it ever had, whatever was undone, and the one it uses is marked', () =>
    withEpisode((library) => {
      attach(library, 'a');
      attach(library, 'b');
      edit(library, choose('c'));
      edit(library, choose('a'));
      jumpTo(library, EPISODE_ID, 0);
      expect(takesOf(library)).toEqual([
        ['c', false, undefined],
        ['b', true, undefined],
        ['a', false, undefined],
      ]);
      edit(library, remove);
      expect(takesOf(library)).toHaveLength(3);
      expect(takesOf(library, id('l5'))).toEqual([]);
    }));

  test('[LIB51] are rated from 1 to 5', () =>
    withEpisode((library) => {
      attach(library, 'a');
      rateTake(library.db, takeId('a'), 4);
      expect(takesOf(library)).toEqual([['a', true, 4]]);
      rateTake(library.db, takeId('a'), null);
      expect(takesOf(library)).toEqual([['a', true, undefined]]);
      for (const rating of [0, 6, 2.5]) {
        expect(() => rateTake(library.db, takeId('a'), rating)).toThrow(
          expect.objectContaining({ code: 'invalid-input' }),
        );
      }
      expect(() => rateTake(library.db, takeId('gone'), 3)).toThrow(expect.objectContaining({ code: 'not-found' }));
    }));
});
