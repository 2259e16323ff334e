import { describe, expect, it } from 'vitest';
import type { EpisodeDocument } from '#shared/document/episode-document.ts';
import { layOut } from '#shared/layout/lay-out.ts';
import type { LayoutOptions } from '#shared/layout/layout.ts';
import { samples } from '#shared/units.ts';
import { assetId, cue, episodeOf, heading, id, line, note, pause, takeId } from '../document/sample-episode.ts';
import { FakeMedia } from './fake-media.ts';

/** Every line says 48,000 samples, a second. */
const media = new FakeMedia().speech('t', [{ speech: 48_000 }]).sound('s', 24_000);
const spoken = { takeId: takeId('t') };
const gaps = { lineSamples: 10, speakerSamples: 20, paragraphSamples: 30, chapterSamples: 40, headingSamples: 50 };

function starts(document: EpisodeDocument, options: LayoutOptions = {}): Record<string, number> {
  const layout = layOut(document, media, options);
  return Object.fromEntries(layout.blocks.map((block) => [block.blockId, block.startSample]));
}
const withGaps = { gaps: Object.fromEntries(Object.entries(gaps).map(([name, gap]) => [name, samples(gap)])) };
const episode = (...blocks: Parameters<typeof episodeOf>[0]) => episodeOf(blocks, [], withGaps);
const SECOND = 48_000;

