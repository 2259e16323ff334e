import { expect, test } from 'vitest';
import { applyCommands, type Command } from '#shared/document/commands.ts';
import { type EpisodeDocument, tracksOf } from '#shared/document/episode-document.ts';
import type { Clip } from '#shared/document/records.ts';
import { layOut } from '#shared/layout/lay-out.ts';
import { planMix } from '#shared/mix/plan-mix.ts';
import { samples } from '#shared/units.ts';
import { copyClips, duplicateClips, pasteClips } from '../../../src-renderer/timeline/edits/clipboard.ts';
import { deleteClips } from '../../../src-renderer/timeline/edits/delete-clips.ts';
import { type Editable, targetOf, targetsOf } from '../../../src-renderer/timeline/edits/editable.ts';
import { gainOf, setFade, setGain } from '../../../src-renderer/timeline/edits/level-clip.ts';
import { addMarker, moveChapter, moveMarker } from '../../../src-renderer/timeline/edits/marks.ts';
import { ClipMove, moveClips } from '../../../src-renderer/timeline/edits/move-clips.ts';
import { snapDelta, snapPlaces } from '../../../src-renderer/timeline/edits/snap.ts';
import { joinClips, splitClips } from '../../../src-renderer/timeline/edits/split-and-join.ts';
import { trimOf } from '../../../src-renderer/timeline/edits/trim-clip.ts';
import { assetId, episodeOf, heading, id, line, takeId } from '../document/sample-episode.ts';
import { FakeMedia } from '../layout/fake-media.ts';

const media = new FakeMedia()
  .speech('a', [{ speech: 48_000 }])
  .speech('b', [{ speech: 24_000 }])
  .speech('c', [{ speech: 20_000 }, { speech: 30_000, runIndex: 1 }, { speech: 10_000, runIndex: 2 }])
  .speech('d', [{ speech: 30_000 }])
  .sound('bed', 400_000)
  .sound('door', 30_000);

const bed: Clip = {
  type: 'clip',
  id: id('bed'),
  trackId: id('music'),
  title: 'Bed',
  assetId: assetId('bed'),
  sourceStartSample: samples(0),
  gainDb: -6,
  fadeInSamples: samples(0),
  fadeOutSamples: samples(0),
  isLooped: false,
  sourceEndSample: samples(100_000),
  anchor: { blockId: id('b'), edge: 'start' },
  offsetSamples: samples(-4_000),
};

function episode(more: Partial<Clip> = {}): Editable {
  return editable(
    episodeOf(
      [
        line('a', 'anna', { takeId: takeId('a') }),
        line('b', 'bert', { takeId: takeId('b'), gapBeforeSamples: samples(9_600) }),
        heading('h'),
        line('c', 'anna', { takeId: takeId('c'), text: 'One <#0.1#> two <#0.1#> three.' }),
        line('d', 'bert', { takeId: takeId('d') }),
      ],
      [{ ...bed, ...more }],
    ),
  );
}

function editable(document: EpisodeDocument): Editable {
  return { document, effective: document, layout: layOut(document, media), media };
}

function after(before: Editable, commands: readonly Command[]): Editable {
  return editable(applyCommands(before.document, commands).document);
}

const starts = ({ layout }: Editable) =>
  Object.fromEntries(layout.clips.map(({ key, startSample }) => [key, startSample]));
const ends = ({ layout }: Editable) =>
  Object.fromEntries(layout.clips.map(({ key, startSample, durationSamples }) => [key, startSample + durationSamples]));
const targets = (from: Editable, ...keys: string[]) => targetsOf(from, keys);
const ripple = { isRipple: true };
let counter = 0;
const newId = () => `new-${counter++}`;

test.each(['b', 'd'])('[TLM1] dragging line %s changes the gap before it, and what comes after follows', (name) => {
  const before = episode();
  const moved = after(before, moveClips(before, targets(before, name), 5_000, ripple));
  const delta = (key: string) => starts(moved)[key]! - starts(before)[key]!;
  expect(delta(name)).toBe(5_000);
  expect(delta('a')).toBe(0);
  expect(delta('d')).toBe(5_000);
  // The bed hangs on b.
  expect(delta('bed')).toBe(name === 'b' ? 5_000 : 0);
});

test('[TLM1] an automatic gap is made one of its own from where the line is', () => {
  const before = episode();
  const [command] = moveClips(before, targets(before, 'd'), -1_000, ripple);
  expect(command).toMatchObject({ type: 'line.setGap', id: 'd', edge: 'before' });
  expect(starts(after(before, [command!])).d).toBe(starts(before).d! - 1_000);
});

