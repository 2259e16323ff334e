import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RecordId } from '#shared/ids.ts';
import { BlockMixer } from '#shared/mix/block-mixer.ts';
import { Master } from '#shared/mix/master.ts';
import { MixContent } from '#shared/mix/mix-content.ts';
import type { EnvelopePoint, MixClip, MixPlan } from '#shared/mix/mix-plan.ts';
import { samples } from '#shared/units.ts';
import { assetId, mixClip, readerOf } from './plan-builder.ts';
import { noise } from './signals.ts';

const reader = readerOf({
  [assetId('a')]: [noise(40_000, 1, 0.9)],
  [assetId('b')]: [noise(40_000, 2, 0.9), noise(40_000, 3, 0.9)],
});
const LENGTH = 60_000;

const clip: fc.Arbitrary<MixClip> = fc
  .record({
    start: fc.integer({ min: -2_000, max: LENGTH }),
    duration: fc.integer({ min: 1, max: 40_000 }),
    source: fc.integer({ min: 0, max: 4_000 }),
    isStereo: fc.boolean(),
    gain: fc.constantFrom(1, 0.5, 1.7),
    fades: fc.tuple(fc.constantFrom(0, 0.1, 0.5), fc.constantFrom(0, 0.1, 0.5)),
    loop: fc.option(fc.integer({ min: 200, max: 9_000 }), { nil: undefined }),
  })
  .map(({ start, duration, source, isStereo, gain, fades, loop }) => ({
    ...mixClip(start, duration),
    assetId: assetId(isStereo ? 'b' : 'a'),
    channels: isStereo ? 2 : 1,
    sourceStartSample: samples(source),
    gain,
    fadeInSamples: samples(Math.floor(fades[0] * duration)),
    fadeOutSamples: samples(Math.floor(fades[1] * duration)),
    ...(loop === undefined ? {} : { loopSamples: samples(loop) }),
  }));

const envelope: fc.Arbitrary<readonly EnvelopePoint[]> = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 15_000 }), fc.constantFrom(1, 1, 0.25, 0.5)), { maxLength: 8 })
  .map((steps) => {
    let at = -1_000;
    return steps.map(([step, gain]) => {
      at += step;
      return { atSample: samples(at), gain };
    });
  });

const plan = fc
  .array(fc.tuple(fc.array(clip, { minLength: 1, maxLength: 8 }), envelope), { minLength: 1, maxLength: 3 })
  .map(
    (tracks): MixPlan => ({
      durationSamples: samples(LENGTH + 50_000),
      tracks: tracks.map(([clips, points], index) => ({
        trackId: RecordId.parse(`t${index}`),
        leftGain: 1,
        rightGain: 0.8,
        envelope: points,
        clips: [...clips].sort((a, b) => a.startSample - b.startSample),
      })),
    }),
  );

function moved(original: MixPlan, by: number): MixPlan {
  return {
    durationSamples: samples(original.durationSamples + by),
    tracks: original.tracks.map((track) => ({
      ...track,
      envelope: track.envelope.map((point) => ({ ...point, atSample: samples(point.atSample + by) })),
      clips: track.clips.map((each) => ({ ...each, startSample: samples(each.startSample + by) })),
    })),
  };
}

/** Something else happens before `until`: clips that lie there are others, begin elsewhere, or are gone. */
function changedBefore(original: MixPlan, until: number, choices: readonly number[]): MixPlan {
  return {
    ...original,
    tracks: original.tracks.map((track) => ({
      ...track,
      envelope: track.envelope.map((point, index) =>
        point.atSample < until - 20_000
          ? { ...point, gain: [1, 0.5, 0.25][choices[index % choices.length]! % 3]! }
          : point,
      ),
      clips: track.clips.flatMap((each, index) => {
        const choice = choices[index % choices.length]! % 4;
        const end = each.startSample + each.durationSamples;
        if (choice === 0 || each.loopSamples !== undefined || each.startSample > until - 10_000) return [each];
        if (end < until) return choice === 1 ? [] : [{ ...each, gain: 0.1 }];
        // A clip that is still heard later may have begun earlier or later, at the same place of its sound.
        const shift = Math.min(1_000 * choice, each.sourceStartSample);
        return [
          {
            ...each,
            startSample: samples(each.startSample - shift),
            durationSamples: samples(each.durationSamples + shift),
            sourceStartSample: samples(each.sourceStartSample - shift),
          },
        ];
      }),
    })),
  };
}

function render(of: MixPlan, from: number, to: number): Float32Array {
  const [left, right] = [new Float32Array(to - from), new Float32Array(to - from)];
  new BlockMixer(of, reader).render(from, left, right);
  return Float32Array.of(...left, ...right);
}

