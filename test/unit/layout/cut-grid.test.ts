import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type FrameGrid, isOnGrid, SAMPLE_GRID } from '#shared/frame-grid.ts';
import { cutBlocksOf } from '#shared/layout/cut-blocks.ts';
import { CUT_LEAD_SAMPLES } from '#shared/layout/cut-grid.ts';
import { layOut } from '#shared/layout/lay-out.ts';
import type { Layout } from '#shared/layout/layout.ts';
import { samples, secondsToSamples } from '#shared/units.ts';
import { type BlockInit, episodeOf, id, line, pause, takeId } from '../document/sample-episode.ts';
import { FakeMedia } from './fake-media.ts';

const GRIDS: readonly FrameGrid[] = [
  { frameSamples: 1152, rateHz: 48_000 },
  { frameSamples: 1024, rateHz: 48_000 },
  { frameSamples: 1152, rateHz: 44_100 },
  { frameSamples: 4096, rateHz: 48_000 },
];
const COUNT = 240;

/** Lines of 1 to 6 s; the one that is changed has so many samples more and says something else. */
function show(options: { readonly changed?: number; readonly more?: number; readonly renamed?: string } = {}) {
  const { changed, more = 0, renamed = '' } = options;
  const media = new FakeMedia();
  const blocks: BlockInit[] = [];
  for (let n = 0; n < COUNT; n++) {
    const isChanged = n === changed;
    const take = isChanged ? `other${n}` : `take${n}`;
    const speech = 48_000 + ((n * 7919) % 241) * 1_000 + n + (isChanged ? more : 0);
    media.speech(take, [{ speech }]);
    if (n % 40 === 39) blocks.push(pause(`${renamed}p${n}`, 30_000));
    const gap = n % 17 === 5 ? { gapBeforeSamples: samples(20_000) } : {};
    blocks.push(line(`${renamed}l${n}`, n % 3 === 0 ? 'anna' : 'bert', { takeId: takeId(take), ...gap }));
  }
  return { document: episodeOf(blocks), media };
}

const head = { headSamples: samples(36_000) };
const cutIds = (layout: Layout): readonly string[] => cutBlocksOf(layout).map(({ blockId }) => blockId);

function gridded(frames: FrameGrid, { document, media }: ReturnType<typeof show>) {
  const free = layOut(document, media, head);
  const cuts = new Set(cutBlocksOf(free).map(({ blockId }) => blockId));
  return { free, cuts, layout: layOut(document, media, { ...head, grid: { frames, cuts, partStarts: new Set() } }) };
}

describe('places to cut', () => {
  it('[XS1] lie before spoken blocks after automatic gaps, never closer than 15 s, about twice as far on average', () => {
    const { document, media } = show();
    const layout = layOut(document, media, head);
    const cuts = cutBlocksOf(layout);
    expect(cuts.length).toBeGreaterThan(20);
    const starts = cuts.map(({ startSample }) => startSample);
    for (const [index, start] of starts.entries()) {
      if (index > 0) expect(start - starts[index - 1]!).toBeGreaterThan(secondsToSamples(15));
    }
    const mean = (starts.at(-1)! - starts[0]!) / (starts.length - 1);
    expect(mean).toBeGreaterThan(secondsToSamples(22));
    expect(mean).toBeLessThan(secondsToSamples(45));
    for (const { blockId } of cuts) {
      const number = Number(blockId.slice(1));
      expect([number % 17 === 5, number % 40 === 39]).toEqual([false, false]);
    }
  });

  it('[XS1] are moved only near a change, and do not depend on the ids of records', () => {
    fc.assert(
      fc.property(fc.nat(COUNT - 1), fc.integer({ min: -30_000, max: 400_000 }), (changed, more) => {
        const before = layOut(show().document, show().media, head);
        const changedShow = show({ changed, more });
        const after = layOut(changedShow.document, changedShow.media, head);
        const at = before.blockById.get(id(`l${changed}`))!;
        const isFar = (name: string): boolean => {
          const block = before.blockById.get(id(name))!;
          return (
            block.startSample > at.endSample + secondsToSamples(20) ||
            block.startSample < at.startSample - secondsToSamples(20)
          );
        };
        expect(cutIds(after).filter(isFar)).toEqual(cutIds(before).filter(isFar));
      }),
      { numRuns: 40 },
    );
    const renamed = show({ renamed: 'x' });
    expect(cutIds(layOut(renamed.document, renamed.media, head))).toEqual(
      cutIds(layOut(show().document, show().media, head)).map((name) => `x${name}`),
    );
  });
});

describe('the grid of an encoder', () => {
  it.each(GRIDS)('[XS2] every cut is whole frames after the one before, $frameSamples at $rateHz Hz', (frames) => {
    const { free, cuts, layout } = gridded(frames, show());
    let last = 0;
    let moved = 0;
    const halfFrame = (frames.frameSamples * 48_000) / frames.rateHz / 2 + 1;
    for (const [index, block] of layout.blocks.entries()) {
      const before = layout.blocks[index - 1];
      const freeBlock = free.blocks[index]!;
      const gap = block.startSample - (before?.endSample ?? 0);
      const freeGap = freeBlock.startSample - (free.blocks[index - 1]?.endSample ?? 0);
      if (!cuts.has(block.blockId)) {
        expect(gap).toBe(freeGap);
        continue;
      }
      const cut = block.startSample - CUT_LEAD_SAMPLES;
      expect(isOnGrid(frames, samples(cut - last))).toBe(true);
      last = cut;
      expect(Math.abs(gap - freeGap)).toBeLessThanOrEqual(halfFrame);
      if (gap !== freeGap) moved++;
    }
    expect(moved).toBeGreaterThan(10);
  });

  it('[XS2] a changed line moves all that comes after the next cut by whole frames', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...GRIDS),
        fc.nat(COUNT - 60),
        fc.integer({ min: -30_000, max: 400_000 }),
        (frames, changed, more) => {
          const one = gridded(frames, show());
          const other = gridded(frames, show({ changed, more }));
          const lastChanged = one.free.blockById.get(id(`l${changed}`))!.endSample;
          const next = cutBlocksOf(one.free).find((cut) => cut.startSample > lastChanged + secondsToSamples(40));
          if (!next) return;
          const from = one.layout.blocks.findIndex(({ blockId }) => blockId === next.blockId);
          const shifts = new Set(
            one.layout.blocks
              .slice(from)
              .map((block) => other.layout.blockById.get(block.blockId)!.startSample - block.startSample),
          );
          expect(shifts.size).toBe(1);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('[XS2] without frames nothing moves, and a file of its own counts from its own beginning', () => {
    const free = gridded(SAMPLE_GRID, show());
    expect(free.layout.blocks).toEqual(free.free.blocks);
    const frames = GRIDS[0]!;
    const { document, media } = show();
    const part = id('l100');
    const layout = layOut(document, media, { ...head, grid: { frames, cuts: free.cuts, partStarts: new Set([part]) } });
    let origin = layout.blockById.get(part)!.startSample - 36_000;
    for (const block of layout.blocks.slice(layout.blocks.findIndex(({ blockId }) => blockId === part) + 1)) {
      if (!free.cuts.has(block.blockId)) continue;
      expect(isOnGrid(frames, samples(block.startSample - CUT_LEAD_SAMPLES - origin))).toBe(true);
      origin = block.startSample - CUT_LEAD_SAMPLES;
    }
  });
});