test('[TLM1] a line goes no further than the start of the one before it: overlap, but no turning round', () => {
  const before = episode();
  const moved = after(before, moveClips(before, targets(before, 'b'), -1_000_000, ripple));
  expect(starts(moved).b).toBe(starts(before).a);
});

test('[TLM1] several lines moved together move once', () => {
  const before = episode();
  const moved = after(before, moveClips(before, targets(before, 'b', 'd', 'bed'), 7_000, ripple));
  for (const key of ['b', 'c', 'd', 'bed']) expect(starts(moved)[key]! - starts(before)[key]!).toBe(7_000);
});

test('[TLM1] without ripple what comes after stays', () => {
  const before = episode();
  const moved = after(before, moveClips(before, targets(before, 'b', 'bed'), 3_000, { isRipple: false }));
  const delta = (key: string) => starts(moved)[key]! - starts(before)[key]!;
  expect(['a', 'b', 'c', 'c#1', 'd', 'bed'].map(delta)).toEqual([0, 3_000, 0, 0, 0, 3_000]);
});

test('[TLM2] a later piece of a line moves within its line, and takes the rest along', () => {
  const before = episode();
  const moved = after(before, moveClips(before, targets(before, 'c#1'), 2_000, ripple));
  const delta = (key: string) => starts(moved)[key]! - starts(before)[key]!;
  expect(['c', 'c#1', 'c#2', 'd'].map(delta)).toEqual([0, 2_000, 2_000, 2_000]);
  const held = after(before, moveClips(before, targets(before, 'c#1'), 2_000, { isRipple: false }));
  expect(['c', 'c#1', 'c#2', 'd'].map((key) => starts(held)[key]! - starts(before)[key]!)).toEqual([0, 2_000, 0, 0]);
});

test('[TLM3] music moves by its distance from what it hangs on; dropped elsewhere it hangs on what is near', () => {
  const before = episode();
  expect(moveClips(before, targets(before, 'bed'), 1_500, ripple)).toEqual([
    { type: 'clip.move', id: 'bed', offsetSamples: -2_500 },
  ]);
  const delta = starts(before).d! + 700 - starts(before).bed!;
  const [command] = moveClips(before, targets(before, 'bed'), delta, { isRipple: true, isReanchoring: true });
  expect(command).toEqual({
    type: 'clip.move',
    id: 'bed',
    anchor: { blockId: 'd', edge: 'start' },
    offsetSamples: 700,
  });
  expect(starts(after(before, [command!])).bed).toBe(starts(before).d! + 700);
});

test('[TLM3] music goes to another track, and not before the beginning', () => {
  const before = episode();
  const moved = after(
    before,
    moveClips(before, targets(before, 'bed'), -1_000_000, { isRipple: true, trackId: id('effects') }),
  );
  expect(starts(moved).bed).toBe(0);
  expect(moved.layout.clips.find(({ key }) => key === 'bed')?.trackId).toBe('effects');
});

test('[TLM3] music moved with the line it hangs on moves once, re-anchored or not', () => {
  const before = episode();
  for (const isReanchoring of [false, true]) {
    const moved = after(
      before,
      moveClips(before, targets(before, 'b', 'bed'), 4_000, { isRipple: true, isReanchoring }),
    );
    expect(starts(moved).bed! - starts(before).bed!).toBe(4_000);
  }
});

test('[TLM4] trimming a start leaves the rest of the sound where it is heard', () => {
  const before = episode();
  for (const [key, delta] of [
    ['b', 3_000],
    ['b', -500],
    ['c#1', 2_500],
    ['bed', 6_000],
  ] as const) {
    const trim = trimOf(before, targetOf(before, key)!, 'start', true)!;
    const trimmed = after(before, trim.commands(delta));
    expect([key, starts(trimmed)[key]! - starts(before)[key]!]).toEqual([key, delta]);
    // What hangs on the start of a trimmed line goes with that start.
    for (const other of ['a', 'b', 'c', 'c#1', 'c#2', 'd', key]) expect(ends(trimmed)[other]).toBe(ends(before)[other]);
    const source = (from: Editable) => {
      const clip = from.layout.clips.find((one) => one.key === key)!;
      return clip.sourceStartSample - clip.startSample;
    };
    expect(source(trimmed)).toBe(source(before));
  }
});

test('[TLM4] trimming an end lets what follows follow; without ripple it stays', () => {
  const before = episode();
  const trimmed = after(before, trimOf(before, targetOf(before, 'b')!, 'end', true)!.commands(-4_000));
  expect(ends(trimmed).b! - ends(before).b!).toBe(-4_000);
  expect(starts(trimmed).c! - starts(before).c!).toBe(-4_000);
  const held = after(before, trimOf(before, targetOf(before, 'b')!, 'end', false)!.commands(-4_000));
  expect(starts(held).c).toBe(starts(before).c);
});

