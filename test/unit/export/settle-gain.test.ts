import { describe, expect, it } from 'vitest';
import { amplified } from '#core/export/encoder-gain.ts';
import { programmeBlocks } from '#core/export/programme-blocks.ts';
import { sampledProgramme } from '#core/export/sampled-programme.ts';
import { levelOfMix, settleGain } from '#core/export/settle-gain.ts';
import { Cancelled } from '#shared/errors.ts';
import { DeliveryMeter } from '#shared/loudness/delivery-meter.ts';
import { LoudnessMeter } from '#shared/loudness/loudness-meter.ts';
import { Master } from '#shared/mix/master.ts';
import { samples, secondsToSamples } from '#shared/units.ts';
import { clicks, silence, sine, source, speechLike } from '../../helpers/export-programme.ts';

const LENGTH = secondsToSamples(6);
const LUFS = { kind: 'lufs', wantedLevel: -16 } as const;
const RMS = { kind: 'rms', wantedLevel: -20.5 } as const;
const speech = speechLike({ endSample: LENGTH });

function search(change: Partial<Parameters<typeof settleGain>[0]> = {}) {
  return { source: speech, durationSamples: LENGTH, ...LUFS, chain: { ceilingDbtp: -1.5 }, ...change };
}

async function masteredLevel(gainDb: number, options: Parameters<typeof search>[0] = {}): Promise<number> {
  const { source, kind, chain } = search(options);
  const channels = chain.isMono ? 1 : 2;
  const meters = [
    new LoudnessMeter({ sampleRateHz: 48_000, channels }),
    new DeliveryMeter({ sampleRateHz: 48_000, channels }),
  ] as const;
  for await (const block of programmeBlocks(new Master(source, { ...chain, gainDb }), LENGTH, { channels })) {
    for (const meter of meters) meter.push(block);
  }
  return kind === 'lufs' ? meters[0].integratedLufs()! : meters[1].rmsDb();
}

describe('the gain', () => {
  it.each([
    ['loudness', { ...LUFS, chain: { ceilingDbtp: -3.5 } }, -16],
    ['loudness of mono', { ...LUFS, chain: { ceilingDbtp: -0.5, isMono: true } }, -16],
    ['RMS', { ...RMS, chain: { ceilingDbtp: -5, isMono: true, roomToneDbfs: -70 } }, -20.5],
  ] as const)('[EXP39] brings the limited programme to the target: %s', async (_, options, wanted) => {
    const mix = (await levelOfMix(search(options)))!;
    const first = wanted - mix;
    // Straight from the mix it would be too quiet: the limiter takes its part.
    expect(wanted - (await masteredLevel(first, options))).toBeGreaterThan(0.11);
    const { gainDb, isReached } = await settleGain(search(options), mix, first);
    expect(isReached).toBe(true);
    expect(Math.abs(wanted - (await masteredLevel(gainDb, options)))).toBeLessThanOrEqual(0.1);
  });

  it('[EXP39] is left as it is where it already fits, after one look', async () => {
    let asked = 0;
    const counting = source((position) => {
      asked++;
      const value = 0.05 * Math.sin((2 * Math.PI * 997 * position) / 48_000);
      return [value, value];
    });
    const mix = (await levelOfMix(search({ source: counting })))!;
    asked = 0;
    expect(await settleGain(search({ source: counting }), mix, -16 - mix)).toEqual({
      gainDb: -16 - mix,
      isReached: true,
    });
    expect(asked).toBeLessThan(LENGTH * 1.1);
  });

  it('[EXP39] does not force a target that the peaks do not allow', async () => {
    const mix = (await levelOfMix(search({ source: clicks() })))!;
    const loud = search({ source: clicks(), wantedLevel: -8 });
    const { gainDb, isReached } = await settleGain(loud, mix, -8 - mix);
    expect(isReached).toBe(false);
    expect(gainDb - (-8 - mix)).toBeLessThanOrEqual(3);
  });

  it('[EXP30] of silence is not looked for', async () => {
    expect(await levelOfMix(search({ source: silence() }))).toBeNull();
    expect(await settleGain(search({ source: silence() }), -20, 7)).toEqual({ gainDb: 7, isReached: false });
  });

  it('[EXP39] stops when asked to', async () => {
    const signal = AbortSignal.abort();
    await expect(settleGain(search({ signal }), -30, 0)).rejects.toBeInstanceOf(Cancelled);
  });
});

describe('a sample of a programme', () => {
  it('[EXP40] of up to some minutes is all of it', () => {
    const durationSamples = secondsToSamples(7 * 60);
    const sample = sampledProgramme(durationSamples);
    expect(sample.durationSamples).toBe(durationSamples);
    const whole = sine(1, 1);
    expect(sample.from(whole)).toBe(whole);
  });

  it('[EXP40] of a longer one is five minutes, evenly spread, each block from one place', () => {
    const hours = secondsToSamples(3 * 3600);
    const sample = sampledProgramme(hours);
    expect(sample.durationSamples / secondsToSamples(60)).toBeCloseTo(5, 0);
    const asked: number[] = [];
    const spy = { render: (start: number) => void asked.push(start) };
    const [left, right] = [new Float32Array(16_384), new Float32Array(16_384)];
    for (let at = 0; at < sample.durationSamples; at += 16_384) sample.from(spy).render(at, left, right);
    const jumps = asked.filter((start, index) => index > 0 && start !== asked[index - 1]! + 16_384);
    expect(jumps).toHaveLength(29);
    expect(asked.every((start, index) => index === 0 || start > asked[index - 1]!)).toBe(true);
    expect(asked.at(-1)! + 16_384).toBeLessThanOrEqual(hours);
    expect(asked.at(-1)!).toBeGreaterThan(hours * 0.95);
  });
});

describe('blocks of a programme', () => {
  it('[EXP35] cover it without a hole, mono is one channel, and the last is shorter', async () => {
    const ramp = source((position) => [position, -position]);
    const seen: number[] = [];
    for await (const [left, right, ...rest] of programmeBlocks(ramp, samples(40_000), { channels: 2 })) {
      expect(rest).toEqual([]);
      expect(right![5]).toBe(-left![5]!);
      seen.push(...left!);
    }
    expect(seen).toHaveLength(40_000);
    expect(seen.every((value, index) => value === index)).toBe(true);
    for await (const block of programmeBlocks(ramp, samples(10), { channels: 1 })) expect(block).toHaveLength(1);
  });

  it('[EXP35] let timers and signals in between', async () => {
    let turns = 0;
    let isRunning = true;
    const turn = (): void => {
      turns++;
      if (isRunning) setImmediate(turn);
    };
    setImmediate(turn);
    let blocks = 0;
    for await (const _ of programmeBlocks(silence(), secondsToSamples(20), { channels: 2 })) blocks++;
    isRunning = false;
    expect(turns).toBeGreaterThanOrEqual(blocks - 1);
  });

  it('[EXP28] are made louder for an encoder that turns them down', () => {
    const [left, right] = [new Float32Array(10), new Float32Array(10)];
    amplified(sine(997, 0.5), 6.0206).render(3, left, right);
    expect(left[4]).toBeCloseTo(Math.sin((2 * Math.PI * 997 * 7) / 48_000), 4);
    const plain = sine(997, 0.5);
    expect(amplified(plain, 0)).toBe(plain);
  });
});
