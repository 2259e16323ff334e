import { describe, expect, it } from 'vitest';
import { documentOf } from '#shared/document/episode-document.ts';
import type { Duck } from '#shared/document/records.ts';
import { RecordId } from '#shared/ids.ts';
import type { EnvelopePoint } from '#shared/mix/mix-plan.ts';
import { panGains } from '#shared/mix/pan-law.ts';
import { planMix } from '#shared/mix/plan-mix.ts';
import { msToSamples, samples } from '#shared/units.ts';
import { anyMedia, assetId, layoutOf, placed, planOf, track } from './plan-builder.ts';

/** Of the track 'bed'. */
const envelopeIn = (...args: Parameters<typeof planOf>): readonly EnvelopePoint[] =>
  planOf(...args).tracks.find((t) => t.trackId === 'bed')!.envelope;

const duck: Duck = { depthDb: 12, attackMs: 150, holdMs: 200, releaseMs: 500 };
const second = msToSamples(1000);

describe('gains', () => {
  it('[MIX1] track gain and pan become factors per channel, clip gain its own', () => {
    const plan = planOf([track('voice', { gainDb: -6, pan: 0 })], [placed('l1', 'voice', 0, 100, { gainDb: 20 })]);
    expect(plan.tracks[0]!.leftGain).toBeCloseTo(10 ** (-6 / 20), 12);
    expect(plan.tracks[0]!.rightGain).toBe(plan.tracks[0]!.leftGain);
    expect(plan.tracks[0]!.clips[0]!.gain).toBeCloseTo(10, 12);
  });

  it('[MIX2] panning keeps the power; the centre is 0 dB, a side +3.01 dB', () => {
    expect(panGains(0)).toEqual({ left: 1, right: 1 });
    expect(panGains(1)).toEqual({ left: 0, right: Math.SQRT2 });
    expect(panGains(-1)).toEqual({ left: Math.SQRT2, right: 0 });
    for (let pan = -1; pan <= 1; pan += 0.125) {
      const { left, right } = panGains(pan);
      expect(left * left + right * right).toBeCloseTo(2, 12);
      expect(right > left).toBe(pan > 0);
    }
  });

  it('[MIX3] muted tracks, clips without audio and tracks without clips are left out', () => {
    const plan = planOf(
      [track('voice'), track('muted', { isMuted: true }), track('empty')],
      [
        placed('l1', 'voice', 0, 100),
        placed('l2', 'voice', 100, 100, { assetId: null }),
        placed('l3', 'muted', 0, 100),
      ],
    );
    expect(plan.tracks.map((t) => t.trackId)).toEqual(['voice']);
    expect(plan.tracks[0]!.clips).toHaveLength(1);
  });

  it('[MIX3] a clip whose track is gone plays as it is', () => {
    const plan = planOf([track('voice')], [placed('l1', 'voice', 0, 100), placed('c1', 'gone', 0, 100)]);
    expect(plan.tracks.map((t) => [t.trackId, t.leftGain, t.rightGain])).toEqual([
      ['voice', 1, 1],
      ['gone', 1, 1],
    ]);
  });

  it('[MIX3] an asset the library does not know is left out, and a loop of nothing', () => {
    const clips = [placed('l1', 'voice', 0, 100), placed('c1', 'voice', 0, 100, { loopSamples: samples(0) })];
    const document = documentOf([track('voice')]);
    expect(planMix(document, layoutOf(clips, 100), anyMedia).tracks[0]!.clips).toHaveLength(1);
    const nothing = { ...anyMedia, asset: () => undefined };
    expect(planMix(document, layoutOf(clips, 100), nothing).tracks).toEqual([]);
  });

  it('[MIX1] a plan is plain data: through JSON and back it is the same', () => {
    const plan = planOf(
      [track('voice', { pan: 0.3 }), track('bed', { kind: 'music', gainDb: -18, duck })],
      [placed('l1', 'voice', 48_000, 48_000), placed('c1', 'bed', 0, 480_000, { kind: 'sound' })],
    );
    expect(JSON.parse(JSON.stringify(plan))).toEqual(plan);
  });
});

