import { rm } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { applyCommands, cancelGesture, commitGesture } from '#core/library/edits.ts';
import { openEpisode } from '#core/library/episodes.ts';
import { closeLibrary, type Library } from '#core/library/library.ts';
import { attachTakes } from '#core/library/line-takes.ts';
import { history, jumpTo, redo, undo } from '#core/library/undo.ts';
import type { Command } from '#shared/document/commands.ts';
import type { EpisodeDocument } from '#shared/document/episode-document.ts';
import type { Line } from '#shared/document/records.ts';
import { type EditKind, editLabelText } from '#shared/messages/edit-label.ts';
import { addEpisode, addTake, EPISODE_ID, storedDocument } from '../../helpers/library-episode.ts';
import { openTestLibrary, temporaryFolder, withLibrary } from '../../helpers/temporary-library.ts';
import { COMMAND_TYPES } from '../document/random-command.ts';
import { assetId, fullEpisode, id, jsonOf, takeId } from '../document/sample-episode.ts';

const setText = (line: string, text: string): Command => ({ type: 'line.setText', id: id(line), text });
const setGain = (line: string, gainDb: number): Command => ({ type: 'line.setGain', id: id(line), gainDb });

const withEpisode = (use: (library: Library) => void | Promise<void>): Promise<void> =>
  withLibrary(async (library) => {
    addEpisode(library, fullEpisode());
    await use(library);
  });

function edit(library: Library, commands: readonly Command[], gesture?: string) {
  const { revision: baseRevision } = openEpisode(library.db, EPISODE_ID);
  return applyCommands(library, EPISODE_ID, { baseRevision, commands, ...(gesture === undefined ? {} : { gesture }) });
}

const lineOf = (document: EpisodeDocument, name: string) => document.records.get(id(name)) as Line;
const textOf = (library: Library, name: string) => lineOf(storedDocument(library), name).text;
const labels = (library: Library) =>
  history(library.db, EPISODE_ID).entries.map((entry) => editLabelText(entry.label, 'en'));
const positions = (library: Library) => {
  const { position, entries } = history(library.db, EPISODE_ID);
  return [position, entries.length];
};

