import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RecordId } from '#shared/ids.ts';
import { BlockMixer } from '#shared/mix/block-mixer.ts';
import { ClipIndex } from '#shared/mix/clip-index.ts';
import { envelopeGain, fadeGain } from '#shared/mix/curves.ts';
import type { EnvelopePoint, MixClip, MixPlan } from '#shared/mix/mix-plan.ts';
import { samples } from '#shared/units.ts';
import { assetId, mixClip, placed, planOf, readerOf, track } from './plan-builder.ts';
import { noise, rmsDb, signal } from './signals.ts';

const reader = readerOf({
  [assetId('a')]: [noise(9_000, 1)],
  [assetId('b')]: [noise(9_000, 2), noise(9_000, 3)],
});

function render(plan: MixPlan, from: number, frames: number, source = reader) {
  const [left, right] = [new Float32Array(frames), new Float32Array(frames)];
  new BlockMixer(plan, source).render(from, left, right);
  return { left, right };
}

function planWith(
  clips: readonly MixClip[],
  durationSamples = 20_000,
  envelope: readonly EnvelopePoint[] = [],
): MixPlan {
  const trackId = RecordId.parse('t');
  return {
    durationSamples: samples(durationSamples),
    tracks: [{ trackId, leftGain: 1, rightGain: 1, envelope, clips }],
  };
}

const clipArbitrary: fc.Arbitrary<MixClip> = fc
  .record({
    start: fc.integer({ min: -500, max: 9_000 }),
    duration: fc.integer({ min: 1, max: 6_000 }),
    source: fc.integer({ min: 0, max: 4_000 }),
    isStereo: fc.boolean(),
    gain: fc.double({ min: 0, max: 2, noNaN: true }),
    fades: fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true })),
    shapes: fc.tuple(fc.constantFrom('equal-power', 'equal-gain'), fc.constantFrom('equal-power', 'equal-gain')),
    loop: fc.option(fc.integer({ min: 1, max: 3_000 }), { nil: undefined }),
  })
  .map(({ start, duration, source, isStereo, gain, fades, shapes, loop }) => ({
    ...mixClip(start, duration),
    assetId: assetId(isStereo ? 'b' : 'a'),
    channels: isStereo ? 2 : 1,
    sourceStartSample: samples(source),
    gain,
    fadeInSamples: samples(Math.floor(fades[0] * duration)),
    fadeOutSamples: samples(Math.floor(fades[1] * duration)),
    fadeInShape: shapes[0] as MixClip['fadeInShape'],
    fadeOutShape: shapes[1] as MixClip['fadeOutShape'],
    ...(loop === undefined ? {} : { loopSamples: samples(loop) }),
  }));

const envelopeArbitrary: fc.Arbitrary<EnvelopePoint[]> = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 1_500 }), fc.constantFrom(1, 1, 0.25, 0.5)), { maxLength: 8 })
  .map((steps) => {
    let at = -400;
    return steps.map(([step, gain]) => {
      at += step;
      return { atSample: samples(at), gain };
    });
  });

const planArbitrary: fc.Arbitrary<MixPlan> = fc
  .record({
    duration: fc.integer({ min: 1, max: 12_000 }),
    tracks: fc.array(
      fc.record({
        clips: fc.array(clipArbitrary, { maxLength: 5 }),
        envelope: envelopeArbitrary,
        gains: fc.tuple(fc.double({ min: 0, max: 1.5, noNaN: true }), fc.double({ min: 0, max: 1.5, noNaN: true })),
      }),
      { maxLength: 3 },
    ),
  })
  .map(({ duration, tracks }) => ({
    durationSamples: samples(duration),
    tracks: tracks.map(({ clips, envelope, gains }, i) => ({
      trackId: RecordId.parse(`t${i}`),
      leftGain: gains[0],
      rightGain: gains[1],
      envelope,
      clips: clips.sort((a, b) => a.startSample - b.startSample),
    })),
  }));

/** The mix said plainly, one sample at a time. Loops in these plans are of noise, whose seams need no mending. */
function referenceSample(plan: MixPlan, n: number): [number, number] {
  const sum: [number, number] = [0, 0];
  if (n < 0 || n >= plan.durationSamples) return sum;
  for (const track of plan.tracks) {
    for (const clip of track.clips) {
      const offset = n - clip.startSample;
      if (offset < 0 || offset >= clip.durationSamples) continue;
      const at = clip.sourceStartSample + (clip.loopSamples ? offset % clip.loopSamples : offset);
      const source: [Float32Array, Float32Array] = [new Float32Array(1), new Float32Array(1)];
      reader.read(clip.assetId, at, 1, source[0], source[1]);
      let factor = clip.gain * envelopeAt(track.envelope, n);
      if (offset < clip.fadeInSamples) factor *= fadeGain(clip.fadeInShape, (offset + 0.5) / clip.fadeInSamples);
      const left = clip.durationSamples - offset;
      if (left <= clip.fadeOutSamples) factor *= fadeGain(clip.fadeOutShape, (left - 0.5) / clip.fadeOutSamples);
      sum[0] += source[0][0]! * factor * track.leftGain;
      sum[1] += source[1][0]! * factor * track.rightGain;
    }
  }
  return sum;
}

