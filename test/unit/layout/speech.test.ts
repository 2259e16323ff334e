import { describe, expect, it } from 'vitest';
import type { LinePart } from '#shared/document/records.ts';
import { layOut } from '#shared/layout/lay-out.ts';
import { defaultParts } from '#shared/layout/speech-pieces.ts';
import { runsOf } from '#shared/layout/spoken-text.ts';
import { samples, secondsToSamples } from '#shared/units.ts';
import { assetId, episodeOf, line, takeId } from '../document/sample-episode.ts';
import { FakeMedia } from './fake-media.ts';

const part = (startSample: number, endSample: number, more: Partial<LinePart> = {}): LinePart => ({
  segmentIndex: 0,
  startSample: samples(startSample),
  endSample: samples(endSample),
  gapBeforeSamples: samples(0),
  gainDb: 0,
  fadeInSamples: samples(0),
  fadeOutSamples: samples(0),
  ...more,
});

/** The clips of one line, as [start, length, source start]. */
function pieces(media: FakeMedia, more: Parameters<typeof line>[2]) {
  return layOut(episodeOf([line('l', 'anna', { takeId: takeId('t'), ...more })]), media).clips;
}
const shape = (clips: ReturnType<typeof pieces>) =>
  clips.map((clip) => [clip.startSample, clip.durationSamples, clip.sourceStartSample]);

