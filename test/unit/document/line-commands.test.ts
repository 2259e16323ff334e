import { describe, expect, it } from 'vitest';
import { applyCommand, applyCommands, type Command } from '#shared/document/commands.ts';
import { blocksOf, type EpisodeDocument } from '#shared/document/episode-document.ts';
import type { Clip, Heading, Line } from '#shared/document/records.ts';
import { samples } from '#shared/units.ts';
import { clip, episodeOf, fullEpisode, heading, id, line, marker, note, takeId } from './sample-episode.ts';

const base = fullEpisode();
const edited = (...commands: Command[]): EpisodeDocument => applyCommands(base, commands).document;
const lineOf = (document: EpisodeDocument, name: string) => document.records.get(id(name)) as Line;
const order = (document: EpisodeDocument) => blocksOf(document).map((block) => block.id);

describe('line commands', () => {
  it('[DOC30] line.add puts a line behind another, at the start or at the end', () => {
    const add = (name: string, where: object) =>
      order(applyCommand(base, { type: 'line.add', id: id(name), text: 'x', ...where }).document);
    expect(add('x', { afterId: id('l1') }).slice(0, 3)).toEqual(['one', 'l1', 'x']);
    expect(add('x', { afterId: null })[0]).toBe('x');
    expect(add('x', {}).at(-1)).toBe('x');
    expect(() => add('l1', {})).toThrow('already a record "l1"');
    expect(() => add('x', { afterId: id('anna') })).toThrow('Nothing can stand after "anna"');
  });

  it('[DOC30] line.add takes what is said of the line, and no more', () => {
    const plain = edited({ type: 'line.add', id: id('x'), text: 'Hi.' });
    expect(lineOf(plain, 'x')).toEqual({
      type: 'line',
      id: 'x',
      order: expect.any(String),
      speakerId: null,
      text: 'Hi.',
      gainDb: 0,
    });
    const full = edited({
      type: 'line.add',
      id: id('x'),
      text: 'Hi.',
      speakerId: id('bert'),
      direction: 'low',
      isContinuation: true,
      gainDb: -3,
    });
    expect(lineOf(full, 'x')).toMatchObject({ speakerId: 'bert', direction: 'low', isContinuation: true, gainDb: -3 });
  });

  it('[DOC31] sets one thing and leaves the rest; null takes away what a line can do without', () => {
    const l3 = lineOf(base, 'l3');
    const set = (command: object) => lineOf(applyCommand(base, { id: id('l3'), ...command } as Command).document, 'l3');
    expect(set({ type: 'line.setText', text: 'New.' })).toEqual({ ...l3, text: 'New.' });
    expect(set({ type: 'line.setSpeaker', speakerId: null })).toEqual({ ...l3, speakerId: null });
    expect(set({ type: 'line.setDirection', direction: 'sadly' })).toEqual({ ...l3, direction: 'sadly' });
    expect(set({ type: 'line.setGain', gainDb: 2 })).toEqual({ ...l3, gainDb: 2 });
    expect(set({ type: 'line.setContinuation', isContinuation: true })).toEqual({ ...l3, isContinuation: true });
    expect(set({ type: 'line.setGap', edge: 'after', gapSamples: 5 })).toEqual({ ...l3, gapAfterSamples: 5 });
    expect(Object.keys(set({ type: 'line.setGap', edge: 'before', gapSamples: null }))).not.toContain(
      'gapBeforeSamples',
    );
    const again = edited({ type: 'line.setDirection', id: id('l4'), direction: null });
    expect(Object.keys(lineOf(again, 'l4'))).not.toContain('direction');
    const continued = edited({ type: 'line.setContinuation', id: id('l2'), isContinuation: false });
    expect(Object.keys(lineOf(continued, 'l2'))).not.toContain('isContinuation');
  });

  it('[DOC32] line.split keeps words, take and gap before in the first half, gap after and end in the second', () => {
    const document = episodeOf(
      [
        line('a', 'anna', {
          text: 'One two.  Three four.',
          direction: 'low',
          takeId: takeId('t'),
          gapBeforeSamples: samples(10),
          gapAfterSamples: samples(20),
          gainDb: -2,
        }),
        line('b', 'bert'),
      ],
      [
        clip('k', { anchor: { blockId: id('a'), edge: 'start' }, until: { blockId: id('a'), edge: 'end' } }),
        marker('m', { anchor: { blockId: id('a'), edge: 'end' } }),
      ],
    );
    const halves = applyCommand(document, { type: 'line.split', id: id('a'), atOffset: 9, newId: id('a2') }).document;
    expect(order(halves)).toEqual(['a', 'a2', 'b']);
    const { order: _, ...first } = lineOf(halves, 'a');
    const { order: __, ...second } = lineOf(halves, 'a2');
    const both = { type: 'line', speakerId: 'anna', direction: 'low', gainDb: -2 };
    expect(first).toEqual({ ...both, id: 'a', text: 'One two.', takeId: 't', gapBeforeSamples: 10 });
    expect(second).toEqual({ ...both, id: 'a2', text: 'Three four.', gapAfterSamples: 20, isContinuation: true });
    expect(halves.records.get(id('k'))).toMatchObject({
      anchor: { blockId: 'a', edge: 'start' },
      until: { blockId: 'a2', edge: 'end' },
    });
    expect(halves.records.get(id('m'))).toMatchObject({ anchor: { blockId: 'a2', edge: 'end' } });
  });

  it.each([
    [0, 'line.split: atOffset'],
    [6, 'no words on one side'],
    [99, 'no words on one side'],
    [8, 'inside a tag'],
  ])('[DOC32] line.split refuses offset %i of "Wait. <#0.50#> Now (laughs) go on."', (atOffset, message) => {
    const split = (text: string) =>
      applyCommands(base, [
        { type: 'line.setText', id: id('l2'), text },
        { type: 'line.split', id: id('l2'), atOffset, newId: id('x') },
      ]);
    const text = message.includes('no words') && atOffset === 6 ? '      Wait.' : 'Wait. <#0.50#> Now (laughs) go on.';
    expect(() => split(text)).toThrow(message);
  });

  it('[DOC32] line.split never cuts a character or a malformed tag', () => {
    const split = (text: string, atOffset: number) => () =>
      applyCommands(base, [
        { type: 'line.setText', id: id('l2'), text },
        { type: 'line.split', id: id('l2'), atOffset, newId: id('x') },
      ]);
    expect(split('a😀b', 2)).toThrow('inside a tag or a character');
    expect(split('a😀b', 3)).not.toThrow();
    expect(split('one <#x#> two', 4)).toThrow('<#x#> is not a pause');
    expect(split('one (sighs) two', 7)).toThrow('inside a tag');
  });

  it('[DOC33] line.join takes back a split, and keeps what hung on either', () => {
    const split: Command = { type: 'line.split', id: id('l1'), atOffset: 6, newId: id('x') };
    const joined = edited(split, { type: 'line.join', id: id('l1') });
    expect(lineOf(joined, 'l1')).toEqual(lineOf(base, 'l1'));
    expect(joined.records).toEqual(base.records);
    const document = episodeOf(
      [line('z', 'bert'), line('a', 'anna', { gapAfterSamples: samples(9) }), line('b', 'anna')],
      [
        clip('i', { anchor: { blockId: id('z'), edge: 'start' }, until: { blockId: id('b'), edge: 'start' } }),
        clip('k', { anchor: { blockId: id('a'), edge: 'start' }, until: { blockId: id('b'), edge: 'start' } }),
        clip('j', { anchor: { blockId: id('b'), edge: 'start' }, until: { blockId: id('b'), edge: 'end' } }),
        marker('m', { anchor: { blockId: id('b'), edge: 'end' } }),
      ],
    );
    const one = applyCommand(document, { type: 'line.join', id: id('a') }).document;
    expect(lineOf(one, 'a').text).toBe('Words of a. Words of b.');
    expect(Object.keys(lineOf(one, 'a'))).not.toContain('gapAfterSamples');
    const whole = { anchor: { blockId: 'a', edge: 'start' }, until: { blockId: 'a', edge: 'end' } };
    expect(one.records.get(id('i'))).toMatchObject({ until: { blockId: 'a', edge: 'end' } });
    expect(one.records.get(id('k'))).toMatchObject(whole);
    expect(one.records.get(id('j'))).toMatchObject(whole);
    expect(one.records.get(id('m'))).toMatchObject({ anchor: { blockId: 'a', edge: 'end' } });
  });

  it('[DOC33] line.join puts no space between Chinese sentences, and one between others', () => {
    const joinedText = (first: string, second: string) => {
      const document = episodeOf([line('a', 'anna', { text: first }), line('b', 'anna', { text: second })]);
      return lineOf(applyCommand(document, { type: 'line.join', id: id('a') }).document, 'a').text;
    };
    expect(joinedText('她说。', '他听。')).toBe('她说。他听。');
    expect(joinedText('말했다.', '들었다.')).toBe('말했다. 들었다.');
    expect(joinedText('One.', '二。')).toBe('One. 二。');
    expect(joinedText('', 'Two.')).toBe('Two.');
  });

  it('[DOC33] line.join needs a line of the same speaker right behind', () => {
    const join =
      (...blocks: Parameters<typeof episodeOf>[0]) =>
      () =>
        applyCommand(episodeOf(blocks), { type: 'line.join', id: id('a') });
    expect(join(line('a', 'anna'))).toThrow('nothing follows it');
    expect(join(line('a', 'anna'), note('n'), line('b', 'anna'))).toThrow('a note follows it');
    expect(join(line('a', 'anna'), line('b', 'bert'))).toThrow('another voice reads that');
  });

  it('[DOC34] take.choose and take.attach set the take of a line or heading', () => {
    const document = episodeOf([line('a', 'anna'), heading('h', { isSpoken: true })]);
    const spoken = applyCommands(document, [
      { type: 'take.attach', id: id('a'), takeId: takeId('t1') },
      { type: 'take.attach', id: id('h'), takeId: takeId('t2') },
    ]).document;
    expect([lineOf(spoken, 'a').takeId, (spoken.records.get(id('h')) as Heading).takeId]).toEqual(['t1', 't2']);
    const none = applyCommand(spoken, { type: 'take.choose', id: id('a'), takeId: null }).document;
    expect(Object.keys(lineOf(none, 'a'))).not.toContain('takeId');
    expect(() => edited({ type: 'take.attach', id: id('p1'), takeId: takeId('t') })).toThrow(
      '"p1" is a pause, and a line or heading is needed here',
    );
    expect(() => edited({ type: 'take.attach', id: id('gone'), takeId: takeId('t') })).toThrow(
      'no line or heading "gone"',
    );
  });

  it('[DOC35] text blocks: headings, pauses and notes are made and changed', () => {
    const document = edited(
      { type: 'heading.add', id: id('h'), level: 2, text: 'H', isSpoken: false, afterId: null },
      { type: 'heading.setText', id: id('h'), text: 'Hh' },
      { type: 'heading.setLevel', id: id('h'), level: 3 },
      { type: 'heading.setSpoken', id: id('h'), isSpoken: true },
      { type: 'pause.add', id: id('p'), durationSamples: samples(7), afterId: id('h') },
      { type: 'pause.setDuration', id: id('p'), durationSamples: samples(8) },
      { type: 'note.add', id: id('n'), text: 'N', afterId: id('p') },
      { type: 'note.setText', id: id('n'), text: 'Nn' },
    );
    expect(blocksOf(document).slice(0, 4)).toMatchObject([
      { id: 'h', level: 3, text: 'Hh', isSpoken: true },
      { id: 'p', durationSamples: 8 },
      { id: 'n', text: 'Nn' },
      { id: 'one' },
    ]);
    expect(() => edited({ type: 'pause.setDuration', id: id('p1'), durationSamples: -1 as never })).toThrow(
      'durationSamples',
    );
    expect(() => edited({ type: 'heading.setLevel', id: id('one'), level: 7 })).toThrow('heading.setLevel: level');
  });

  it('[DOC36] episode.set and its fellows change the settings', () => {
    const document = edited(
      { type: 'episode.set', title: 'T', author: 'A', exportPreset: 'acx' },
      { type: 'episode.setGaps', lineSamples: samples(1), chapterSamples: samples(2) },
      { type: 'episode.setPronunciations', pronunciations: [{ written: 'a', spoken: 'b' }] },
    );
    expect(document.records.get(id('episode'))).toMatchObject({
      title: 'T',
      author: 'A',
      exportPreset: 'acx',
      gaps: { lineSamples: 1, chapterSamples: 2 },
      pronunciations: [{ written: 'a', spoken: 'b' }],
    });
    const back = applyCommands(document, [
      { type: 'episode.set', title: 'An episode', author: null, exportPreset: null },
      { type: 'episode.setGaps', lineSamples: null, chapterSamples: null },
      { type: 'episode.setPronunciations', pronunciations: [] },
    ]).document;
    expect(back.records).toEqual(base.records);
  });

  it('[DOC37] bad commands say what is wrong', () => {
    const apply = (command: unknown) => () => applyCommand(base, command as Command);
    expect(apply({ type: 'line.sing' })).toThrow('There is no command "line.sing"');
    expect(apply('line.add')).toThrow('A command is an object with a type');
    expect(apply({ type: 'line.setGain', id: 'l1', gainDb: Number.NaN })).toThrow('line.setGain: gainDb: ');
    expect(apply({ type: 'line.setGain', id: 'l1', gainDb: 0, gain: 3 })).toThrow('"gain"');
    expect(apply({ type: 'line.setGain', id: 'zz', gainDb: 0 })).toThrow('There is no line "zz" in this episode');
    expect(apply({ type: 'line.setSpeaker', id: 'l1', speakerId: 'p1' })).toThrow('who is not in the cast');
    expect(apply({ type: 'line.setText', id: 'l1', text: 'x'.repeat(100_001) })).toThrow('line.setText: text');
    expect(apply({ type: 'line.sing' })).toThrow(expect.objectContaining({ code: 'invalid-command' }));
  });

  it('[DOC38] several commands as one are all or none', () => {
    const commands: Command[] = [
      { type: 'line.setText', id: id('l1'), text: 'x' },
      { type: 'line.setText', id: id('gone'), text: 'x' },
    ];
    expect(() => applyCommands(base, commands)).toThrow('no line "gone"');
    const same = applyCommands(base, []);
    expect(same.document).toBe(base);
    expect((base.records.get(id('bed')) as Clip).isLooped).toBe(true);
  });
});
