import { describe, expect, it } from 'vitest';
import { applyCommand, applyCommands, type Command } from '#shared/document/commands.ts';
import { applyDiff, reverseDiff } from '#shared/document/diff.ts';
import { rebaseDiff } from '#shared/document/rebase-diff.ts';
import { fullEpisode, id, takeId } from './sample-episode.ts';

const base = fullEpisode();
const setText: Command = { type: 'line.setText', id: id('l1'), text: 'Edited.' };
const add: Command = { type: 'line.add', id: id('new'), text: 'New.' };
const remove: Command = { type: 'block.delete', ids: [id('n1')] };
const attach = (line: string): Command => ({ type: 'take.attach', id: id(line), takeId: takeId('fresh') });

describe('a diff put on a document that moved on', () => {
  it('[DOC29] is the same where nothing happened to its records', () => {
    const { document, diff } = applyCommands(base, [setText, add, remove]);
    expect(rebaseDiff(diff, document)).toBe(diff);
    expect(rebaseDiff(diff, applyCommand(document, attach('l5')).document)).toBe(diff);
  });

  it('[DOC29] takes what happened since as having been there before, so that reversing it leaves that', () => {
    const { document, diff } = applyCommands(base, [setText, add]);
    const now = applyCommands(document, [attach('l1'), attach('new')]).document;
    const rebased = rebaseDiff(diff, now);
    const l1 = base.records.get(id('l1'))!;
    expect(rebased.updated).toEqual([
      [
        { ...l1, takeId: 'fresh' },
        { ...l1, text: 'Edited.', takeId: 'fresh' },
      ],
    ]);
    expect(rebased.added).toEqual([now.records.get(id('new'))]);
    const undone = applyDiff(now, reverseDiff(rebased)).document;
    expect(undone.records.get(id('l1'))).toEqual({ ...l1, takeId: 'fresh' });
    expect(undone.records.has(id('new'))).toBe(false);
  });

  it('[DOC29] keeps no claim to a field that was changed since', () => {
    const chosen = applyCommand(base, { type: 'take.choose', id: id('l3'), takeId: null });
    const now = applyCommand(chosen.document, attach('l3')).document;
    expect(rebaseDiff(chosen.diff, now)).toEqual({ added: [], updated: [], removed: [] });
  });

  it('[DOC29] is a conflict where a record is missing, or back', () => {
    const conflict = expect.objectContaining({ code: 'conflict' });
    const { diff } = applyCommands(base, [setText, add]);
    expect(() => rebaseDiff(diff, base)).toThrow(conflict);
    expect(() => rebaseDiff(applyCommand(base, remove).diff, base)).toThrow(conflict);
  });
});