describe('the sequence', () => {
  it('[LAY1] starts at the head, follows the latest end, and ends with the tail', () => {
    const document = episode(line('a', 'anna', spoken), line('b', 'bert', spoken));
    expect(starts(document)).toEqual({ a: 0, b: SECOND + 20 });
    expect(starts(document, { headSamples: samples(7) })).toEqual({ a: 7, b: SECOND + 27 });
    const layout = layOut(document, media, { headSamples: samples(7), tailSamples: samples(5) });
    expect(layout.durationSamples).toBe(7 + 2 * SECOND + 20 + 5);
    expect(layOut(episode(), media, { headSamples: samples(7), tailSamples: samples(5) }).durationSamples).toBe(12);
    expect(layout.blocks.map((block) => block.blockId)).toEqual(['a', 'b']);
    expect(layout.blockById.get(id('b'))).toEqual(layout.blocks[1]);
  });

  it('[LAY2] takes the automatic gap from who speaks and how the text runs on', () => {
    const document = episode(
      line('a', 'anna', spoken),
      line('b', 'anna', spoken),
      line('c', 'anna', { ...spoken, isContinuation: true }),
      line('d', 'bert', { ...spoken, isContinuation: true }),
      line('e', null, spoken),
      line('f', 'anna', { ...spoken, isContinuation: true }),
      cue('g', { assetId: assetId('s') }),
      line('h', 'anna', spoken),
    );
    const at = starts(document);
    const gapBefore = (name: string, previous: string) =>
      at[name]! - at[previous]! - (previous === 'g' ? 24_000 : SECOND);
    expect(gapBefore('b', 'a')).toBe(30);
    expect(gapBefore('c', 'b')).toBe(10);
    expect(gapBefore('d', 'c')).toBe(20);
    expect(gapBefore('e', 'd')).toBe(20);
    // Nobody is the narrator, here ANNA.
    expect(gapBefore('f', 'e')).toBe(10);
    expect(gapBefore('g', 'f')).toBe(10);
    expect(gapBefore('h', 'g')).toBe(10);
  });

  it('[LAY3] keeps the chapter gap before a heading, and the heading gap after a spoken one', () => {
    const silent = starts(episode(line('a', 'anna', spoken), heading('h'), line('b', 'anna', spoken)));
    expect(silent).toEqual({ a: 0, h: SECOND + 40, b: SECOND + 40 });
    const aloud = starts(
      episode(line('a', 'anna', spoken), heading('h', { ...spoken, isSpoken: true }), line('b', 'anna', spoken)),
    );
    expect(aloud).toEqual({ a: 0, h: SECOND + 40, b: 2 * SECOND + 90 });
    const first = starts(episode(heading('h'), line('a', 'anna', spoken)), { headSamples: samples(7) });
    expect(first).toEqual({ h: 7, a: 7 });
    const later = starts(
      episode(line('a', 'anna', spoken), heading('h'), line('b', 'anna', spoken), line('c', 'anna', spoken)),
    );
    expect(later.c! - later.b!).toBe(SECOND + 30);
    const two = starts(
      episode(
        line('a', 'anna', spoken),
        heading('part', { ...spoken, isSpoken: true }),
        heading('chapter', { ...spoken, isSpoken: true }),
        heading('section'),
        line('b', 'anna', spoken),
      ),
    );
    expect(two).toEqual({
      a: 0,
      part: SECOND + 40,
      chapter: 2 * SECOND + 90,
      section: 3 * SECOND + 140,
      b: 3 * SECOND + 140,
    });
    const once = starts(
      episode(line('a', 'anna', spoken), heading('h'), heading('i'), cue('c', { assetId: assetId('s') })),
    );
    expect(once).toEqual({ a: 0, h: SECOND + 40, i: SECOND + 40, c: SECOND + 40 });
  });

  it('[LAY4] lets an explicit gap replace the automatic one; both together add', () => {
    const gapOf = (after: number | undefined, before: number | undefined) => {
      const at = starts(
        episode(
          line('a', 'anna', { ...spoken, ...(after === undefined ? {} : { gapAfterSamples: samples(after) }) }),
          line('b', 'bert', { ...spoken, ...(before === undefined ? {} : { gapBeforeSamples: samples(before) }) }),
        ),
      );
      return at.b! - SECOND;
    };
    expect([
      gapOf(undefined, undefined),
      gapOf(undefined, 100),
      gapOf(200, undefined),
      gapOf(200, 100),
      gapOf(0, 0),
    ]).toEqual([20, 100, 200, 300, 0]);
    const overHeading = starts(
      episode(line('a', 'anna', spoken), heading('h'), line('b', 'anna', { ...spoken, gapBeforeSamples: samples(9) })),
    );
    expect(overHeading).toEqual({ a: 0, h: SECOND + 9, b: SECOND + 9 });
  });

  it('[LAY4] keeps an explicit gap at the edges of the programme', () => {
    const document = episode(
      line('a', 'anna', { ...spoken, gapBeforeSamples: samples(11), gapAfterSamples: samples(13) }),
    );
    const layout = layOut(document, media, { headSamples: samples(7), tailSamples: samples(5) });
    expect(layout.blocks[0]).toMatchObject({ startSample: 18, endSample: SECOND + 18 });
    expect(layout.durationSamples).toBe(SECOND + 18 + 13 + 5);
  });

  it('[LAY5] a negative gap overlaps, and what follows waits for the latest end', () => {
    const document = episode(
      line('a', 'anna', spoken),
      line('b', 'bert', { takeId: takeId('short'), gapBeforeSamples: samples(-40_000) }),
      line('c', 'anna', spoken),
    );
    const withShort = new FakeMedia().speech('t', [{ speech: SECOND }]).speech('short', [{ speech: 1_000 }]);
    const layout = layOut(document, withShort);
    expect(layout.blocks.map((block) => block.startSample)).toEqual([0, 8_000, SECOND + 20]);
  });

  it('[LAY5] however negative a gap, nothing starts before the block before it, nor before the head', () => {
    const far = { ...spoken, gapBeforeSamples: samples(-10 * SECOND) };
    expect(starts(episode(line('a', 'anna', far), line('b', 'bert', far)), { headSamples: samples(7) })).toEqual({
      a: 7,
      b: 7,
    });
  });

  it('[LAY6] pauses replace the automatic gap, add up, and explicit gaps add to them', () => {
    const plain = starts(
      episode(line('a', 'anna', spoken), pause('p', 100), pause('q', 200), line('b', 'bert', spoken)),
    );
    expect(plain).toEqual({ a: 0, p: SECOND, q: SECOND + 100, b: SECOND + 300 });
    const explicit = starts(
      episode(
        line('a', 'anna', { ...spoken, gapAfterSamples: samples(1) }),
        pause('p', 100),
        line('b', 'bert', { ...spoken, gapBeforeSamples: samples(2) }),
      ),
    );
    expect(explicit).toEqual({ a: 0, p: SECOND + 1, b: SECOND + 103 });
    const trailing = line('a', 'anna', { ...spoken, text: 'A. <#0.10#>' });
    expect(starts(episode(trailing, pause('p', 100), line('b', 'bert', spoken)))).toEqual({
      a: 0,
      p: SECOND + 4_800,
      b: SECOND + 4_900,
    });
    const edges = layOut(episode(pause('p', 100), line('a', 'anna', spoken), pause('q', 50)), media);
    expect(edges.blocks.map((block) => block.startSample)).toEqual([0, 100, SECOND + 100]);
    expect(edges.durationSamples).toBe(SECOND + 150);
    const chapter = starts(
      episode(line('a', 'anna', spoken), heading('h'), pause('p', 100), line('b', 'bert', spoken)),
    );
    expect(chapter).toEqual({ a: 0, h: SECOND, p: SECOND, b: SECOND + 100 });
  });

  it('[LAY7] notes and silent headings have no length and stand where what follows them starts', () => {
    const layout = layOut(
      episode(line('a', 'anna', spoken), note('n'), line('b', 'bert', spoken), note('o'), heading('h')),
      media,
    );
    const placed = (name: string) => layout.blockById.get(id(name))!;
    expect(placed('n')).toEqual({ blockId: 'n', startSample: SECOND + 20, endSample: SECOND + 20, isEstimated: false });
    expect(placed('b').startSample).toBe(SECOND + 20);
    expect([placed('o').startSample, placed('h').startSample]).toEqual([2 * SECOND + 20, 2 * SECOND + 20]);
    expect(layout.blocks.map((block) => block.blockId)).toEqual(['a', 'n', 'b', 'o', 'h']);
  });

  it('[LAY8] a cue takes its own time', () => {
    const lengthOf = (more: Parameters<typeof cue>[1]) => {
      const block = layOut(episode(cue('c', more)), media).blocks[0]!;
      return [block.endSample - block.startSample, block.isEstimated];
    };
    const sound = { assetId: assetId('s') };
    expect(lengthOf(sound)).toEqual([24_000, false]);
    expect(lengthOf({ ...sound, sourceStartSample: samples(4_000), sourceEndSample: samples(10_000) })).toEqual([
      6_000,
      false,
    ]);
    expect(lengthOf({ ...sound, sourceEndSample: samples(99_000) })).toEqual([24_000, false]);
    expect(lengthOf({ ...sound, durationSamples: samples(5_000) })).toEqual([5_000, false]);
    expect(lengthOf({ ...sound, durationSamples: samples(90_000) })).toEqual([24_000, false]);
    expect(lengthOf({ ...sound, durationSamples: samples(90_000), isLooped: true })).toEqual([90_000, false]);
    expect(lengthOf({ ...sound, isLooped: true })).toEqual([24_000, false]);
    expect(lengthOf({ ...sound, sourceStartSample: samples(30_000) })).toEqual([0, false]);
    expect(lengthOf({})).toEqual([48_000, true]);
    expect(lengthOf({ assetId: assetId('unknown') })).toEqual([48_000, true]);
    expect(lengthOf({ durationSamples: samples(77) })).toEqual([77, true]);
    expect(lengthOf({ sourceStartSample: samples(10), sourceEndSample: samples(50) })).toEqual([40, true]);
  });

  it('[LAY9] speaks on the track of the speaker, of the narrator, or on the first dialogue track', () => {
    const trackOf = (document: EpisodeDocument) => layOut(document, media).clips.map((clip) => clip.trackId);
    expect(trackOf(episode(line('a', 'bert'), line('b', null), heading('h', { isSpoken: true })))).toEqual([
      'speech',
      'speech',
      'speech',
    ]);
    const uncast = episode(line('a', null));
    const records = new Map(uncast.records);
    records.delete(id('anna'));
    records.delete(id('bert'));
    expect(trackOf({ records })).toEqual(['speech']);
  });

  it('[LAY9] keeps the clips of a muted track', () => {
    const document = episode(line('a', 'anna', spoken));
    const records = new Map(document.records);
    records.set(id('speech'), { ...records.get(id('speech'))!, isMuted: true } as never);
    expect(layOut({ records }, media).clips).toHaveLength(1);
  });
});