describe('commands', () => {
  test('[LIB13] an edit writes the records that differ, keeps the rows of the rest, and raises the revision by one', () =>
    withEpisode((library) => {
      const rows = () =>
        library.db.all<{ id: string; number: number }>('SELECT id, number FROM record ORDER BY number');
      const before = rows();
      const outcome = edit(library, [setText('l1', 'Edited.'), setGain('l2', -3)]);
      expect(outcome).toMatchObject({ revision: 2, previousRevision: 1 });
      expect(outcome.diff.updated.map(([, to]) => to.id)).toEqual(['l1', 'l2']);
      expect(rows()).toEqual(before);
      expect(jsonOf(storedDocument(library))).toBe(jsonOf(openEpisode(library.db, EPISODE_ID).document));
      expect(textOf(library, 'l1')).toBe('Edited.');
    }));

  test('[LIB13] what changes nothing leaves revision and history as they are', () =>
    withEpisode((library) => {
      expect(edit(library, [setText('l1', 'Words of l1.')])).toMatchObject({ revision: 1 });
      expect(edit(library, [])).toMatchObject({ revision: 1 });
      expect(edit(library, [setGain('l1', 3), setGain('l1', 0)])).toMatchObject({ revision: 1 });
      expect(positions(library)).toEqual([0, 0]);
    }));

  test('[LIB14] an edit made at another revision is a conflict and changes nothing', () =>
    withEpisode((library) => {
      edit(library, [setText('l1', 'First.')]);
      const stored = jsonOf(storedDocument(library));
      for (const baseRevision of [0, 1, 3]) {
        const request = { baseRevision, commands: [setText('l1', 'Late.')] };
        expect(() => applyCommands(library, EPISODE_ID, request)).toThrow(
          expect.objectContaining({
            code: 'conflict',
            details: { episodeId: EPISODE_ID, revision: 2, baseRevision },
          }),
        );
      }
      expect(() => undo(library, EPISODE_ID, { baseRevision: 1 })).toThrow(
        expect.objectContaining({ code: 'conflict' }),
      );
      expect(jsonOf(storedDocument(library))).toBe(stored);
      expect(positions(library)).toEqual([1, 1]);
    }));

  test('[LIB40] one command that is wrong undoes all of its batch and is named', () =>
    withEpisode((library) => {
      const commands = [setText('l1', 'Good.'), setText('nobody', 'Bad.')];
      expect(() => edit(library, commands)).toThrow(
        expect.objectContaining({
          code: 'invalid-command',
          message: expect.stringMatching(/^Command 2 of 2: There is no line "nobody".*None of them was carried out\.$/),
          details: expect.objectContaining({ commandIndex: 1 }),
        }),
      );
      expect(jsonOf(storedDocument(library))).toBe(jsonOf(fullEpisode()));
      expect(openEpisode(library.db, EPISODE_ID).revision).toBe(1);
    }));

  test('[LIB40] a take or sound the library does not have is refused', () =>
    withEpisode((library) => {
      const notFound = expect.objectContaining({ code: 'not-found' });
      expect(() => edit(library, [{ type: 'take.choose', id: id('l1'), takeId: takeId('gone') }])).toThrow(notFound);
      expect(() => edit(library, [{ type: 'clip.setAsset', id: id('bed'), assetId: assetId('gone') }])).toThrow(
        notFound,
      );
      expect(edit(library, [{ type: 'clip.setAsset', id: id('bed'), assetId: null }]).revision).toBe(2);
    }));

  test('[LIB41] the transaction of an edit is whole: where its entry cannot be written, nothing is', () =>
    withEpisode((library) => {
      library.db.run("CREATE TRIGGER full BEFORE INSERT ON history_entry BEGIN SELECT raise(ABORT, 'no room'); END");
      expect(() => edit(library, [setText('l1', 'Lost?')])).toThrow('no room');
      library.db.run('DROP TRIGGER full');
      expect(openEpisode(library.db, EPISODE_ID).revision).toBe(1);
      expect(jsonOf(openEpisode(library.db, EPISODE_ID).document)).toBe(jsonOf(fullEpisode()));
      expect(jsonOf(storedDocument(library))).toBe(jsonOf(fullEpisode()));
    }));

  test('[LIB41] an edit within a transaction that is rolled back is forgotten', () =>
    withEpisode((library) => {
      const failing = () =>
        library.db.transaction(() => {
          edit(library, [setText('l1', 'Never.')]);
          throw new Error('on second thoughts');
        });
      expect(failing).toThrow('on second thoughts');
      expect(jsonOf(openEpisode(library.db, EPISODE_ID).document)).toBe(jsonOf(fullEpisode()));
      edit(library, [setText('l2', 'Another.')]);
      expect(textOf(library, 'l1')).toBe('Words of l1.');
      expect(jsonOf(openEpisode(library.db, EPISODE_ID).document)).toBe(jsonOf(storedDocument(library)));
    }));

  test('[LIB42] many episodes are open at once and each stays itself', () =>
    withLibrary(async (library) => {
      const ids = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => addEpisode(library, fullEpisode(), name as never));
      for (const round of [1, 2]) {
        for (const episode of ids) {
          const { revision: baseRevision } = openEpisode(library.db, episode);
          applyCommands(library, episode, { baseRevision, commands: [setText('l1', `${episode} ${round}`)] });
        }
      }
      for (const episode of ids) {
        expect(lineOf(storedDocument(library, episode), 'l1').text).toBe(`${episode} 2`);
        expect(jsonOf(openEpisode(library.db, episode).document)).toBe(jsonOf(storedDocument(library, episode)));
      }
    }));
});