test('[TLM4] a sound cannot be longer than its audio, nor shorter than can be taken hold of', () => {
  const before = episode();
  const trim = trimOf(before, targetOf(before, 'bed')!, 'end', true)!;
  expect(trim.clamp(1_000_000)).toBe(300_000);
  expect(trim.clamp(-1_000_000)).toBe(480 - 100_000);
  const start = trimOf(before, targetOf(before, 'bed')!, 'start', true)!;
  expect(start.clamp(-10)).toBe(0);
});

test('[TLM4] a loop that plays to a chapter, trimmed, lasts as long as it was made', () => {
  const before = episode({ isLooped: true, until: { blockId: id('d'), edge: 'end' } });
  const length = ends(before).bed! - starts(before).bed!;
  const trimmed = after(before, trimOf(before, targetOf(before, 'bed')!, 'end', true)!.commands(-5_000));
  expect(ends(trimmed).bed! - starts(trimmed).bed!).toBe(length - 5_000);
});

const samplesOf = (from: Editable) => planMix(from.effective, from.layout, media);

test('[TLM5] a split changes nothing to the ear, and joining takes it back', () => {
  const before = episode();
  for (const key of ['a', 'c#1', 'bed']) {
    const at = Math.round((starts(before)[key]! + ends(before)[key]!) / 2);
    const split = after(before, splitClips(before, targets(before, key), at, newId));
    expect(split.layout.clips.length).toBe(before.layout.clips.length + 1);
    expect(split.layout.durationSamples).toBe(before.layout.durationSamples);
    const halves = split.layout.clips.filter(
      ({ startSample, durationSamples }) => startSample === at || startSample + durationSamples === at,
    );
    const joined = after(split, joinClips(split, targets(split, ...halves.map((half) => half.key))));
    expect(samplesOf(joined)).toEqual(samplesOf(before));
  }
});

test('[TLM5] nothing is split at its edge, and nothing that does not belong together is joined', () => {
  const before = episode();
  expect(splitClips(before, targets(before, 'a'), starts(before).a!, newId)).toEqual([]);
  expect(joinClips(before, targets(before, 'a', 'b'))).toEqual([]);
});

test('[TLM6] fades and gain are set on what was taken hold of, within what is possible', () => {
  const before = episode();
  const faded = after(before, [
    ...setFade(before, targetOf(before, 'bed')!, 'in', 1_000_000),
    ...setFade(before, targetOf(before, 'c#1')!, 'out', 2_000),
    ...setGain(before, targetOf(before, 'bed')!, -9.26),
    ...setGain(before, targetOf(before, 'a')!, 80),
  ]);
  const clip = (key: string) => faded.layout.clips.find((one) => one.key === key)!;
  expect(clip('bed')).toMatchObject({ fadeInSamples: 100_000, gainDb: -9.3 });
  expect(clip('c#1').fadeOutSamples).toBe(2_000);
  expect(clip('a').gainDb).toBe(24);
  // Once a line is cut, a piece has a gain of its own.
  expect(gainOf(faded, targetOf(faded, 'c#1')!)).toBe(0);
  const quieter = after(faded, setGain(faded, targetOf(faded, 'c#1')!, -3));
  expect(['c', 'c#1'].map((key) => quieter.layout.clips.find((one) => one.key === key)!.gainDb)).toEqual([0, -3]);
});

test('[TLM7] deleting leaves a hole; with ripple it closes', () => {
  const before = episode();
  const closed = after(before, deleteClips(before, targets(before, 'b', 'bed'), ripple));
  expect(Object.keys(starts(closed))).toEqual(['a', 'c', 'c#1', 'c#2', 'd']);
  expect(starts(closed).c).toBeLessThan(starts(before).c!);
  const hole = after(before, deleteClips(before, targets(before, 'b'), { isRipple: false }));
  expect(starts(hole).c).toBe(starts(before).c);
  expect(starts(hole).d).toBe(starts(before).d);
});

test('[TLM7] pieces of a line go by themselves; all of them are the line', () => {
  const before = episode();
  const hole = after(before, deleteClips(before, targets(before, 'c#1'), { isRipple: false }));
  expect([starts(hole).c, starts(hole)['c#1'], starts(hole).d]).toEqual([
    starts(before).c,
    starts(before)['c#2'],
    starts(before).d,
  ]);
  const head = after(before, deleteClips(before, targets(before, 'c'), { isRipple: false }));
  expect([starts(head).c, starts(head).d]).toEqual([starts(before)['c#1'], starts(before).d]);
  const closed = after(before, deleteClips(before, targets(before, 'c#1'), ripple));
  expect(starts(closed).d).toBeLessThan(starts(before).d!);
  const gone = after(before, deleteClips(before, targets(before, 'c', 'c#1', 'c#2'), ripple));
  expect(gone.document.records.has(id('c'))).toBe(false);
});

