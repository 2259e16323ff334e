import { describe, expect, it } from 'vitest';
import { DeliveryMeter } from '#shared/loudness/delivery-meter.ts';
import { noise, signal } from '../mix/signals.ts';

const RATE = 44_100;

function measured(channels: Float32Array[], block = 4_096) {
  const meter = new DeliveryMeter({ sampleRateHz: RATE, channels: channels.length });
  for (let at = 0; at < channels[0]!.length; at += block) {
    meter.push(channels.map((channel) => channel.subarray(at, at + block)));
  }
  return meter;
}

const constant = (level: number, seconds: number) => new Float32Array(seconds * RATE).fill(level);

describe('DeliveryMeter', () => {
  it('[LOUD11] RMS is of the whole file, of several channels the root of the mean of their mean squares', () => {
    expect(measured([constant(0.1, 2)]).rmsDb()).toBeCloseTo(-20, 5);
    expect(measured([constant(0.1, 2), constant(0, 2)]).rmsDb()).toBeCloseTo(-23.0103, 4);
    // Also of what is left after the last whole step.
    const odd = signal(RATE + 1_000, (n) => (n < RATE ? 0 : 0.5));
    expect(measured([odd]).rmsDb()).toBeCloseTo(10 * Math.log10((0.25 * 1_000) / (RATE + 1_000)), 4);
    expect(measured([new Float32Array(0)]).rmsDb()).toBe(Number.NEGATIVE_INFINITY);
  });

  it('[LOUD11] the floor is the smallest RMS of 400 ms, looked for every 100 ms', () => {
    // 500 ms of quiet hold a whole window wherever they start; 390 ms never do.
    const withPause = (from: number, seconds: number) =>
      signal(3 * RATE, (n) => (n >= from * RATE && n < (from + seconds) * RATE ? 0.001 : 0.1));
    expect(measured([withPause(1.03, 0.5)]).noiseFloorDb()).toBeCloseTo(-60, 3);
    expect(measured([withPause(1, 0.39)]).noiseFloorDb()).toBeGreaterThan(-40);
    expect(measured([withPause(1.2, 0.4)]).noiseFloorDb()).toBeCloseTo(-60, 3);
  });

  it('[LOUD11] digital silence is −Infinity, a file below 400 ms its own floor', () => {
    expect(measured([constant(0, 1)]).noiseFloorDb()).toBe(Number.NEGATIVE_INFINITY);
    expect(measured([constant(0.01, 0.3)]).noiseFloorDb()).toBeCloseTo(-40, 3);
    expect(measured([constant(0.01, 0.3)]).samplePeakDbfs()).toBeCloseTo(-40, 3);
  });

  it('[LOUD12] head and tail are the time before the first and after the last sound above −50 dBFS', () => {
    const sound = signal(5 * RATE, (n) => (n === 0.75 * RATE ? -0.01 : n === 2 * RATE - 1 ? 0.01 : 0.003));
    // The other channel begins later and ends earlier, within the same step.
    const other = signal(5 * RATE, (n) => (n === 0.76 * RATE || n === 1.95 * RATE ? 0.02 : 0));
    const meter = measured([other, sound]);
    expect(measured([sound, other]).headRoomMs()).toBe(750);
    expect(measured([sound, other]).tailRoomMs()).toBe(3_000);
    expect(meter.headRoomMs()).toBe(750);
    expect(meter.tailRoomMs()).toBe(3_000);
    expect(meter.durationMs()).toBe(5_000);
    const quiet = measured([constant(0.003, 1)]);
    expect([quiet.headRoomMs(), quiet.tailRoomMs()]).toEqual([1_000, 1_000]);
  });

  it('[LOUD9] blocks of any size read the same', () => {
    const channels = [noise(3 * RATE, 1, 0.1), noise(3 * RATE, 2, 0.2)];
    const whole = measured(channels);
    for (const block of [1, 1_000, 200_000]) {
      const meter = measured(channels, block);
      expect(meter.rmsDb()).toBeCloseTo(whole.rmsDb(), 9);
      expect(meter.noiseFloorDb()).toBeCloseTo(whole.noiseFloorDb(), 9);
      expect(meter.samplePeakDbfs()).toBe(whole.samplePeakDbfs());
      expect(meter.headRoomMs()).toBe(whole.headRoomMs());
    }
  });
});
