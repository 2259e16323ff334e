import { expect, test } from 'vitest';
import { LoudnessMeter } from '#shared/loudness/loudness-meter.ts';
import type { MixPlan } from '#shared/mix/mix-plan.ts';
import { samples } from '#shared/units.ts';
import { METER } from '../../../src-renderer/player/ring.ts';
import { TimeStretch } from '../../../src-renderer/player/time-stretch.ts';
import { expectSame, listen, mixed, PLAN, player } from './feeder-rig.ts';

/** The lead that is kept, and the blend from old to new. */
const LEAD = 2_048;
const BLEND = 256;

const from = (startSample: number, restartId = 1) => ({ restart: { startSample, restartId } });
const quieter: MixPlan = { ...PLAN, tracks: PLAN.tracks.map((track) => ({ ...track, leftGain: track.leftGain / 2 })) };

test('[PLY1] an edit is heard within a twentieth of a second, without a gap and without a click', async () => {
  const playing = player();
  playing.feeder.change({ plan: PLAN, ...from(0) });
  await listen(playing, 5_000);
  playing.feeder.change({ plan: quieter, restart: null });
  const after = await listen(playing, 20_000);
  const [old, now] = [mixed(5_000, 20_000), mixed(5_000, 20_000, quieter)];
  const slice = ([left, right]: [Float32Array, Float32Array], start: number, end = 20_000) =>
    [left.subarray(start, end), right.subarray(start, end)] as [Float32Array, Float32Array];
  expectSame(slice(after, 0, LEAD), slice(old, 0, LEAD));
  expectSame(slice(after, LEAD + BLEND), slice(now, LEAD + BLEND));
  expect(playing.monitor.underruns).toBe(0);
});

test('[PLY1] what an edit does not change keeps its samples while it plays', async () => {
  const playing = player();
  playing.feeder.change({ plan: PLAN, ...from(0) });
  await listen(playing, 5_000);
  playing.feeder.change({ plan: { ...PLAN }, restart: null });
  expectSame(await listen(playing, 30_000), mixed(5_000, 30_000));
});

test('[PLY2] where an edit moves what is heard, playing goes on with it, and the position moves along', async () => {
  const shift = 7_000;
  const later: MixPlan = {
    durationSamples: samples(PLAN.durationSamples + shift),
    tracks: PLAN.tracks.map((track) => ({
      ...track,
      envelope: track.envelope.map((point) => ({ ...point, atSample: samples(point.atSample + shift) })),
      clips: track.clips.map((clip) => ({ ...clip, startSample: samples(clip.startSample + shift) })),
    })),
  };
  const playing = player();
  playing.feeder.change({ plan: PLAN, ...from(0) });
  await listen(playing, 5_000);
  playing.feeder.change({ plan: later, shiftSamples: shift, restart: null });
  expectSame(await listen(playing, 30_000), mixed(5_000, 30_000));
  expect(playing.monitor.positionSample).toBe(35_000 + shift);
});

test('[PLY3] a loop goes back to its start; its seam does not click; the position goes with it', async () => {
  const loop = { startSample: 10_000, endSample: 16_000 };
  const playing = player();
  playing.feeder.change({ plan: PLAN, loop, ...from(9_000) });
  const [left] = await listen(playing, 30_000);
  const [plain] = mixed(9_000, 7_000);
  expect(left.subarray(0, 7_000)).toEqual(plain);
  // The second round, after the seam has worn off.
  expect(left.subarray(7_000 + 128, 13_000)).toEqual(mixed(10_128, 5_872)[0]);
  const steepest = (signal: Float32Array) =>
    signal.reduce((most, value, n) => Math.max(most, n === 0 ? 0 : Math.abs(value - signal[n - 1]!)), 0);
  expect(steepest(left.subarray(6_900, 7_200))).toBeLessThan(3 * steepest(plain) + 0.02);
  expect(playing.monitor.positionSample).toBe(10_000 + ((39_000 - 10_000) % 6_000));
  playing.feeder.change({ loop: null, restart: null });
  await listen(playing, 12_000);
  expect(playing.monitor.positionSample).toBeGreaterThan(16_000);
});

/** Frames between rising zero crossings, averaged. */
function periodOf(signal: Float32Array): number {
  const crossings: number[] = [];
  for (let n = 1; n < signal.length; n++) if (signal[n - 1]! < 0 && signal[n]! >= 0) crossings.push(n);
  return (crossings.at(-1)! - crossings[0]!) / (crossings.length - 1);
}

