import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DeliveryMeter } from '#shared/loudness/delivery-meter.ts';
import { LoudnessMeter } from '#shared/loudness/loudness-meter.ts';
import { ProgrammeMeter } from '#shared/loudness/programme-meter.ts';
import { type StretchMeasure, StretchMeter } from '#shared/loudness/stretch-meter.ts';
import { TruePeakMeter } from '#shared/loudness/true-peak-meter.ts';
import { noise, signal } from '../mix/signals.ts';

type Sound = readonly Float32Array[];

/** Phrases of noise of changing level, with pauses in which there is a little or nothing. */
function speechLike(rate: number, seconds: number, seed: number): Float32Array {
  const raw = noise(Math.round(rate * seconds), seed, 0.5);
  return signal(raw.length, (n) => {
    const second = n / rate;
    const phrase = Math.floor(second / 0.73);
    const level = [0.9, 0.3, 0.003, 0.5, 0, 0.08][(phrase * 7 + seed) % 6]!;
    const swell = Math.sin((Math.PI * (second % 0.19)) / 0.19);
    return level * swell * (raw[n]! + (raw[n - 1] ?? 0));
  });
}

function whole(sound: Sound, rate: number) {
  const options = { sampleRateHz: rate, channels: sound.length };
  const loudness = new LoudnessMeter(options);
  const delivery = new DeliveryMeter(options);
  const peak = new TruePeakMeter(sound.length);
  for (const meter of [loudness, delivery, peak]) meter.push(sound);
  return { loudness, delivery, peak };
}

function measure(sound: Sound, rate: number, from: number, to: number, block = 5_000): StretchMeasure {
  const meter = new StretchMeter({ sampleRateHz: rate, channels: sound.length as 1 | 2 });
  const before = Math.max(0, from - rate / 5);
  if (from > 0) meter.warmUp(sound.map((channel) => channel.subarray(before, from)));
  for (let at = from; at < to; at += block) {
    meter.push(sound.map((channel) => channel.subarray(at, Math.min(to, at + block))));
  }
  return meter.finish();
}

function inPieces(sound: Sound, rate: number, cuts: readonly number[], block?: number): ProgrammeMeter {
  const meter = new ProgrammeMeter({ sampleRateHz: rate, channels: sound.length });
  const edges = [0, ...cuts, sound[0]!.length];
  for (let i = 1; i < edges.length; i++) meter.add(measure(sound, rate, edges[i - 1]!, edges[i]!, block));
  return meter;
}

const differs = (one: number | null, other: number | null): number =>
  one === other ? 0 : Math.abs((one ?? Number.NaN) - (other ?? Number.NaN));

function expectEqual(meter: ProgrammeMeter, { loudness, delivery, peak }: ReturnType<typeof whole>, within: number) {
  expect(differs(meter.integratedLufs(), loudness.integratedLufs())).toBeLessThanOrEqual(within);
  expect(differs(meter.loudnessRangeLu(), loudness.loudnessRangeLu())).toBeLessThanOrEqual(10 * within);
  expect(differs(meter.momentaryMaxLufs(), loudness.momentaryMaxLufs())).toBeLessThanOrEqual(10 * within);
  expect(differs(meter.shortTermMaxLufs(), loudness.shortTermMaxLufs())).toBeLessThanOrEqual(10 * within);
  expect(differs(meter.rmsDb(), delivery.rmsDb())).toBeLessThan(1e-5);
  expect(differs(meter.truePeakDbtp(), peak.truePeakDbtp())).toBeLessThan(1e-9);
  expect(meter.samplePeakDbfs()).toBe(peak.samplePeakDbfs());
  expect(meter.headRoomMs()).toBe(delivery.headRoomMs());
  expect(meter.tailRoomMs()).toBe(delivery.tailRoomMs());
  expect(meter.durationMs()).toBe(delivery.durationMs());
}

const cutsOf = (length: number) => fc.uniqueArray(fc.integer({ min: 1, max: length - 1 }), { maxLength: 6 });

describe('a programme measured in stretches', () => {
  it.each([48_000, 44_100])('[XS4] reads as one measured whole, wherever the stretches begin, at %s Hz', (rate) => {
    const sound = [speechLike(rate, 30, 3), speechLike(rate, 30, 4)];
    const expected = whole(sound, rate);
    fc.assert(
      fc.property(cutsOf(sound[0]!.length), (cuts) => {
        const sorted = cuts.sort((a, b) => a - b);
        const meter = inPieces(sound, rate, sorted);
        expectEqual(meter, expected, 0.01);
        // The floor is the quietest of many windows: the one number that a shift by half a hop can move.
        expect(differs(meter.noiseFloorDb(), expected.delivery.noiseFloorDb())).toBeLessThan(0.3);
      }),
      { numRuns: 8 },
    );
  });

  it('[XS4] on the grid of 10 ms it reads the same to the last digits, the noise floor too', () => {
    const sound = [speechLike(48_000, 20, 9)];
    const expected = whole(sound, 48_000);
    const meter = inPieces(sound, 48_000, [480, 48_000, 333_120], 777);
    expectEqual(meter, expected, 1e-5);
    expect(differs(meter.noiseFloorDb(), expected.delivery.noiseFloorDb())).toBeLessThan(1e-5);
  });

  it('[XS4] finds a peak between two stretches, and at both ends of the programme', () => {
    const sound = [signal(9_600, (n) => (Math.floor(n / 2) % 2 === 0 ? 0.7 : -0.7))];
    const expected = whole(sound, 48_000).peak.truePeakDbtp();
    expect(expected).toBeGreaterThan(-0.5);
    for (const cuts of [[4_801], [4_800, 4_802], [10, 25, 30], [9_590]]) {
      expect(differs(inPieces(sound, 48_000, cuts).truePeakDbtp(), expected)).toBeLessThan(1e-9);
    }
    const click = [signal(4_800, (n) => (n === 2_000 || n === 2_001 ? 0.9 : 0))];
    const between = whole(click, 48_000).peak.truePeakDbtp();
    expect(differs(inPieces(click, 48_000, [2_001]).truePeakDbtp(), between)).toBeLessThan(1e-9);
  });

  it('[XS4] digital silence, one sample and less than a window are as the other meters have them', () => {
    for (const length of [1, 100, 4_800, 19_199, 19_200]) {
      for (const amplitude of [0, 0.3]) {
        const sound = [signal(length, (n) => amplitude * Math.sin(n))];
        const expected = whole(sound, 48_000);
        const meter = inPieces(sound, 48_000, length > 60 ? [7, 50] : []);
        expect(meter.rmsDb()).toBeCloseTo(expected.delivery.rmsDb(), 4);
        expect(differs(meter.integratedLufs(), expected.loudness.integratedLufs())).toBeLessThan(0.01);
        expect(meter.samplePeakDbfs()).toBe(expected.peak.samplePeakDbfs());
        expect(meter.headRoomMs()).toBe(expected.delivery.headRoomMs());
        expect(meter.tailRoomMs()).toBe(expected.delivery.tailRoomMs());
      }
    }
    const empty = new ProgrammeMeter({ sampleRateHz: 48_000, channels: 1 });
    expect([empty.integratedLufs(), empty.rmsDb()]).toEqual([null, Number.NEGATIVE_INFINITY]);
  });
});
