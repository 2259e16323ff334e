import { describe, expect, it } from 'vitest';
import { applyCommand, applyCommands, type Command } from '#shared/document/commands.ts';
import { copyRecords, withNewIds } from '#shared/document/copy-records.ts';
import { blocksOf, type EpisodeDocument, speakersOf, tracksOf } from '#shared/document/episode-document.ts';
import { checkInvariants } from '#shared/document/invariants.ts';
import { newEpisode } from '#shared/document/new-episode.ts';
import type { Clip, Line, Marker } from '#shared/document/records.ts';
import { samples } from '#shared/units.ts';
import { clip, episodeOf, fullEpisode, id, line, marker, takeId } from './sample-episode.ts';

const order = (document: EpisodeDocument) =>
  blocksOf(document)
    .map((block) => block.id)
    .join(' ');
const abcd = (more: Parameters<typeof episodeOf>[1] = []) =>
  episodeOf([line('a', 'anna'), line('b', 'anna'), line('c', 'bert'), line('d', 'bert')], more);
const ids = (...names: string[]) => names.map(id);

describe('block commands', () => {
  it.each([
    [['a'], 'c', 'b c a d'],
    [['c', 'a'], null, 'a c b d'],
    [['d'], null, 'd a b c'],
    [['a', 'c'], 'd', 'b d a c'],
    [['b', 'd'], undefined, 'a c b d'],
  ])('[DOC40] block.move %j behind %s gives %s', (moved, afterId, expected) => {
    const where = afterId === undefined ? {} : { afterId: afterId === null ? null : id(afterId) };
    const { document } = applyCommand(abcd(), { type: 'block.move', ids: ids(...moved), ...where });
    expect(order(document)).toBe(expected);
  });

  it('[DOC40] block.move to where the blocks are changes nothing, and none may stand behind itself', () => {
    const document = abcd();
    expect(applyCommand(document, { type: 'block.move', ids: ids('b', 'c'), afterId: id('a') }).document).toBe(
      document,
    );
    expect(() => applyCommand(document, { type: 'block.move', ids: ids('b'), afterId: id('b') })).toThrow(
      'is itself moved',
    );
    expect(() => applyCommand(document, { type: 'block.move', ids: ids('anna'), afterId: null })).toThrow(
      'not a block',
    );
    expect(() => applyCommand(document, { type: 'block.move', ids: [], afterId: null })).toThrow('ids');
  });

  it('[DOC41] block.delete hangs what hung there on the next block, else the one before, else the beginning', () => {
    const bed = clip('k', {
      anchor: { blockId: id('b'), edge: 'end' },
      offsetSamples: samples(7),
      until: { blockId: id('d'), edge: 'end' },
    });
    const document = abcd([bed, marker('m', { anchor: { blockId: id('c'), edge: 'start' } })]);
    const next = applyCommand(document, { type: 'block.delete', ids: ids('b', 'c') }).document;
    expect(order(next)).toBe('a d');
    expect(next.records.get(id('k'))).toMatchObject({
      anchor: { blockId: 'd', edge: 'start' },
      offsetSamples: 7,
      until: { blockId: 'd', edge: 'end' },
    });
    expect(next.records.get(id('m'))).toMatchObject({ anchor: { blockId: 'd', edge: 'start' } });
    const previous = applyCommand(next, { type: 'block.delete', ids: ids('d') }).document;
    expect(previous.records.get(id('m'))).toMatchObject({ anchor: { blockId: 'a', edge: 'end' } });
    const none = applyCommand(previous, { type: 'block.delete', ids: ids('a') }).document;
    expect(none.records.get(id('m'))).toMatchObject({ anchor: { atSample: 0 } });
    expect((none.records.get(id('k')) as Clip).until).toBeUndefined();
    checkInvariants(none);
  });

  it('[DOC41] block.delete leaves no sound that starts where it stops', () => {
    const over = (from: string, to: string) =>
      clip('k', { anchor: { blockId: id(from), edge: 'start' }, until: { blockId: id(to), edge: 'end' } });
    const inside = applyCommand(abcd([over('b', 'b')]), { type: 'block.delete', ids: ids('b') }).document;
    expect(inside.records.get(id('k'))).toMatchObject({
      anchor: { blockId: 'c', edge: 'start' },
      until: { blockId: 'c', edge: 'end' },
    });
    const atEnd = applyCommand(abcd([over('d', 'd')]), { type: 'block.delete', ids: ids('d') }).document;
    expect(atEnd.records.get(id('k'))).toMatchObject({ anchor: { blockId: 'c', edge: 'end' } });
    expect((atEnd.records.get(id('k')) as Clip).until).toBeUndefined();
  });

  it('[DOC42] block.duplicate copies blocks with their takes behind the last of them', () => {
    const document = episodeOf([line('a', 'anna', { takeId: takeId('t') }), line('b', 'anna'), line('c', 'bert')]);
    const command: Command = { type: 'block.duplicate', ids: ids('b', 'a'), newIds: ids('b2', 'a2') };
    const copied = applyCommand(document, command).document;
    expect(order(copied)).toBe('a b a2 b2 c');
    expect((copied.records.get(id('a2')) as Line).takeId).toBe('t');
    expect(order(applyCommand(document, { ...command, afterId: null }).document)).toBe('a2 b2 a b c');
    expect(() => applyCommand(document, { ...command, newIds: ids('x') })).toThrow('needs one new id');
    expect(() => applyCommand(document, { ...command, newIds: ids('x', 'x') })).toThrow('already a record "x"');
  });

  it('[DOC43] thousands of lines put in at one place keep their order and their keys stay short', () => {
    let document = abcd();
    let last = id('a');
    for (let index = 0; index < 1_500; index += 1) {
      const added = id(`n${index}`);
      document = applyCommand(document, { type: 'line.add', id: added, text: '', afterId: last }).document;
      last = added;
    }
    const names = blocksOf(document).map((block) => block.id);
    expect(names.slice(0, 3)).toEqual(['a', 'n0', 'n1']);
    expect(names.slice(-4)).toEqual(['n1499', 'b', 'c', 'd']);
    expect(Math.max(...blocksOf(document).map((block) => block.order.length))).toBeLessThanOrEqual(40);
    checkInvariants(document);
  });

  it('[DOC44] an edit of a 10,000-line episode costs under 5 ms', () => {
    const lines = Array.from({ length: 10_000 }, (_, index) => line(`l${index}`, 'anna'));
    const document = episodeOf(lines, [clip('k', { anchor: { blockId: id('l5000'), edge: 'start' } })]);
    blocksOf(document);
    const commands: Command[] = [
      { type: 'line.setText', id: id('l5000'), text: 'Changed.' },
      { type: 'line.add', id: id('new'), text: 'New.', afterId: id('l5000') },
      { type: 'block.delete', ids: ids('l5000') },
      { type: 'block.move', ids: ids('l9000'), afterId: null },
    ];
    for (const command of commands) {
      const times = Array.from({ length: 15 }, () => {
        const start = performance.now();
        blocksOf(applyCommand(document, command).document);
        return performance.now() - start;
      });
      // The best of many: the machine may be busy with something else, the code is the same each time.
      expect(Math.min(...times)).toBeLessThan(5);
    }
  });
});