describe('ducking', () => {
  const bed = track('bed', { kind: 'music', duck });
  const music = placed('m', 'bed', 0, 100 * second, { kind: 'sound', assetId: assetId('b') });
  const envelopeFor = (
    lines: readonly (readonly [startMs: number, endMs: number])[],
    more = {},
  ): readonly EnvelopePoint[] =>
    envelopeIn(
      [track('voice', more), bed],
      [
        music,
        ...lines.map(([from, to], i) =>
          placed(`l${i}`, 'voice', msToSamples(from), msToSamples(to) - msToSamples(from)),
        ),
      ],
    );

  it('[MIX4] the ramp down ends at the first syllable; after the last come hold and release', () => {
    const depth = 10 ** (-12 / 20);
    expect(envelopeFor([[10_000, 12_000]])).toEqual([
      { atSample: msToSamples(9_850), gain: 1 },
      { atSample: msToSamples(10_000), gain: depth },
      { atSample: msToSamples(12_200), gain: depth },
      { atSample: msToSamples(12_700), gain: 1 },
    ]);
  });

  it('[MIX4] no ramp is steeper than 5 ms, and a depth of 0 dB is no ducking', () => {
    const hard = track('bed', { kind: 'music', duck: { depthDb: 12, attackMs: 0, holdMs: 0, releaseMs: 0 } });
    const lines = [music, placed('l1', 'voice', second, second)];
    const points = envelopeIn([track('voice'), hard], lines);
    expect(points.map((p) => p.atSample - second)).toEqual([-240, 0, second, second + 240]);
    const none = track('bed', { kind: 'music', duck: { ...duck, depthDb: 0 } });
    expect(envelopeIn([track('voice'), none], lines)).toEqual([]);
  });

  it('[MIX5] a gap below 0.85 s, or too short for hold, release and attack, does not release', () => {
    const isReleasedIn = (gapMs: number) =>
      envelopeFor([
        [10_000, 12_000],
        [12_000 + gapMs, 20_000],
      ]).length === 8;
    expect([500, 849].map(isReleasedIn)).toEqual([false, false]);
    expect([850, 3_000].map(isReleasedIn)).toEqual([true, true]);

    const quick = { depthDb: 12, attackMs: 5, holdMs: 10, releaseMs: 20 };
    const slow = { depthDb: 12, attackMs: 150, holdMs: 200, releaseMs: 2_000 };
    const points = (settings: Duck, gapMs: number) =>
      envelopeIn(
        [track('voice'), track('bed', { kind: 'music', duck: settings })],
        [music, placed('l1', 'voice', 0, second), placed('l2', 'voice', second + msToSamples(gapMs), second)],
      ).length;
    expect([points(quick, 840), points(quick, 860)]).toEqual([4, 8]);
    expect([points(slow, 2_340), points(slow, 2_360)]).toEqual([4, 8]);
  });

  it('[MIX5] overlapping and nested lines are one stretch', () => {
    expect(
      envelopeFor([
        [10_000, 16_000],
        [11_000, 12_000],
        [13_000, 18_000],
      ]).map((p) => p.atSample),
    ).toEqual([9_850, 10_000, 18_200, 18_700].map(msToSamples));
  });

  it('[MIX6] speech that is muted or missing does not duck, nor a track for its own lines', () => {
    expect(envelopeFor([[10_000, 12_000]], { isMuted: true })).toEqual([]);
    const missing = [music, placed('l1', 'voice', 0, second, { assetId: null })];
    expect(envelopeIn([track('voice'), bed], missing)).toEqual([]);
    const own = planOf([track('voice', { duck })], [placed('l1', 'voice', 0, second)]);
    expect(own.tracks[0]!.envelope).toEqual([]);
  });

  it('[MIX6] sounds do not duck, spoken lines on any other track do', () => {
    const points = envelopeIn(
      [track('sfx', { kind: 'effects' }), bed, track('other')],
      [music, placed('door', 'sfx', 0, second, { kind: 'sound' }), placed('l1', 'other', 10 * second, second)],
    );
    expect(points.map((p) => p.atSample)[1]).toBe(10 * second);
    expect(points).toHaveLength(4);
  });
});

describe('fades', () => {
  const fadesIn = (kind: 'dialogue' | 'music' | 'effects', clips: Parameters<typeof planOf>[1]) =>
    planOf([track('t', { kind })], clips).tracks[0]!.clips.map((clip) => [
      clip.fadeInSamples,
      clip.fadeInShape,
      clip.fadeOutSamples,
      clip.fadeOutShape,
    ]);
  const fade = { fadeInSamples: samples(240), fadeOutSamples: samples(240) };

  it('[MIX8] parts of one line that overlap crossfade with equal gain over the overlap', () => {
    const parts = [0, 1].map((i) =>
      placed(`l1#${i}`, 't', i * 9_000, 10_000, {
        ...fade,
        recordId: RecordId.parse('l1'),
        assetId: assetId(i ? 'c' : 'a'),
      }),
    );
    expect(fadesIn('dialogue', parts)).toEqual([
      [240, 'equal-power', 1_000, 'equal-gain'],
      [1_000, 'equal-gain', 240, 'equal-power'],
    ]);
  });

  it('[MIX8] pieces on a music track crossfade with equal power, the same recording with equal gain', () => {
    const clips = (second: string) => [
      placed('m1', 't', 0, 10_000, { ...fade, kind: 'sound' }),
      placed('m2', 't', 8_000, 10_000, { ...fade, kind: 'sound', assetId: assetId(second) }),
    ];
    expect(fadesIn('music', clips('c'))[1]).toEqual([2_000, 'equal-power', 240, 'equal-power']);
    expect(fadesIn('music', clips('a'))[1]).toEqual([2_000, 'equal-gain', 240, 'equal-power']);
  });

  it('[MIX8] cross-talk, overlapping effects, a sound laid over another and longer fades stay as they are', () => {
    const untouched = [
      [240, 'equal-power', 240, 'equal-power'],
      [240, 'equal-power', 240, 'equal-power'],
    ];
    const two = (kind: 'speech' | 'sound', start: number, length: number) => [
      placed('x1', 't', 0, 10_000, { ...fade, kind }),
      placed('x2', 't', start, length, { ...fade, kind, assetId: assetId('c') }),
    ];
    expect(fadesIn('dialogue', two('speech', 9_000, 10_000))).toEqual(untouched);
    expect(fadesIn('effects', two('sound', 9_000, 10_000))).toEqual(untouched);
    expect(fadesIn('music', two('sound', 2_000, 1_000))).toEqual(untouched);
    const long = [
      placed('m1', 't', 0, 10_000, { kind: 'sound', fadeOutSamples: samples(5_000) }),
      placed('m2', 't', 9_000, 10_000, { kind: 'sound', assetId: assetId('c') }),
    ];
    expect(fadesIn('music', long)[0]![2]).toBe(5_000);
  });

  it('[MIX8] no fade is longer than its clip', () => {
    const clip = placed('m1', 't', 0, 100, { kind: 'sound', ...fade });
    expect(fadesIn('music', [clip])[0]).toEqual([100, 'equal-power', 100, 'equal-power']);
  });
});
