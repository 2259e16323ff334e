import { describe, expect, it } from 'vitest';
import { chaptersOf } from '#shared/layout/chapters.ts';
import { printChaptersJson } from '#shared/layout/chapters-json.ts';
import { layOut } from '#shared/layout/lay-out.ts';
import { samples } from '#shared/units.ts';
import { clip, episodeOf, heading, id, line, note, pause, takeId } from '../document/sample-episode.ts';
import { FakeMedia } from './fake-media.ts';

const SECOND = 48_000;
const CHAPTER_GAP = 2 * SECOND;
const media = new FakeMedia().speech('t', [{ speech: SECOND }]);
const spoken = { takeId: takeId('t') };
const says = (name: string) => line(name, 'anna', spoken);

function chapters(blocks: Parameters<typeof episodeOf>[0], maxLevel?: number, head = 0) {
  const document = episodeOf(blocks);
  const layout = layOut(document, media, { headSamples: samples(head), tailSamples: samples(7) });
  const list = chaptersOf(document, layout, maxLevel === undefined ? {} : { maxLevel });
  expect(list.at(-1)?.endSample ?? layout.durationSamples).toBe(layout.durationSamples);
  expect(list[0]?.startSample ?? 0).toBe(0);
  return list.map((chapter) => [chapter.title, chapter.level, chapter.startSample, chapter.headingId]);
}

describe('chapters', () => {
  it('[CHP1] begin at headings, one after another from 0 to the end', () => {
    expect(chapters([heading('One'), says('a'), heading('Two', { level: 2 }), says('b')])).toEqual([
      ['One', 1, 0, 'One'],
      ['Two', 2, SECOND + CHAPTER_GAP, 'Two'],
    ]);
    expect(chapters([says('a'), note('n')])).toEqual([]);
    expect(chapters([])).toEqual([]);
    expect(chapters([heading('One')])).toEqual([]);
  });

  it('[CHP2] open with the episode when something is heard before the first heading, but not with silence', () => {
    expect(chapters([says('a'), heading('One'), says('b')])).toEqual([
      ['An episode', 1, 0, null],
      ['One', 1, SECOND + CHAPTER_GAP, 'One'],
    ]);
    expect(chapters([note('n'), pause('p', SECOND), heading('One'), says('b')], undefined, 4_000)).toEqual([
      ['One', 1, 0, 'One'],
    ]);
    const document = episodeOf(
      [heading('One'), says('a')],
      [clip('k', { anchor: { blockId: id('One'), edge: 'start' }, offsetSamples: samples(-SECOND) })],
    );
    const layout = layOut(document, media, { headSamples: samples(2 * SECOND) });
    expect(chaptersOf(document, layout).map((chapter) => chapter.title)).toEqual(['One']);
  });

  it('[CHP3] with nothing to hear between them are one, with both titles and the higher level', () => {
    expect(
      chapters([
        heading('Part', { level: 1 }),
        note('n'),
        pause('p', 9),
        heading('One', { level: 2 }),
        says('a'),
        heading('Two', { level: 2 }),
        says('b'),
      ]),
    ).toEqual([
      ['Part – One', 1, 0, 'Part'],
      ['Two', 2, SECOND + 9 + CHAPTER_GAP, 'Two'],
    ]);
    const aloud = { ...spoken, isSpoken: true };
    expect(chapters([heading('Part', aloud), heading('One', { ...aloud, level: 2 }), says('a')])).toEqual([
      ['Part – One', 1, 0, 'Part'],
    ]);
  });

  it('[CHP3] after the last sound make none, unless they are spoken themselves', () => {
    expect(chapters([heading('One'), says('a'), heading('Two')])).toEqual([['One', 1, 0, 'One']]);
    expect(chapters([heading('One'), says('a'), heading('The end', { ...spoken, isSpoken: true })])).toEqual([
      ['One', 1, 0, 'One'],
      ['The end', 1, SECOND + CHAPTER_GAP, 'The end'],
    ]);
  });

  it('[CHP3] that an overlap puts on one sample are one', () => {
    const over = line('b', 'bert', { ...spoken, gapBeforeSamples: samples(-10 * SECOND) });
    expect(chapters([heading('One'), says('a'), heading('Two'), over])).toEqual([['One – Two', 1, 0, 'One']]);
    expect(chapters([says('a'), heading('Two'), over])).toEqual([['Two', 1, 0, 'Two']]);
  });

  it('[CHP4] can be of the higher levels only', () => {
    const blocks = [
      heading('One'),
      says('a'),
      heading('One and a half', { ...spoken, level: 2, isSpoken: true }),
      says('b'),
      heading('Two'),
      says('c'),
    ];
    expect(chapters(blocks, 1).map(([title]) => title)).toEqual(['One', 'Two']);
    expect(chapters(blocks, 2).map(([title]) => title)).toEqual(['One', 'One and a half', 'Two']);
    expect(chapters(blocks.slice(2), 1).map(([title]) => title)).toEqual(['An episode', 'Two']);
  });

  it('[CHP5] have titles to read: without tags, and a number where there are no words', () => {
    expect(
      chapters([
        heading('h', { text: 'One <#0.50#> (sighs)  two' }),
        says('a'),
        heading('i', { text: '' }),
        says('b'),
      ]).map(([title]) => title),
    ).toEqual(['One two', '2']);
  });

  it('[CHP6] are written as Podcasting 2.0 chapters', () => {
    const document = episodeOf([heading('One'), says('a'), heading('"Two"'), says('b')]);
    const json = JSON.parse(printChaptersJson(chaptersOf(document, layOut(document, media))));
    expect(json).toEqual({
      version: '1.2.0',
      chapters: [
        { startTime: 0, endTime: 3, title: 'One' },
        { startTime: 3, endTime: 4, title: '"Two"' },
      ],
    });
    const odd = [{ headingId: null, title: 'x', level: 1, startSample: samples(1), endSample: samples(59_291) }];
    expect(JSON.parse(printChaptersJson(odd)).chapters[0]).toEqual({ startTime: 0, endTime: 1.235, title: 'x' });
  });
});