test.each([0.5, 0.8, 1.5, 2, 4])('[PLY4] at %f times the speed a tone keeps its pitch and its level', (rate) => {
  const stretch = new TimeStretch(rate);
  const hop = TimeStretch.HOP_FRAMES;
  let at = 0;
  const heard = new Float32Array(80 * hop);
  for (let done = 0; done < heard.length; done += hop) {
    while (stretch.wantsInput) {
      const block = Float32Array.from(
        { length: 1_000 },
        (_, n) => 0.5 * Math.sin(((at + n) * 2 * Math.PI * 220) / 48_000),
      );
      stretch.push(block, block);
      at += 1_000;
    }
    stretch.pull(heard.subarray(done, done + hop), new Float32Array(hop));
  }
  expect(at).toBeGreaterThan((heard.length - hop) * rate);
  expect(at).toBeLessThan(heard.length * rate + 5_000);
  const settled = heard.subarray(5_000);
  expect(48_000 / periodOf(settled)).toBeCloseTo(220, 0);
  const rms = Math.sqrt(settled.reduce((sum, value) => sum + value * value, 0) / settled.length);
  expect(rms).toBeCloseTo(0.5 / Math.SQRT2, 2);
});

test('[PLY4] faster and back again: no gap, and at its own speed the programme has its own samples', async () => {
  const playing = player();
  playing.feeder.change({ plan: PLAN, ...from(0) });
  await listen(playing, 4_000);
  playing.feeder.change({ rate: 2, restart: null });
  await listen(playing, 20_000);
  const fast = playing.monitor.positionSample;
  expect(fast).toBeGreaterThan(4_000 + 2 * 17_000);
  expect(fast).toBeLessThan(4_000 + 2 * 21_000);
  playing.feeder.change({ rate: 1, restart: null });
  await listen(playing, LEAD + BLEND + 1_000);
  const position = playing.monitor.positionSample;
  expectSame(await listen(playing, 5_000), mixed(position, 5_000));
  expect(playing.monitor.underruns).toBe(0);
});

test('[PLY5] backwards it goes to the start and ends there', async () => {
  const playing = player();
  playing.feeder.change({ plan: PLAN, rate: -1, ...from(30_000) });
  await listen(playing, 10_000);
  expect(playing.monitor.positionSample).toBeCloseTo(20_000, -3);
  const [rest] = await listen(playing, 60_000);
  expect(rest.length).toBeCloseTo(20_000, -3);
  expect(playing.monitor.positionSample).toBe(0);
});

test('[PLY6] scrubbing lets a moment be heard where the hand is, and nothing while it stands still', async () => {
  const playing = player();
  playing.feeder.change({ plan: PLAN, ...from(0) });
  playing.feeder.scrub(50_000, 2);
  const [first] = await listen(playing, 8_192);
  expect(first.subarray(1_100, 3_000)).toEqual(mixed(51_100, 1_900)[0]);
  expect(first.subarray(4_096 + 100).every((value) => value === 0)).toBe(true);
  playing.feeder.scrub(60_000, 2);
  const [second] = await listen(playing, 8_192);
  expect(second.some((value) => value !== 0)).toBe(true);
  playing.feeder.change(from(60_000, 3));
  expectSame(await listen(playing, 3_000), mixed(60_000, 3_000));
});

test('[PLY7] the meters say the loudness of what was played, and of nothing else', async () => {
  const playing = player();
  playing.feeder.change({ plan: PLAN, ...from(0) });
  expect(playing.monitor.meter(METER.momentary)).toBeNaN();
  const heard = await listen(playing, 96_000);
  playing.feeder.feed();
  const expected = new LoudnessMeter({ sampleRateHz: 48_000, channels: 2 });
  expected.push(heard);
  // They look twenty times a second, at the whole twice a second, and may be a look behind.
  expect(playing.monitor.meter(METER.momentary)).toBeCloseTo(expected.momentaryLufs()!, 0);
  expect(Math.abs(playing.monitor.meter(METER.integrated) - expected.integratedLufs()!)).toBeLessThan(1);
  const peak = Math.max(...heard[0].subarray(0, 72_000).map(Math.abs));
  expect(playing.monitor.meter(METER.truePeak)).toBeGreaterThan(20 * Math.log10(peak) - 0.1);
  playing.feeder.change({ ...from(200_000, 2), resetsMeters: true });
  expect(playing.monitor.meter(METER.integrated)).toBeNaN();
});

test('[PLY8] a hundred changes in a row lose no frame of what stays the same', async () => {
  const playing = player();
  playing.feeder.change({ plan: PLAN, ...from(0) });
  const heard: number[] = [];
  for (let round = 0; round < 100; round++) {
    heard.push(...(await listen(playing, 1 + ((round * 577) % 1_500)))[0]);
    playing.feeder.change({ plan: PLAN, restart: null });
  }
  expect(Float32Array.from(heard)).toEqual(mixed(0, heard.length)[0]);
  expect(playing.monitor.positionSample).toBe(heard.length);
});

test('[PLY10] of soloed tracks alone something is heard, ducked as in the whole; without any, all is', async () => {
  const playing = player();
  playing.feeder.change({ plan: PLAN, soloTrackIds: [PLAN.tracks[1]!.trackId], ...from(8_000) });
  const alone: MixPlan = { ...PLAN, tracks: [PLAN.tracks[1]!] };
  expectSame(await listen(playing, 15_000), mixed(8_000, 15_000, alone));
  playing.feeder.change({ soloTrackIds: [], ...from(8_000, 2) });
  expectSame(await listen(playing, 15_000), mixed(8_000, 15_000));
});