const describeAt = (of: MixPlan, from: number, to: number): string =>
  JSON.stringify(new MixContent(of).describe(from, to, from, null));

const range = fc.tuple(fc.nat(LENGTH - 1), fc.integer({ min: 1, max: 6_000 }));

describe('what sounds in a stretch', () => {
  it('[XS5] is described alike, and sounds alike, wherever the plan is moved to', () => {
    fc.assert(
      fc.property(plan, range, fc.integer({ min: 0, max: 2_000_000 }), (original, [from, length], by) => {
        const to = from + length;
        const other = moved(original, by);
        expect(describeAt(other, from + by, to + by)).toBe(describeAt(original, from, to));
        expect(render(other, from + by, to + by)).toEqual(render(original, from, to));
      }),
      { numRuns: 150 },
    );
  });

  it('[XS5] that is described alike has the same bits, whatever else is different', () => {
    let alike = 0;
    fc.assert(
      fc.property(
        plan,
        range,
        fc.array(fc.nat(11), { minLength: 3, maxLength: 6 }),
        (original, [from, length], choices) => {
          const to = from + length;
          const other = changedBefore(original, from, choices);
          if (describeAt(other, from, to) !== describeAt(original, from, to)) return;
          alike++;
          expect(render(other, from, to)).toEqual(render(original, from, to));
        },
      ),
      { numRuns: 300 },
    );
    expect(alike).toBeGreaterThan(60);
  });

  it('[XS5] notices every change of what is heard', () => {
    fc.assert(
      fc.property(plan, plan, range, (one, other, [from, length]) => {
        const to = from + length;
        if (describeAt(one, from, to) === describeAt(other, from, to)) {
          expect(render(other, from, to)).toEqual(render(one, from, to));
        }
      }),
      { numRuns: 150 },
    );
    const bed = { ...mixClip(0, 50_000), loopSamples: samples(9_000) };
    const longer = { ...bed, durationSamples: samples(50_001) };
    const track = { trackId: RecordId.parse('t'), leftGain: 1, rightGain: 1, envelope: [] };
    const planOf = (clips: readonly MixClip[]): MixPlan => ({
      durationSamples: samples(60_000),
      tracks: [{ ...track, clips }],
    });
    expect(describeAt(planOf([bed]), 30_000, 40_000)).toBe(describeAt(planOf([longer]), 30_000, 40_000));
    expect(describeAt(planOf([bed]), 49_000, 50_100)).not.toBe(describeAt(planOf([longer]), 49_000, 50_100));
  });
});

describe('a master of segments', () => {
  it('[XS6] rendered in pieces, in any order, is the same bits as rendered whole, room tone included', () => {
    const toneStarts = [
      { atSample: 0, seed: 3 },
      { atSample: 80_000, seed: 99 },
    ];
    fc.assert(
      fc.property(plan, fc.uniqueArray(fc.integer({ min: 1, max: 99_999 }), { maxLength: 5 }), (original, cuts) => {
        const master = () =>
          new Master(new BlockMixer(original, reader), { gainDb: 6, ceilingDbtp: -1, roomToneDbfs: -60, toneStarts });
        const whole = [new Float32Array(100_000), new Float32Array(100_000)] as const;
        master().render(0, ...whole);
        const edges = [0, ...cuts.sort((a, b) => a - b), 100_000];
        const pieces = edges.slice(1).map((end, index) => [edges[index]!, end] as const);
        for (const [from, to] of pieces.reverse()) {
          const [left, right] = [new Float32Array(to - from), new Float32Array(to - from)];
          master().render(from, left, right);
          expect(left).toEqual(whole[0].subarray(from, to));
          expect(right).toEqual(whole[1].subarray(from, to));
        }
      }),
      { numRuns: 12 },
    );
  });

  it('[XS6] of a plan that is moved has the same bits there', () => {
    fc.assert(
      fc.property(plan, fc.integer({ min: 0, max: 500_000 }), (original, by) => {
        const options = { gainDb: 6, ceilingDbtp: -1, roomToneDbfs: -60 };
        const start = { atSample: 60_000, seed: 5 };
        const one = new Master(new BlockMixer(original, reader), { ...options, toneStarts: [start] });
        const other = new Master(new BlockMixer(moved(original, by), reader), {
          ...options,
          toneStarts: [
            { atSample: 0, seed: 8 },
            { ...start, atSample: start.atSample + by },
          ].slice(by > 100_000 ? 0 : 1),
        });
        const here = [new Float32Array(9_000), new Float32Array(9_000)] as const;
        const there = [new Float32Array(9_000), new Float32Array(9_000)] as const;
        one.render(60_000, ...here);
        other.render(60_000 + by, ...there);
        expect(there).toEqual(here);
      }),
      { numRuns: 40 },
    );
  });
});
