import { expect, test } from 'vitest';
import type { Command } from '#shared/document/commands.ts';
import { applyCommands } from '#shared/document/commands.ts';
import { type EpisodeDocument, tracksOf } from '#shared/document/episode-document.ts';
import { stepOf } from '../../../src-renderer/timeline/adjust-by-keys.ts';
import { addTrack, isTrackUsed, shiftTrack, trackInstead } from '../../../src-renderer/timeline/edits/tracks.ts';
import { type ClipShape, gainToY, yToGain, zoneAt } from '../../../src-renderer/timeline/hit-test.ts';
import { TimelineDrag } from '../../../src-renderer/timeline/timeline-drag.ts';
import { nextShuttle } from '../../../src-renderer/transport/transport-state.ts';
import { episodeOf, id, line } from '../document/sample-episode.ts';

const SHAPE: ClipShape = {
  widthPx: 200,
  heightPx: 49,
  fadeInPx: 30,
  fadeOutPx: 0,
  gainDb: 0,
  isSelected: true,
};

test('[TLM12] edges trim, corners fade, the line is the gain, the rest moves', () => {
  const line = 16 + gainToY(0, 31);
  expect(zoneAt(SHAPE, 2, 30)).toBe('start');
  expect(zoneAt(SHAPE, 197, 30)).toBe('end');
  expect(zoneAt(SHAPE, 31, 8)).toBe('fadeIn');
  expect(zoneAt(SHAPE, 198, 8)).toBe('fadeOut');
  expect(zoneAt(SHAPE, 100, line)).toBe('gain');
  expect(zoneAt(SHAPE, 100, 45)).toBe('body');
  // Unselected, a press must not change it by accident.
  expect(zoneAt({ ...SHAPE, isSelected: false }, 31, 8)).toBe('body');
  expect(zoneAt({ ...SHAPE, isSelected: false }, 100, line)).toBe('body');
  expect(zoneAt({ ...SHAPE, widthPx: 12 }, 1, 30)).toBe('body');
});

test('[TLM12] the gain line stands where it is read', () => {
  for (const gainDb of [-30, -12, -3, 0, 4, 6]) expect(yToGain(gainToY(gainDb, 31), 31)).toBeCloseTo(gainDb, 6);
  expect(gainToY(12, 31)).toBe(0);
  expect(yToGain(40, 31)).toBeLessThan(-60);
});

function session() {
  const log: string[] = [];
  let begun = 0;
  return {
    log,
    beginGesture: () => {
      const name = ++begun;
      log.push(`begin ${name}`);
      return {
        edit: (commands: readonly Command[]) => {
          log.push(`edit ${name} ${commands.length}`);
          return true;
        },
        commit: () => log.push(`commit ${name}`),
        cancel: () => log.push(`cancel ${name}`),
      };
    },
  };
}

const move = (gap: number): readonly Command[] => [
  { type: 'line.setGap', id: id('a'), edge: 'before', gapSamples: gap as never },
];

test('[TLM13] a drag is one gesture; a step that changes nothing is not sent', () => {
  const { log, beginGesture } = session();
  const drag = new TimelineDrag({ beginGesture }, 'move');
  for (const gap of [1, 2, 2, 3]) drag.apply(move(gap));
  drag.commit();
  expect(log).toEqual(['begin 1', 'edit 1 1', 'edit 1 1', 'edit 1 1', 'commit 1']);
});

test('[TLM13] back where it began nothing is left, and it may go on from there', () => {
  const { log, beginGesture } = session();
  const drag = new TimelineDrag({ beginGesture }, 'move');
  drag.apply([]);
  expect(log).toEqual([]);
  drag.apply(move(1));
  drag.apply([]);
  drag.apply(move(2));
  drag.cancel();
  drag.commit();
  expect(log).toEqual(['begin 1', 'edit 1 1', 'cancel 1', 'begin 2', 'edit 2 1', 'cancel 2']);
});

const PLAIN = { shiftKey: false, altKey: false, ctrlKey: false, metaKey: false };

test('[TLM14] keys that adjust a clip', () => {
  expect(stepOf({ ...PLAIN, key: 'ArrowRight' })).toEqual({ way: 'move', amount: 480 });
  expect(stepOf({ ...PLAIN, key: 'ArrowLeft', shiftKey: true })).toEqual({ way: 'move', amount: -4_800 });
  expect(stepOf({ ...PLAIN, key: 'ArrowLeft', altKey: true })).toEqual({ way: 'start', amount: -480 });
  expect(stepOf({ ...PLAIN, key: 'ArrowRight', metaKey: true })).toEqual({ way: 'end', amount: 480 });
  expect(stepOf({ ...PLAIN, key: 'ArrowUp' })).toEqual({ way: 'gain', amount: 0.5 });
  expect(stepOf({ ...PLAIN, key: 'a' })).toBeNull();
});

test('[TLM15] tracks are numbered, change places, and leave nothing homeless', () => {
  const run = (document: EpisodeDocument, command: Command | null): EpisodeDocument =>
    command ? applyCommands(document, [command]).document : document;
  const names = (document: EpisodeDocument): readonly string[] => tracksOf(document).map(({ name }) => name);
  let next = 0;
  const add = (document: EpisodeDocument): EpisodeDocument =>
    run(
      document,
      addTrack(
        document,
        'music',
        (number) => `music ${number}`,
        () => `track-${next++}`,
      ),
    );
  const two = add(add(episodeOf([line('a', 'anna')])));
  expect(names(two)).toEqual(['speech', 'music', 'effects', 'music 1', 'music 2']);
  expect(tracksOf(two)[3]?.duck).toBeDefined();
  const up = run(two, shiftTrack(two, id('effects'), -1));
  expect(names(up)).toEqual(['speech', 'effects', 'music', 'music 1', 'music 2']);
  expect(names(run(up, shiftTrack(up, id('effects'), 1)))).toEqual(names(two));
  expect(shiftTrack(two, id('speech'), -1)).toBeNull();
  expect([isTrackUsed(two, id('speech')), isTrackUsed(two, id('music'))]).toEqual([true, false]);
  expect(trackInstead(two, tracksOf(two)[1]!)?.name).toBe('music 1');
  expect(trackInstead(two, tracksOf(two)[0]!)).toBeNull();
});

test('[PLY9] J and L begin at their own speed, double with every press, and turn round', () => {
  let speed: number | null = null;
  const press = (direction: 1 | -1): number => {
    const isPlaying = speed !== null;
    speed = nextShuttle(speed, isPlaying, direction);
    return speed;
  };
  expect([1, 1, 1, 1, 1].map(() => press(1))).toEqual([1, 2, 4, 8, 8]);
  expect([press(-1), press(-1), press(1)]).toEqual([-1, -2, 1]);
  // Playing as Play plays counts as forwards.
  expect(nextShuttle(null, true, 1)).toBe(2);
});
