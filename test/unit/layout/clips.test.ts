import { describe, expect, it } from 'vitest';
import { applyCommand } from '#shared/document/commands.ts';
import type { Clip } from '#shared/document/records.ts';
import { layOut } from '#shared/layout/lay-out.ts';
import { samples } from '#shared/units.ts';
import { assetId, clip, episodeOf, heading, id, line, marker, takeId } from '../document/sample-episode.ts';
import { FakeMedia } from './fake-media.ts';

const SECOND = 48_000;
const media = new FakeMedia()
  .speech('t', [{ speech: SECOND }])
  .sound('bed', 10_000)
  .sound('long', 10 * SECOND);
const blocks = [
  line('a', 'anna', { takeId: takeId('t') }),
  line('b', 'anna', { takeId: takeId('t'), isContinuation: true }),
];
const GAP = 16_800;
const END = 2 * SECOND + GAP;

function lay(more: Partial<Clip>) {
  const layout = layOut(episodeOf(blocks, [clip('k', { assetId: assetId('bed'), ...more })]), media);
  return { layout, clips: layout.clips.filter((placed) => placed.recordId === 'k') };
}
const shape = (more: Partial<Clip>) =>
  lay(more).clips.map((placed) => [
    placed.startSample,
    placed.durationSamples,
    placed.sourceStartSample,
    placed.loopSamples ?? null,
  ]);
const at = (blockId: string, edge: 'start' | 'end') => ({ blockId: id(blockId), edge });