describe('history', () => {
  test('[LIB43] every edit is one entry; undo and redo walk through them, a jump goes anywhere in one step', () =>
    withEpisode((library) => {
      for (const text of ['one', 'two', 'three']) edit(library, [setText('l1', text), setGain('l2', text.length)]);
      expect(positions(library)).toEqual([3, 3]);
      expect(undo(library, EPISODE_ID)).toMatchObject({ revision: 5, previousRevision: 4 });
      expect(textOf(library, 'l1')).toBe('two');
      expect(jumpTo(library, EPISODE_ID, 0).revision).toBe(6);
      expect(jsonOf(storedDocument(library))).toBe(jsonOf(fullEpisode()));
      expect(jumpTo(library, EPISODE_ID, 3).diff.updated.map(([, to]) => to.id)).toEqual(['l1', 'l2']);
      expect(textOf(library, 'l1')).toBe('three');
      undo(library, EPISODE_ID);
      redo(library, EPISODE_ID);
      expect(textOf(library, 'l1')).toBe('three');
      expect(jumpTo(library, EPISODE_ID, 3).diff).toEqual({ added: [], updated: [], removed: [] });
    }));

  test('[LIB43] there is nothing to undo at the start, nothing to redo at the end, and no other entry to jump to', () =>
    withEpisode((library) => {
      const refused = expect.objectContaining({ code: 'invalid-command' });
      expect(() => undo(library, EPISODE_ID)).toThrow(refused);
      expect(() => redo(library, EPISODE_ID)).toThrow(refused);
      edit(library, [setGain('l1', 1)]);
      expect(() => redo(library, EPISODE_ID)).toThrow(refused);
      for (const position of [-1, 2, 0.5, Number.NaN]) {
        expect(() => jumpTo(library, EPISODE_ID, position)).toThrow(refused);
      }
      expect(positions(library)).toEqual([1, 1]);
    }));

  test('[LIB44] a new edit drops what could have been redone', () =>
    withEpisode((library) => {
      for (const gain of [1, 2, 3]) edit(library, [setGain('l1', gain)]);
      jumpTo(library, EPISODE_ID, 1);
      expect(history(library.db, EPISODE_ID).entries.map((entry) => entry.isUndone)).toEqual([false, true, true]);
      edit(library, [setText('l2', 'Another way.')]);
      expect(labels(library)).toEqual(['Change line gain: Words of l1.', 'Change text: Another way.']);
      expect(positions(library)).toEqual([2, 2]);
      jumpTo(library, EPISODE_ID, 0);
      jumpTo(library, EPISODE_ID, 2);
      expect(lineOf(storedDocument(library), 'l1').gainDb).toBe(1);
    }));

  test('[LIB45] entries are called by what was done, to what, and by the caller where it knows better', () =>
    withEpisode((library) => {
      edit(library, [setText('l1', 'It was already ten past nine when the last ferry left.')]);
      edit(library, [setGain('l1', 2), setGain('l2', 2)]);
      edit(library, [{ type: 'speaker.rename', id: id('anna'), name: 'MARA' }, setGain('l1', 3)]);
      edit(library, [{ type: 'block.delete', ids: [id('n1')] }]);
      edit(library, [{ type: 'pause.setDuration', id: id('p1'), durationSamples: 5 as never }]);
      applyCommands(library, EPISODE_ID, { baseRevision: 6, commands: [setGain('l5', 1)], label: 'Level all lines' });
      expect(labels(library)).toEqual([
        'Change text: It was already ten past nine wh…',
        'Change line gain: It was already ten past nine wh…',
        'Rename speaker: MARA and more',
        'Delete: To self.',
        'Change pause',
        'Level all lines',
      ]);
      const [first] = history(library.db, EPISODE_ID).entries;
      expect(editLabelText(first!.label, 'zh-CN')).toBe('修改台词：It was already ten past nine wh…');
    }));

  test('[LIB45] every command that makes an entry has a label of its own in both languages', () => {
    const kinds = [...COMMAND_TYPES.filter((type) => type !== 'take.attach'), 'snapshot.restore'] as EditKind[];
    for (const language of ['en', 'zh-CN'] as const) {
      const texts = kinds.map((kind) => editLabelText({ kind }, language));
      expect(new Set(texts).size).toBe(kinds.length);
      expect(texts.every((text) => /\p{sc=Han}/u.test(text) === (language === 'zh-CN'))).toBe(true);
    }
    expect(editLabelText({ kind: 'track.rename', subject: 'bed', hasMore: true }, 'zh-CN')).toBe('重命名轨道：bed 等');
  });

  test('[LIB46] a part of the history that cannot be read stops undoing, and nothing else', () =>
    withEpisode((library) => {
      edit(library, [setGain('l1', 1)]);
      library.db.run("UPDATE history_entry SET diff_json = '{'");
      expect(() => undo(library, EPISODE_ID)).toThrow(expect.objectContaining({ code: 'library-damaged' }));
      expect(positions(library)).toEqual([1, 1]);
      expect(edit(library, [setGain('l1', 2)]).revision).toBe(3);
    }));
});

