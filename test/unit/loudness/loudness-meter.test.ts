import { describe, expect, it } from 'vitest';
import { integratedLufsOf, loudnessRangeOf } from '#shared/loudness/gating.ts';
import { designKWeighting } from '#shared/loudness/k-weighting.ts';
import { LoudnessMeter } from '#shared/loudness/loudness-meter.ts';
import type { Biquad } from '#shared/loudness/weigh-pair.ts';
import { noise, signal } from '../mix/signals.ts';

const RATE = 48_000;
const sine = (hz: number, levelDbfs: number, seconds: number, rate = RATE) =>
  signal(seconds * rate, (n) => 10 ** (levelDbfs / 20) * Math.sin((2 * Math.PI * hz * n) / rate));

function measured(channels: Float32Array[], options: { rate?: number; isDualMono?: boolean; block?: number } = {}) {
  const { rate = RATE, isDualMono = false, block = 4_096 } = options;
  const meter = new LoudnessMeter({ sampleRateHz: rate, channels: channels.length, isDualMono });
  for (let at = 0; at < channels[0]!.length; at += block) {
    meter.push(channels.map((channel) => channel.subarray(at, at + block)));
  }
  return meter;
}

function expectCoefficients({ b0, b1, b2, a1, a2 }: Biquad, ...expected: number[]): void {
  [b0, b1, b2, a1, a2].forEach((value, i) => {
    expect(value).toBeCloseTo(expected[i]!, 13);
  });
}

describe('K-weighting', () => {
  it('[LOUD1] has the coefficients printed in BS.1770 at 48 kHz', () => {
    const { shelf, highPass } = designKWeighting(48_000);
    expectCoefficients(
      shelf,
      1.53512485958697,
      -2.69169618940638,
      1.19839281085285,
      -1.69065929318241,
      0.73248077421585,
    );
    expectCoefficients(highPass, 1, -2, 1, -1.99004745483398, 0.99007225036621);
  });

  it('[LOUD1] and the same response at other rates', () => {
    const { shelf, highPass } = designKWeighting(44_100);
    expectCoefficients(
      shelf,
      1.53084123005035,
      -2.65097999515473,
      1.16907907992159,
      -1.66365511325602,
      0.71259542807323,
    );
    expectCoefficients(highPass, 1, -2, 1, -1.9891696736298, 0.98919903578704);
    for (const rate of [11_025, 16_000, 22_050, 24_000, 32_000, 96_000]) {
      for (const hz of [60, 1_000, 3_000]) {
        const here = measured([sine(hz, -20, 3, rate)], { rate }).integratedLufs()!;
        expect(Math.abs(here - measured([sine(hz, -20, 3)]).integratedLufs()!), `${hz} Hz at ${rate}`).toBeLessThan(
          0.3,
        );
      }
    }
  });
});

describe('LoudnessMeter', () => {
  it('[LOUD2] 997 Hz at full scale in one channel reads −3.01, and mono is one channel', () => {
    const tone = sine(997, 0, 3);
    const silence = new Float32Array(tone.length);
    expect(measured([tone, silence]).integratedLufs()).toBeCloseTo(-3.01, 2);
    expect(measured([tone]).integratedLufs()).toBeCloseTo(-3.01, 2);
    expect(measured([tone, tone]).integratedLufs()).toBeCloseTo(0, 2);
    expect(measured([tone], { isDualMono: true }).integratedLufs()).toBeCloseTo(0, 2);
  });

  it('[LOUD2] surrounds weigh 1.41, the LFE nothing', () => {
    const tone = sine(997, -20, 3);
    const zero = new Float32Array(tone.length);
    const alone = measured([tone]).integratedLufs()!;
    expect(measured([zero, zero, zero, zero, tone, zero]).integratedLufs()! - alone).toBeCloseTo(
      10 * Math.log10(1.41),
      6,
    );
    expect(measured([zero, zero, zero, tone, zero, zero]).integratedLufs()).toBeNull();
    expect(() => new LoudnessMeter({ sampleRateHz: RATE, channels: 3 })).toThrow(RangeError);
  });

  it('[LOUD8] says null, not a number, for silence, for what is below the gate, and for too little', () => {
    const silent = measured([new Float32Array(5 * RATE)]);
    expect([silent.integratedLufs(), silent.loudnessRangeLu()]).toEqual([null, null]);
    expect(silent.momentaryLufs()).toBe(Number.NEGATIVE_INFINITY);
    expect(measured([sine(1_000, -68, 5)]).integratedLufs()).toBeNull();
    expect(measured([sine(1_000, -66, 5)]).integratedLufs()).not.toBeNull();
    const short = measured([sine(1_000, -20, 0.39)]);
    expect([short.integratedLufs(), short.momentaryMaxLufs(), short.shortTermMaxLufs()]).toEqual([null, null, null]);
    expect(measured([sine(1_000, -20, 0.4)]).integratedLufs()).not.toBeNull();
  });

  it('[LOUD8] silence after a loud passage is silence', () => {
    const sound = new Float32Array(8 * RATE);
    sound.set(noise(RATE, 1));
    expect(measured([sound]).shortTermLufs()!).toBeLessThan(-200);
  });

  it('[LOUD9] blocks of any size read the same', () => {
    const channels = [noise(4 * RATE, 1, 0.2), noise(4 * RATE, 2, 0.1)];
    const whole = measured(channels);
    for (const block of [1, 333, 100_000]) {
      const meter = measured(channels, { block });
      expect(meter.integratedLufs()).toBeCloseTo(whole.integratedLufs()!, 9);
      expect(meter.momentaryMaxLufs()).toBeCloseTo(whole.momentaryMaxLufs()!, 9);
      expect(meter.shortTermMaxLufs()).toBeCloseTo(whole.shortTermMaxLufs()!, 9);
    }
  });

  it('[LOUD9] 400 ms are 400 ms at rates without a whole hop', () => {
    for (const rate of [11_025, 22_050, 37_800]) {
      const meter = measured([sine(997, -20, 4, rate)], { rate });
      expect(meter.momentaryLufs()).toBeCloseTo(meter.integratedLufs()!, 2);
      expect(meter.state().stepPowers).toHaveLength(40);
    }
  });

  it('[LOUD10] the steps of two stretches, joined, measure the whole; the state is plain data', () => {
    const sound = signal(12 * RATE, (n) => (Math.floor(n / 30_000) % 3) * 0.1 * Math.sin(0.05 * n));
    const cut = 6 * RATE;
    // The second stretch warms its filters on the second before it, whose ten steps it then drops.
    const first = measured([sound.subarray(0, cut)]).state();
    const second = measured([sound.subarray(cut - RATE)]).state();
    const joined = Float64Array.from([...first.stepPowers, ...second.stepPowers.slice(10)]);
    const whole = measured([sound]);
    expect(integratedLufsOf(joined)).toBeCloseTo(whole.integratedLufs()!, 9);
    expect(loudnessRangeOf(joined)).toBeCloseTo(whole.loudnessRangeLu()!, 9);
    expect(JSON.parse(JSON.stringify(first))).toEqual(first);
    expect(whole.state().momentaryMaxPower).toBeGreaterThan(0);
  });
});