describe('a clip', () => {
  it('[LAY40] hangs on its block or on the clock', () => {
    expect(shape({ anchor: at('b', 'start'), offsetSamples: samples(-100) })).toEqual([
      [SECOND + GAP - 100, 10_000, 0, null],
    ]);
    expect(shape({ anchor: at('a', 'end'), offsetSamples: samples(5) })).toEqual([[SECOND + 5, 10_000, 0, null]]);
    expect(shape({ anchor: { atSample: samples(123) } })).toEqual([[123, 10_000, 0, null]]);
    const chapter = layOut(
      episodeOf(
        [...blocks, heading('h'), line('c', 'anna', { takeId: takeId('t') })],
        [clip('k', { assetId: assetId('bed'), anchor: at('h', 'start') })],
      ),
      media,
    );
    expect(chapter.clips.find((placed) => placed.recordId === 'k')?.startSample).toBe(END + 96_000);
  });

  it('[LAY41] ends with its audio, its own length or its until, whichever is first', () => {
    const from = { sourceStartSample: samples(1_000), sourceEndSample: samples(9_000) };
    expect(shape(from)).toEqual([[0, 8_000, 1_000, null]]);
    expect(shape({ ...from, durationSamples: samples(3_000) })).toEqual([[0, 3_000, 1_000, null]]);
    expect(shape({ ...from, until: { atSample: samples(2_000) } })).toEqual([[0, 2_000, 1_000, null]]);
    expect(shape({ ...from, until: at('b', 'end') })).toEqual([[0, 8_000, 1_000, null]]);
    expect(shape({ anchor: at('b', 'start'), until: at('a', 'end') })).toEqual([]);
    expect(shape({ sourceStartSample: samples(10_000) })).toEqual([]);
  });

  it('[LAY42] repeats its stretch until it is told to stop, or until the last block ends', () => {
    const loop = { isLooped: true, sourceStartSample: samples(2_000) };
    expect(shape(loop)).toEqual([[0, END, 2_000, 8_000]]);
    expect(shape({ ...loop, until: at('a', 'end') })).toEqual([[0, SECOND, 2_000, 8_000]]);
    expect(shape({ ...loop, durationSamples: samples(30_000) })).toEqual([[0, 30_000, 2_000, 8_000]]);
    expect(shape({ ...loop, durationSamples: samples(8_000) })).toEqual([[0, 8_000, 2_000, null]]);
    expect(shape({ ...loop, anchor: at('b', 'end') })).toEqual([]);
  });

  it('[LAY43] lengthens the programme when it plays past the last block; a loop without an end does not', () => {
    const duration = (more: Partial<Clip>) => lay(more).layout.durationSamples;
    expect(duration({ anchor: at('b', 'end'), offsetSamples: samples(-1_000) })).toBe(END + 9_000);
    expect(duration({ isLooped: true })).toBe(END);
    expect(duration({ isLooped: true, durationSamples: samples(4 * SECOND) })).toBe(4 * SECOND);
    const layout = layOut(episodeOf(blocks, [clip('k', { assetId: assetId('long') })]), media, {
      tailSamples: samples(7),
    });
    expect(layout.durationSamples).toBe(10 * SECOND + 7);
  });

  it('[LAY44] that would start before the programme starts further in', () => {
    expect(shape({ offsetSamples: samples(-4_000) })).toEqual([[0, 6_000, 4_000, null]]);
    expect(shape({ offsetSamples: samples(-4_000), durationSamples: samples(5_000) })).toEqual([
      [0, 1_000, 4_000, null],
    ]);
    expect(shape({ offsetSamples: samples(-40_000) })).toEqual([]);
    expect(shape({ isLooped: true, offsetSamples: samples(-23_000), durationSamples: samples(60_000) })).toEqual([
      [0, 7_000, 3_000, null],
      [7_000, 30_000, 0, 10_000],
    ]);
    expect(lay({ isLooped: true, offsetSamples: samples(-23_000) }).clips.map((placed) => placed.key)).toEqual([
      'k',
      'k#1',
    ]);
  });

  it('[LAY45] cut in two plays the same audio at the same places', () => {
    /** Which sample of the audio is heard at every sample of the programme (null: none). */
    const heard = (document: ReturnType<typeof episodeOf>) => {
      const sources: (number | undefined)[] = [];
      for (const placed of layOut(document, media).clips) {
        if (placed.kind !== 'sound') continue;
        for (let index = 0; index < placed.durationSamples; index += 1) {
          if (sources[placed.startSample + index] !== undefined) throw new Error('Two clips play at once');
          const within = placed.loopSamples ? index % placed.loopSamples : index;
          sources[placed.startSample + index] = placed.sourceStartSample + within;
        }
      }
      return sources;
    };
    for (const more of [
      { sourceStartSample: samples(100) },
      { isLooped: true, sourceStartSample: samples(3_000), until: at('b', 'end') },
      { isLooped: true, durationSamples: samples(40_000), offsetSamples: samples(-3_333) },
    ]) {
      const whole = episodeOf(blocks, [clip('k', { assetId: assetId('bed'), ...more })]);
      for (const cut of [4_000, 7_000, 9_001, 35_000]) {
        if (cut > 9_900 && !more.isLooped) continue;
        const halves = applyCommand(whole, {
          type: 'clip.split',
          id: id('k'),
          atSample: samples(cut),
          newId: id('k2'),
        }).document;
        expect(heard(halves)).toEqual(heard(whole));
      }
    }
  });

  it('[LAY46] shortens fades that do not fit, in proportion', () => {
    const fades = (more: Partial<Clip>) =>
      lay(more).clips.map((placed) => [placed.fadeInSamples, placed.fadeOutSamples]);
    expect(fades({ fadeInSamples: samples(4_000), fadeOutSamples: samples(6_000) })).toEqual([[4_000, 6_000]]);
    expect(fades({ fadeInSamples: samples(10_000), fadeOutSamples: samples(30_000) })).toEqual([[2_500, 7_500]]);
    expect(fades({})).toEqual([[0, 0]]);
    const loop = { isLooped: true, loopPhaseSamples: samples(5_000), durationSamples: samples(30_000) };
    expect(fades({ ...loop, fadeInSamples: samples(2_000), fadeOutSamples: samples(3_000) })).toEqual([
      [2_000, 0],
      [0, 3_000],
    ]);
  });

  it('[LAY46] does not click where the script cuts it off', () => {
    const edges = (more: Partial<Clip>) =>
      lay(more).clips.map((placed) => [placed.fadeInSamples, placed.fadeOutSamples]);
    expect(edges({ until: { atSample: samples(5_000) } })).toEqual([[0, 240]]);
    expect(edges({ isLooped: true })).toEqual([[0, 240]]);
    expect(edges({ offsetSamples: samples(-1_000) })).toEqual([[240, 0]]);
    expect(edges({ durationSamples: samples(5_000) })).toEqual([[0, 0]]);
  });

  it('[LAY47] whose audio is not known holds its place', () => {
    const place = (more: Partial<Clip>) => {
      const layout = layOut(episodeOf(blocks, [clip('k', more)]), media);
      return layout.clips
        .filter((placed) => placed.recordId === 'k')
        .map((placed) => [placed.assetId, placed.startSample, placed.durationSamples]);
    };
    expect(place({})).toEqual([[null, 0, SECOND]]);
    expect(place({ assetId: assetId('gone'), durationSamples: samples(5) })).toEqual([[null, 0, 5]]);
    expect(place({ until: at('b', 'end') })).toEqual([[null, 0, END]]);
    expect(place({ isLooped: true })).toEqual([[null, 0, END]]);
    expect(place({ isLooped: true, loopPhaseSamples: samples(7) })).toEqual([[null, 0, END]]);
  });

  it('[LAY48] and everything else is sorted by start, then key', () => {
    const { clips } = layOut(
      episodeOf(blocks, [clip('z', { assetId: assetId('bed') }), clip('0', { assetId: assetId('bed') })]),
      media,
    );
    expect(clips.map((placed) => placed.key)).toEqual(['0', 'a', 'z', 'b']);
  });
});

describe('a marker', () => {
  it('[LAY50] hangs like a clip and stays within the programme', () => {
    const layout = layOut(
      episodeOf(blocks, [
        marker('m1', { anchor: at('b', 'end'), offsetSamples: samples(99_999) }),
        marker('m2', { anchor: at('b', 'start') }),
        marker('m3', { anchor: at('a', 'start'), offsetSamples: samples(-5) }),
      ]),
      media,
    );
    expect(layout.markers).toEqual([
      { markerId: 'm3', atSample: 0, text: 'm3' },
      { markerId: 'm2', atSample: SECOND + GAP, text: 'm2' },
      { markerId: 'm1', atSample: END, text: 'm1' },
    ]);
  });
});