describe('gestures', () => {
  test('[LIB47] a gesture is saved edit by edit and undone as one', () =>
    withEpisode((library) => {
      for (const gain of [1, 2, 3]) edit(library, [setGain('l1', gain)], 'drag');
      expect(lineOf(storedDocument(library), 'l1').gainDb).toBe(3);
      commitGesture(library, EPISODE_ID, 'drag');
      edit(library, [setGain('l2', 1)]);
      expect(positions(library)).toEqual([2, 2]);
      jumpTo(library, EPISODE_ID, 0);
      expect(jsonOf(storedDocument(library))).toBe(jsonOf(fullEpisode()));
      redo(library, EPISODE_ID);
      expect(lineOf(storedDocument(library), 'l1').gainDb).toBe(3);
    }));

  test('[LIB47] a gesture that comes back to where it began leaves no entry, and what could be redone stays', () =>
    withEpisode((library) => {
      edit(library, [setText('l1', 'Undone.')]);
      undo(library, EPISODE_ID);
      edit(library, [setGain('l2', 5)], 'drag');
      edit(library, [setGain('l2', 0)], 'drag');
      commitGesture(library, EPISODE_ID, 'drag');
      expect(positions(library)).toEqual([0, 1]);
      redo(library, EPISODE_ID);
      expect(textOf(library, 'l1')).toBe('Undone.');
    }));

  test('[LIB47] a gesture that is cancelled leaves the episode, and what could be redone, as it was', () =>
    withEpisode((library) => {
      edit(library, [setText('l1', 'Undone.')]);
      undo(library, EPISODE_ID);
      edit(library, [{ type: 'block.delete', ids: [id('l2')] }], 'drag');
      edit(library, [setGain('l3', 5)], 'drag');
      cancelGesture(library, EPISODE_ID, 'another');
      expect(lineOf(storedDocument(library), 'l3').gainDb).toBe(5);
      cancelGesture(library, EPISODE_ID, 'drag');
      expect(jsonOf(storedDocument(library))).toBe(jsonOf(fullEpisode()));
      expect(positions(library)).toEqual([0, 1]);
      expect(cancelGesture(library, EPISODE_ID, 'drag').diff.updated).toEqual([]);
    }));

  test.each<[string, (library: Library) => void]>([
    ['another edit', (library) => edit(library, [setGain('l3', 1)])],
    ['another gesture', (library) => edit(library, [setGain('l3', 1)], 'second')],
    ['an undo', (library) => edit(library, [setGain('l3', 1)]) && undo(library, EPISODE_ID)],
  ])('[LIB47] a gesture ends with %s', (_, other) =>
    withEpisode((library) => {
      edit(library, [setGain('l1', 1)], 'drag');
      other(library);
      edit(library, [setGain('l1', 2)], 'drag');
      commitGesture(library, EPISODE_ID, 'drag');
      jumpTo(library, EPISODE_ID, 1);
      expect(lineOf(storedDocument(library), 'l1').gainDb).toBe(1);
      expect(labels(library).at(-1)).toBe('Change line gain: Words of l1.');
    }),
  );

  test('[LIB47] an undo in the middle of a gesture takes the gesture back', () =>
    withEpisode((library) => {
      edit(library, [setText('l2', 'Before.')]);
      edit(library, [setGain('l1', 1)], 'drag');
      edit(library, [setGain('l1', 2)], 'drag');
      undo(library, EPISODE_ID);
      expect(lineOf(storedDocument(library), 'l1').gainDb).toBe(0);
      expect(textOf(library, 'l2')).toBe('Before.');
      redo(library, EPISODE_ID);
      expect(lineOf(storedDocument(library), 'l1').gainDb).toBe(2);
    }));

  test('[LIB47] the history lists a gesture that is going on as the entry it would be, called by how it ended', () =>
    withEpisode((library) => {
      edit(library, [setGain('l3', 1)]);
      undo(library, EPISODE_ID);
      edit(library, [setText('l1', 'H')], 'typing');
      edit(library, [setText('l1', 'Hello.')], 'typing');
      expect(labels(library)).toEqual(['Change text: Hello.']);
      const going = history(library.db, EPISODE_ID);
      edit(library, [setText('l2', 'x')], 'typing');
      edit(library, [setGain('l2', 1)], 'typing');
      expect(labels(library)).toEqual(['Change text: x and more']);
      commitGesture(library, EPISODE_ID, 'typing');
      expect(labels(library)).toEqual(['Change text: x and more']);
      expect(history(library.db, EPISODE_ID).entries).toHaveLength(going.entries.length);
    }));

  test.each<[string, (library: Library) => void, number]>([
    ['edit', (library) => edit(library, [setGain('l1', 9)], 'drag'), 2],
    ['commit', (library) => commitGesture(library, EPISODE_ID, 'drag'), 1],
    ['cancel', (library) => cancelGesture(library, EPISODE_ID, 'drag'), 1],
  ])('[LIB47] a restart ends a gesture: %s of the same name is of another', async (_, next, entries) => {
    const home = await temporaryFolder();
    const first = await openTestLibrary(home);
    addEpisode(first, fullEpisode());
    for (const gain of [1, 2]) edit(first, [setGain('l1', gain)], 'drag');
    const before = history(first.db, EPISODE_ID);
    await closeLibrary(first);
    const second = await openTestLibrary(home);
    expect(history(second.db, EPISODE_ID)).toEqual(before);
    next(second);
    expect(positions(second)).toEqual([entries, entries]);
    jumpTo(second, EPISODE_ID, 1);
    expect(lineOf(storedDocument(second), 'l1').gainDb).toBe(2);
    undo(second, EPISODE_ID);
    expect(jsonOf(storedDocument(second))).toBe(jsonOf(fullEpisode()));
    await closeLibrary(second);
    await rm(home, { recursive: true });
  });

  test('[LIB48] a take that comes during a gesture is no part of it', () =>
    withEpisode((library) => {
      const take = addTake(library, 'fresh');
      edit(library, [setText('l1', 'Half')], 'typing');
      attachTakes(library, EPISODE_ID, new Map([[id('l1'), take]]));
      edit(library, [setText('l1', 'Half a line.')], 'typing');
      commitGesture(library, EPISODE_ID, 'typing');
      expect(positions(library)).toEqual([1, 1]);
      undo(library, EPISODE_ID);
      expect(lineOf(storedDocument(library), 'l1')).toEqual({ ...lineOf(fullEpisode(), 'l1'), takeId: 'fresh' });
      redo(library, EPISODE_ID);
      expect(lineOf(storedDocument(library), 'l1')).toMatchObject({ text: 'Half a line.', takeId: 'fresh' });
    }));
});