test('[TLM8] copies are pasted at the playhead, with their distances, onto the track that was chosen', () => {
  const before = episode();
  const contents = copyClips(before, targets(before, 'bed'))!;
  const at = starts(before).d! + 100;
  const { commands, ids } = pasteClips(before, contents, { atSample: at, trackId: id('effects') }, newId);
  const pasted = after(before, commands);
  const copy = pasted.layout.clips.find(({ recordId }) => recordId === ids[0]);
  expect(copy).toMatchObject({ startSample: at, trackId: 'effects' });
  expect(tracksOf(pasted.document).length).toBe(3);
});

test('[TLM8] lines are pasted behind the one that is heard, in this episode or another, with the sounds on them', () => {
  const before = episode();
  const contents = copyClips(before, targets(before, 'b', 'bed'))!;
  const other = editable(
    episodeOf([line('x', 'anna', { takeId: takeId('a') }), line('y', 'anna', { takeId: takeId('d') })]),
  );
  const { commands, ids } = pasteClips(other, contents, { atSample: 10_000, trackId: null }, newId);
  const pasted = after(other, commands);
  const [first, sound, copied, last] = ['x', ...ids, 'y'].map(
    (key) => pasted.layout.clips.find(({ recordId }) => recordId === key)!,
  );
  expect(copied!.startSample).toBeGreaterThan(first!.startSample);
  expect(last!.startSample).toBeGreaterThan(copied!.startSample);
  expect(sound!.startSample).toBe(copied!.startSample - 4_000);
  expect(tracksOf(pasted.document).length).toBe(3);
});

test('[TLM8] a duplicate lies right behind its original', () => {
  const before = episode();
  const doubled = after(before, duplicateClips(before, targets(before, 'bed', 'a'), newId));
  const beds = doubled.layout.clips.filter(({ assetId: one }) => one === assetId('bed'));
  expect(beds[1]!.startSample - beds[0]!.startSample).toBe(beds[0]!.durationSamples);
  expect(doubled.layout.clips.filter(({ assetId: one }) => one === assetId('a0')).length).toBe(2);
});

test('[TLM9] a marker hangs on the words at its place and goes where it is dragged; a chapter goes between blocks', () => {
  const before = episode();
  const at = starts(before).d! + 500;
  const add = addMarker(before, at, 'Check', newId);
  expect(add).toMatchObject({ anchor: { blockId: 'd' }, offsetSamples: 500 });
  const marked = after(before, [add]);
  const moved = after(marked, [moveMarker(marked, add.id, starts(before).a! + 100)]);
  expect(moved.layout.markers[0]).toMatchObject({ atSample: starts(before).a! + 100 });
  const order = (from: Editable) => from.layout.blocks.map(({ blockId }) => blockId);
  expect(order(after(before, moveChapter(before, id('h'), starts(before).b! + 100)))).toEqual([
    'a',
    'h',
    'b',
    'c',
    'd',
  ]);
  expect(order(after(before, moveChapter(before, id('h'), ends(before).d! - 100)))).toEqual(['a', 'b', 'c', 'd', 'h']);
});

test('[TLM10] edges snap to what stays, within reach of the hand, and not to what moves along', () => {
  const before = episode();
  const move = new ClipMove(before, targets(before, 'c'), true);
  const places = snapPlaces({
    layout: before.layout,
    playheadSample: 0,
    range: null,
    isMoving: (one) => move.isMoving(one),
  });
  expect([...places]).toContain(ends(before).b);
  expect([...places]).not.toContain(starts(before).d);
  const view = { startSample: 0, samplesPerPixel: 100 };
  const edge = starts(before).c!;
  const wanted = ends(before).b! - edge;
  expect(snapDelta([edge], wanted + 700, places, view)).toEqual({ deltaSamples: wanted, guideSample: ends(before).b });
  expect(snapDelta([edge], wanted + 2_000, places, view).guideSample).not.toBe(ends(before).b);
});

test('[TLM11] whatever is trimmed, moved or levelled, doing nothing is no edit', () => {
  const before = episode();
  for (const key of ['a', 'c#1', 'bed']) {
    expect(moveClips(before, targets(before, key), 0, ripple)).toEqual([]);
    expect(trimOf(before, targetOf(before, key)!, 'start', true)!.commands(0)).toEqual([]);
    expect(trimOf(before, targetOf(before, key)!, 'end', true)!.commands(0)).toEqual([]);
  }
});