function envelopeAt(points: readonly EnvelopePoint[], n: number): number {
  const after = points.findIndex((point) => point.atSample > n);
  if (after === 0 || points.length === 0) return points[0]?.gain ?? 1;
  const from = points.at(after < 0 ? -1 : after - 1)!;
  const to = after < 0 ? from : points[after]!;
  return from === to
    ? from.gain
    : envelopeGain(from.gain, to.gain, (n - from.atSample) / (to.atSample - from.atSample));
}

const hasShortLoop = (plan: MixPlan) => plan.tracks.some((t) => t.clips.some((c) => (c.loopSamples ?? 1_000) < 250));

describe('BlockMixer', () => {
  it('[MIX10] plays the plan: sources, gains, envelopes, fades and loops added up', () => {
    fc.assert(
      fc.property(planArbitrary, fc.integer({ min: -600, max: 10_000 }), (plan, start) => {
        // A loop of a few samples of noise may well jump more at its seam than inside.
        fc.pre(!hasShortLoop(plan));
        const { left, right } = render(plan, start, 2_500);
        for (let i = 0; i < left.length; i += 7) {
          const [l, r] = referenceSample(plan, start + i);
          if (Math.abs(left[i]! - l) > 1e-5 || Math.abs(right[i]! - r) > 1e-5) {
            throw new Error(`sample ${start + i}: ${left[i]}, ${right[i]} instead of ${l}, ${r}`);
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it('[MIX11] whole or in pieces of any size in any order: the same bits', () => {
    const pieces = fc.array(fc.integer({ min: 1, max: 3_000 }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(planArbitrary, pieces, fc.boolean(), (plan, lengths, isBackwards) => {
        const total = lengths.reduce((sum, length) => sum + length, 0);
        const whole = render(plan, -100, total);
        const mixer = new BlockMixer(plan, reader);
        const [left, right] = [new Float32Array(total), new Float32Array(total)];
        let at = 0;
        const blocks = lengths.map((length) => {
          at += length;
          return [at - length, at] as const;
        });
        for (const [from, to] of isBackwards ? blocks.reverse() : blocks) {
          mixer.render(from - 100, left.subarray(from, to), right.subarray(from, to));
        }
        expect(Buffer.from(left.buffer).equals(Buffer.from(whole.left.buffer))).toBe(true);
        expect(Buffer.from(right.buffer).equals(Buffer.from(whole.right.buffer))).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it('[MIX11] also where blocks begin and end inside fades', () => {
    const fades = { fadeInSamples: samples(1_500), fadeOutSamples: samples(900) };
    const plan = planWith([mixClip(10, 4_000, fades)], 5_000);
    const whole = render(plan, 0, 5_000).left;
    const mixer = new BlockMixer(plan, reader);
    for (let at = 0; at < 5_000; at += 64) {
      const [left, right] = [new Float32Array(64), new Float32Array(64)];
      mixer.render(at, left, right);
      expect(left.subarray(0, 5_000 - at)).toEqual(whole.subarray(at, at + 64));
    }
  });

  it('[MIX1] a mono voice in the middle comes out as recorded, bit for bit, in both channels', () => {
    const voice = noise(9_000, 1);
    const { left, right } = render(planWith([mixClip(1_000, 9_000)]), 1_000, 9_000);
    expect(left).toEqual(voice);
    expect(right).toEqual(voice);
  });

  it('[MIX12] there is silence before the programme, after it, and where nothing plays', () => {
    const { left } = render(planWith([mixClip(-500, 30_000)], 5_000), -1_000, 8_000);
    expect(left.subarray(0, 1_000).every((value) => value === 0)).toBe(true);
    expect(left.subarray(6_000).every((value) => value === 0)).toBe(true);
    expect(left[1_000]).not.toBe(0);
    expect(render(planWith([]), 0, 100).left.every((value) => value === 0)).toBe(true);
  });

  it('[MIX8] a crossfade of a sound with itself leaves no trace', () => {
    const [into, out] = [{ fadeInSamples: samples(480) }, { fadeOutSamples: samples(480) }];
    const shape = { fadeInShape: 'equal-gain', fadeOutShape: 'equal-gain' } as const;
    const clips = [
      mixClip(0, 4_000, { ...out, ...shape }),
      mixClip(3_520, 4_000, { ...into, ...shape, sourceStartSample: samples(3_520) }),
    ];
    const { left } = render(planWith(clips), 0, 7_000);
    const voice = noise(9_000, 1);
    for (let n = 0; n < 7_000; n++) expect(Math.abs(left[n]! - voice[n]!)).toBeLessThan(2e-7);
  });
});

describe('ducking, heard', () => {
  it('[MIX4] under speech the bed is lower by the depth, before and long after it is not', () => {
    const duck = { depthDb: 12, attackMs: 150, holdMs: 200, releaseMs: 500 };
    const tracks = [track('voice'), track('bed', { kind: 'music', duck })];
    const bed = placed('m', 'bed', 0, 400_000, { kind: 'sound', assetId: assetId('a'), loopSamples: samples(9_000) });
    const stem = (...lines: Parameters<typeof planOf>[1]) => {
      const plan = planOf(tracks, [bed, ...lines]);
      return render({ ...plan, tracks: plan.tracks.filter((t) => t.trackId === 'bed') }, 0, 400_000).left;
    };
    const [ducked, plain] = [stem(placed('l1', 'voice', 100_000, 100_000)), stem()];
    const difference = (from: number, to: number) => rmsDb(ducked.subarray(from, to)) - rmsDb(plain.subarray(from, to));
    expect(difference(100_000, 209_000)).toBeCloseTo(-12, 3);
    expect(difference(0, 92_000)).toBe(0);
    expect(difference(234_000, 400_000)).toBe(0);
  });
});

describe('loops', () => {
  const steepest = (x: Float32Array) =>
    x.reduce((worst, value, i) => (i ? Math.max(worst, Math.abs(value - x[i - 1]!)) : 0), 0);
  const sine = (period: number) =>
    readerOf({ [assetId('a')]: [signal(9_000, (n) => 0.5 * Math.sin((2 * Math.PI * n) / period))] });

  it('[MIX13] a loop that closes on itself repeats sample for sample', () => {
    const source = sine(100);
    const { left } = render(planWith([mixClip(0, 9_000, { loopSamples: samples(2_000) })]), 0, 9_000, source);
    for (let n = 2_000; n < 9_000; n++) expect(left[n]).toBe(left[n - 2_000]);
  });

  it('[MIX13] a loop that does not is worn smooth: no step larger than those of the sound', () => {
    const source = sine(100);
    // Cut at the crest: the raw step is 0.5 where the sine itself never moves more than 0.0315.
    const { left } = render(planWith([mixClip(0, 9_000, { loopSamples: samples(2_025) })]), 0, 9_000, source);
    expect(steepest(left)).toBeLessThan(1.5 * 0.0315);
    // Only the first 5 ms of a pass are touched.
    for (let n = 2_025 + 240; n < 4_050; n++) expect(left[n]).toBe(left[n - 2_025]);
  });
});

describe('ClipIndex', () => {
  it('[MIX14] finds exactly the clips that overlap a stretch, in order', () => {
    const clip = fc.record({
      startSample: fc.integer({ min: 0, max: 60 }),
      durationSamples: fc.integer({ min: 1, max: 20 }),
    });
    fc.assert(
      fc.property(
        fc.array(clip, { maxLength: 40 }),
        fc.integer({ min: -5, max: 90 }),
        fc.nat(15),
        (clips, from, length) => {
          clips.sort((a, b) => a.startSample - b.startSample);
          const index = new ClipIndex(clips);
          const found = Array.from({ length: index.find(from, from + length) }, (_, i) => index.at(i));
          const expected = clips.flatMap(({ startSample, durationSamples }, i) =>
            startSample < from + length && startSample + durationSamples > from ? [i] : [],
          );
          expect(found).toEqual(expected);
        },
      ),
    );
  });

  it('[MIX14] a block reads only what sounds in it, however many clips and however long a bed there are', () => {
    const bed = mixClip(0, 8_000 * 48_000, { loopSamples: samples(9_000) });
    const lines = Array.from({ length: 8_000 }, (_, i) => mixClip(i * 48_000, 40_000));
    const source = readerOf({ [assetId('a')]: [noise(9_000, 1)] });
    const mixer = new BlockMixer(planWith([bed, ...lines], 8_000 * 48_000), source);
    mixer.render(7_000 * 48_000, new Float32Array(1_000), new Float32Array(1_000));
    expect(source.reads).toBeLessThanOrEqual(4);
  });
});