describe('copy and paste', () => {
  const target = () => {
    let last = 0;
    return newEpisode({ title: 'Other', language: 'en', kind: 'podcast', newId: () => `o${last++}` });
  };
  const source = fullEpisode();
  const pasteOf = (names: readonly string[], stamp = 'p'): Command => {
    let last = 0;
    const records = withNewIds(copyRecords(source, ids(...names)), () => `${stamp}${last++}`);
    return { type: 'records.paste', records };
  };

  it('[DOC45] brings blocks into another episode in order, with the speakers and tracks they need', () => {
    const { document } = applyCommand(target(), pasteOf(['l3', 'l1', 'bed', 'c1']));
    checkInvariants(document);
    const unsorted = pasteOf(['l3', 'l1', 'bed', 'c1']) as Extract<Command, { type: 'records.paste' }>;
    const again = applyCommand(target(), { ...unsorted, records: unsorted.records.toReversed() }).document;
    expect(blocksOf(again).map((block) => block.type)).toEqual(['line', 'line', 'cue']);
    expect(blocksOf(document).map((block) => ('text' in block ? block.text : block.type))).toEqual([
      'Words of l1.',
      'Words of l3.',
      'cue',
    ]);
    expect(speakersOf(document).map((speaker) => speaker.name)).toEqual(['ANNA', 'BERT']);
    expect(tracksOf(document).map((track) => track.name)).toEqual(['dialogue', 'music', 'effects', 'speech']);
    const bed = [...document.records.values()].find((record) => record.type === 'clip')!;
    expect(document.records.get(bed.trackId)).toMatchObject({ name: 'music', id: 'o1' });
  });

  it('[DOC45] uses the speaker and track of the same name that are there, again and again', () => {
    const once = applyCommand(target(), pasteOf(['l1'], 'p')).document;
    const twice = applyCommand(once, pasteOf(['l1', 'l3'], 'q')).document;
    expect(speakersOf(twice).map((speaker) => speaker.name)).toEqual(['ANNA', 'BERT']);
    expect(blocksOf(twice)).toHaveLength(3);
    const other = applyCommand(target(), { type: 'track.rename', id: id('o0'), name: 'music 2' } as Command).document;
    const clash = applyCommands(other, [
      { type: 'track.rename', id: id('o1'), name: 'speech' },
      pasteOf(['l1']),
    ]).document;
    expect(tracksOf(clash).map((track) => track.name)).toEqual(['music 2', 'speech', 'effects', 'speech 2']);
    checkInvariants(clash);
  });

  it('[DOC46] hangs what lost its block on the first pasted block, or on the one it was pasted behind', () => {
    const clipOf = (document: EpisodeDocument) =>
      [...document.records.values()].find((record): record is Clip => record.type === 'clip')!;
    const withLine = applyCommand(target(), pasteOf(['l4', 'hit'])).document;
    expect(clipOf(withLine).anchor).toEqual({ blockId: blocksOf(withLine)[0]!.id, edge: 'start' });
    const alone = applyCommand(target(), pasteOf(['bed'])).document;
    expect(clipOf(alone)).toMatchObject({ anchor: { atSample: 0 } });
    expect(clipOf(alone).until).toBeUndefined();
    const behind = applyCommand(withLine, pasteOf(['m1'], 'r')).document;
    const pasted = [...behind.records.values()].find((record): record is Marker => record.type === 'marker')!;
    expect(pasted.anchor).toEqual({ blockId: blocksOf(withLine)[0]!.id, edge: 'end' });
    const athome = applyCommand(source, { ...pasteOf(['bed']), afterId: null } as Command).document;
    const copy = [...athome.records.values()]
      .filter((record) => record.type === 'clip')
      .find(({ id: each }) => each.startsWith('p'));
    expect(copy).toMatchObject({ anchor: { blockId: 'l1', edge: 'start' }, until: { blockId: 'two', edge: 'start' } });
  });

  it('[DOC46] refuses the settings, unknown ids and ids that are taken', () => {
    expect(() => copyRecords(source, ids('episode'))).toThrow('"episode" cannot be copied');
    expect(() => copyRecords(source, ids('gone'))).toThrow('"gone" cannot be copied');
    const settings = source.records.get(id('episode'))!;
    expect(() => applyCommand(target(), { type: 'records.paste', records: [settings] })).toThrow(
      'settings cannot be pasted',
    );
    const raw: Command = { type: 'records.paste', records: copyRecords(source, ids('l1')) };
    expect(() => applyCommand(source, raw)).toThrow('already a record "l1"');
  });
});
