import { describe, expect, it } from 'vitest';
import { applyCommand, type Command } from '#shared/document/commands.ts';
import { applyDiff, diffOf, EMPTY_DIFF, isEmptyDiff, reverseDiff, squashDiffs } from '#shared/document/diff.ts';
import type { Line } from '#shared/document/records.ts';
import { fullEpisode, id, jsonOf, takeId } from './sample-episode.ts';

const base = fullEpisode();
const l1 = base.records.get(id('l1')) as Line;
const edited = (text: string): Line => ({ ...l1, text });
const setText = (text: string): Command => ({ type: 'line.setText', id: id('l1'), text });

describe('a diff', () => {
  it('[DOC10] is reversed by exchanging before and after', () => {
    const diff = { added: [edited('new')], updated: [[l1, edited('x')]] as const, removed: [edited('old')] };
    expect(reverseDiff(diff)).toEqual({ added: diff.removed, updated: [[edited('x'), l1]], removed: diff.added });
    expect(reverseDiff(reverseDiff(diff))).toEqual(diff);
  });

  it('[DOC11] squashed keeps the first before and the last after', () => {
    const a = edited('a');
    const b = edited('b');
    const updates = squashDiffs([diffOf([{ from: l1, to: a }]), diffOf([{ from: a, to: b }])]);
    expect(updates).toEqual({ added: [], updated: [[l1, b]], removed: [] });
    const addThenChange = squashDiffs([diffOf([{ from: null, to: a }]), diffOf([{ from: a, to: b }])]);
    expect(addThenChange).toEqual({ added: [b], updated: [], removed: [] });
    const addThenRemove = squashDiffs([diffOf([{ from: null, to: a }]), diffOf([{ from: a, to: null }])]);
    expect(isEmptyDiff(addThenRemove)).toBe(true);
    const removeThenAdd = squashDiffs([diffOf([{ from: a, to: null }]), diffOf([{ from: null, to: b }])]);
    expect(removeThenAdd).toEqual({ added: [], updated: [[a, b]], removed: [] });
    const thereAndBack = squashDiffs([diffOf([{ from: a, to: b }]), diffOf([{ from: b, to: a }])]);
    expect(isEmptyDiff(thereAndBack)).toBe(true);
    expect(squashDiffs([])).toEqual(EMPTY_DIFF);
  });

  it('[DOC12] undone after a take has arrived loses nothing of the take, and says what it really changed', () => {
    const gain = applyCommand(base, { type: 'line.setGain', id: id('l1'), gainDb: 3 });
    const spoken = applyCommand(gain.document, { type: 'take.attach', id: id('l1'), takeId: takeId('fresh') }).document;
    const undone = applyDiff(spoken, reverseDiff(gain.diff));
    expect(undone.document.records.get(id('l1'))).toEqual({ ...l1, takeId: 'fresh' });
    const redone = applyDiff(undone.document, reverseDiff(undone.diff));
    expect(jsonOf(redone.document)).toBe(jsonOf(spoken));
  });

  it('[DOC12] undoing an added line that was spoken since, and redoing it, keeps the take', () => {
    const added = applyCommand(base, { type: 'line.add', id: id('new'), text: 'New.' });
    const spoken = applyCommand(added.document, {
      type: 'take.attach',
      id: id('new'),
      takeId: takeId('fresh'),
    }).document;
    const undone = applyDiff(spoken, reverseDiff(added.diff));
    expect(jsonOf(undone.document)).toBe(jsonOf(base));
    const redone = applyDiff(undone.document, reverseDiff(undone.diff));
    expect(redone.document.records.get(id('new'))).toMatchObject({ takeId: 'fresh' });
  });

  it('[DOC12] takes a field away again that the edit had added', () => {
    const gap = applyCommand(base, { type: 'line.setGap', id: id('l3'), edge: 'after', gapSamples: 100 as never });
    const spoken = applyCommand(gap.document, { type: 'take.attach', id: id('l3'), takeId: takeId('fresh') }).document;
    const line = applyDiff(spoken, reverseDiff(gap.diff)).document.records.get(id('l3'))!;
    expect('gapAfterSamples' in line).toBe(false);
  });

  it('[DOC13] that no longer fits is a conflict and changes nothing', () => {
    const text = applyCommand(base, setText('x'));
    const gone = applyCommand(base, { type: 'block.delete', ids: [id('l1')] });
    expect(() => applyDiff(gone.document, text.diff)).toThrow('the line "l1" is no longer there');
    expect(() => applyDiff(gone.document, gone.diff)).toThrow(/no longer there/);
    expect(() => applyDiff(base, reverseDiff(gone.diff))).toThrow('there is already a record "l1"');
    try {
      applyDiff(gone.document, text.diff);
    } catch (error) {
      expect(error).toMatchObject({ code: 'conflict', details: { recordId: 'l1' } });
    }
  });

  it('[DOC13] that would leave an invalid episode is refused', () => {
    const speaker = base.records.get(id('anna'))!;
    expect(() => applyDiff(base, { ...EMPTY_DIFF, removed: [speaker] })).toThrow('who is not in the cast');
    const track = base.records.get(id('music'))!;
    expect(() =>
      applyDiff(base, { ...EMPTY_DIFF, updated: [[track, { ...track, kind: 'dialogue' } as never]] }),
    ).toThrow('sounds belong on a music or effects track');
  });

  it('[DOC13] that is empty gives the same document', () => {
    expect(applyDiff(base, EMPTY_DIFF).document).toBe(base);
  });
});