describe('a line', () => {
  it('[LAY20] is the speech of its segments; the silence of the engine is left out', () => {
    const media = new FakeMedia().speech('t', [
      { speech: 10_000, silence: 700 },
      { speech: 20_000, silence: 300 },
    ]);
    const clips = pieces(media, { gainDb: -2 });
    expect(shape(clips)).toEqual([
      [0, 10_000, 700],
      [10_000, 20_000, 300],
    ]);
    expect(clips.map((clip) => [clip.key, clip.assetId, clip.gainDb, clip.kind])).toEqual([
      ['l', assetId('t0'), -2, 'speech'],
      ['l#1', assetId('t1'), -2, 'speech'],
    ]);
  });

  it('[LAY21] has an inline pause between runs, exact to the sample, and none within a run', () => {
    const media = new FakeMedia().speech('t', [
      { speech: 10_000, runIndex: 0 },
      { speech: 10_000, runIndex: 0 },
      { speech: 10_000, runIndex: 1 },
    ]);
    expect(shape(pieces(media, { text: 'One two. <#0.80#> Three.' }))).toEqual([
      [0, 10_000, 1_000],
      [10_000, 10_000, 1_000],
      [20_000 + 38_400, 10_000, 1_000],
    ]);
    // A stale take that knows a run the text has no longer.
    expect(shape(pieces(media, { text: 'One two three.' })).map(([start]) => start)).toEqual([0, 10_000, 20_000]);
  });

  it('[LAY21] adds up the pauses around a run that turned out silent', () => {
    const media = new FakeMedia().speech('t', [
      { speech: 10_000, runIndex: 0 },
      { speech: 0, runIndex: 1 },
      { speech: 10_000, runIndex: 2 },
    ]);
    const clips = pieces(media, { text: 'One. <#0.10#> Mh. <#0.20#> Three.' });
    expect(clips.map((clip) => clip.startSample)).toEqual([0, 10_000 + 14_400]);
  });

  it('[LAY21] renders a pause natively spoken inside one segment as it came', () => {
    const media = new FakeMedia().speech('t', [{ speech: 60_000 }]);
    expect(shape(pieces(media, { text: 'One. <#0.80#> Two.' }))).toEqual([[0, 60_000, 1_000]]);
  });

  it('[LAY22] adds pauses at the start and end of its text to the gaps', () => {
    const media = new FakeMedia().speech('t', [{ speech: 10_000 }]);
    const spoken = { takeId: takeId('t') };
    const starts = (first: string, second: string, more = {}) =>
      layOut(
        episodeOf([
          line('a', 'anna', { ...spoken, text: first }),
          line('b', 'bert', { ...spoken, text: second, ...more }),
        ]),
        media,
      ).blocks.map((block) => block.startSample);
    expect(starts('A.', 'B.')).toEqual([0, 34_000]);
    expect(starts('A. <#0.10#>', '<#0.20#> B.')).toEqual([0, 34_000 + 4_800 + 9_600]);
    expect(starts('<#0.10#> A.', 'B.', { gapBeforeSamples: samples(1) })).toEqual([4_800, 14_801]);
    const last = layOut(episodeOf([line('a', 'anna', { ...spoken, text: 'A. <#1.00#>' })]), media);
    expect(last.durationSamples).toBe(58_000);
  });

  it('[LAY23] fades 5 ms at every edge, never more than half of a piece', () => {
    const fades = (speech: number) =>
      pieces(new FakeMedia().speech('t', [{ speech }]), {}).map((clip) => [clip.fadeInSamples, clip.fadeOutSamples])[0];
    expect(fades(10_000)).toEqual([240, 240]);
    expect(fades(400)).toEqual([200, 200]);
    expect(fades(1)).toEqual([0, 0]);
  });

  it('[LAY24] without a take has the length its text suggests', () => {
    const lengthOf = (text: string) => {
      const layout = layOut(episodeOf([line('l', 'anna', { text })]), new FakeMedia());
      return [layout.durationSamples, layout.blocks[0]?.isEstimated, layout.clips.map((clip) => clip.assetId)];
    };
    expect(lengthOf('x'.repeat(28))).toEqual([secondsToSamples(2), true, [null]]);
    expect(lengthOf('我'.repeat(9))).toEqual([secondsToSamples(2), true, [null]]);
    expect(lengthOf('말'.repeat(9))).toEqual([secondsToSamples(2), true, [null]]);
    expect(lengthOf(`${'x'.repeat(14)}${'我'.repeat(9)}`)).toEqual([secondsToSamples(3), true, [null]]);
    expect(lengthOf('Hi.')).toEqual([secondsToSamples(0.5), true, [null]]);
    expect(lengthOf(`${'x'.repeat(14)}<#0.50#>${'x'.repeat(14)}`)).toEqual([secondsToSamples(2.5), true, [null]]);
    expect(lengthOf(`(laughs)${'x'.repeat(28)}`)).toEqual([secondsToSamples(2), true, [null]]);
    expect(lengthOf('')).toEqual([0, false, []]);
    expect(lengthOf('…')).toEqual([0, false, []]);
    // While a tag is being typed the timeline stays.
    expect(lengthOf(`<#x#>${'x'.repeat(23)}`)).toEqual([secondsToSamples(2), true, [null]]);
  });

  it('[LAY25] with a take nobody knows is estimated; with a lost file it keeps its known length', () => {
    const media = new FakeMedia().speech('t', [{ speech: 10_000 }, { speech: 5_000 }]).lose('t1');
    const lost = layOut(episodeOf([line('l', 'anna', { takeId: takeId('t') })]), media);
    expect(lost.clips.map((clip) => [clip.assetId, clip.durationSamples])).toEqual([
      [assetId('t0'), 10_000],
      [null, 5_000],
    ]);
    expect(lost.blocks[0]).toMatchObject({ isEstimated: true, endSample: 15_000 });
    const unknown = layOut(episodeOf([line('l', 'anna', { takeId: takeId('u'), text: 'x'.repeat(28) })]), media);
    expect(unknown.blocks[0]).toMatchObject({ isEstimated: true, endSample: 96_000 });
  });

  it('[LAY26] is its parts instead, when they are cut from the take it uses', () => {
    const media = new FakeMedia().speech('t', [{ speech: 50_000 }, { speech: 50_000 }]);
    const list = [
      part(2_000, 12_000),
      part(20_000, 30_000, { segmentIndex: 1, gapBeforeSamples: samples(500), gainDb: -4 }),
    ];
    const clips = pieces(media, { gainDb: -2, parts: { takeId: takeId('t'), list } });
    expect(shape(clips)).toEqual([
      [0, 10_000, 2_000],
      [10_500, 10_000, 20_000],
    ]);
    expect(clips.map((clip) => [clip.assetId, clip.gainDb])).toEqual([
      [assetId('t0'), -2],
      [assetId('t1'), -6],
    ]);
    expect(shape(pieces(media, { parts: { takeId: takeId('other'), list } }))).toEqual([
      [0, 50_000, 1_000],
      [50_000, 50_000, 1_000],
    ]);
    const beyond = [part(0, 10_000), part(51_000, 99_000), part(60_000, 70_000), part(0, 10, { segmentIndex: 7 })];
    expect(shape(pieces(media, { parts: { takeId: takeId('t'), list: beyond } }))).toEqual([
      [0, 10_000, 0],
      [10_000, 1_000, 51_000],
      [11_000, 10, 0],
    ]);
  });

  it('[LAY27] an unopened cut is not heard, opened ones do not click, overlapping parts cross over', () => {
    const media = new FakeMedia().speech('t', [{ speech: 50_000 }]);
    const fades = (second: Partial<LinePart>, at = 12_000) =>
      pieces(media, { parts: { takeId: takeId('t'), list: [part(2_000, 12_000), part(at, 30_000, second)] } }).map(
        (clip) => [clip.fadeInSamples, clip.fadeOutSamples],
      );
    expect(fades({})).toEqual([
      [240, 0],
      [0, 240],
    ]);
    expect(fades({ gapBeforeSamples: samples(10) })).toEqual([
      [240, 240],
      [240, 240],
    ]);
    expect(fades({}, 12_001)[1]).toEqual([240, 240]);
    expect(fades({ gapBeforeSamples: samples(-900) })).toEqual([
      [240, 900],
      [900, 240],
    ]);
    expect(fades({ gapBeforeSamples: samples(10), fadeInSamples: samples(3_000) })[1]).toEqual([3_000, 240]);
  });

  it('[LAY27] parts made from the take as it is heard change nothing to the ear', () => {
    const media = new FakeMedia().speech('t', [{ speech: 10_000 }, { speech: 20_000, runIndex: 1 }]);
    const text = 'One. <#0.50#> Two.';
    const list = defaultParts(media.take(takeId('t'))!, runsOf(text));
    expect(pieces(media, { text, parts: { takeId: takeId('t'), list } })).toEqual(pieces(media, { text }));
  });
});
