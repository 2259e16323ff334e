import { describe, expect, it } from 'vitest';
import { amplified } from '#core/export/encoder-gain.ts';
import { programmeBlocks } from '#core/export/programme-blocks.ts';
import { type SampleRange, sampledProgramme } from '#core/export/sampled-programme.ts';
import { type GainSearch, settleGain, withoutChain } from '#core/export/settle-gain.ts';
import { Cancelled } from '#shared/errors.ts';
import { DeliveryMeter } from '#shared/loudness/delivery-meter.ts';
import { LoudnessMeter } from '#shared/loudness/loudness-meter.ts';
import { Master, type MasterOptions, type ProgrammeSource } from '#shared/mix/master.ts';
import { type Samples, samples, secondsToSamples } from '#shared/units.ts';
import { clicks, silence, sine, source, speechLike } from '../../helpers/export-programme.ts';

const LENGTH = secondsToSamples(6);
const LUFS = { kind: 'lufs', wantedLevel: -16 } as const;
const RMS = { kind: 'rms', wantedLevel: -20.5 } as const;
const speech = speechLike({ endSample: LENGTH });

interface Wishes {
  readonly source?: ProgrammeSource;
  readonly kind?: 'lufs' | 'rms';
  readonly wantedLevel?: number;
  readonly chain?: GainSearch['chain'];
  readonly durationSamples?: Samples;
}

async function levelAfter(options: MasterOptions, { source: sound = speech, kind = 'lufs' }: Wishes) {
  const channels = options.isMono ? 1 : 2;
  const rate = { sampleRateHz: 48_000, channels };
  const meters = [new LoudnessMeter(rate), new DeliveryMeter(rate)] as const;
  for await (const block of programmeBlocks(new Master(sound, options), LENGTH, { channels })) {
    for (const meter of meters) meter.push(block);
  }
  const level = kind === 'lufs' ? meters[0].integratedLufs() : meters[1].rmsDb();
  return level !== null && Number.isFinite(level) ? level : null;
}

function search(wishes: Wishes = {}): GainSearch {
  const { chain = { ceilingDbtp: -1.5 }, wantedLevel = -16, durationSamples = LENGTH } = wishes;
  return { durationSamples, wantedLevel, chain, measure: (options) => levelAfter(options, wishes) };
}

const levelOfMix = (wishes: Wishes) => levelAfter(withoutChain(search(wishes).chain), wishes);
const masteredLevel = async (gainDb: number, wishes: Wishes) =>
  (await levelAfter({ ...search(wishes).chain, gainDb }, wishes))!;

describe('the gain', () => {
  it.each([
    ['loudness', { ...LUFS, chain: { ceilingDbtp: -3.5 } }, -16],
    ['loudness of mono', { ...LUFS, chain: { ceilingDbtp: -0.5, isMono: true } }, -16],
    ['RMS', { ...RMS, chain: { ceilingDbtp: -5, isMono: true, roomToneDbfs: -70 } }, -20.5],
  ] as const)('[EXP39] brings the limited programme to the target: %s', async (_, options, wanted) => {
    const mix = (await levelOfMix(options))!;
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
    const mix = (await levelOfMix({ source: counting }))!;
    asked = 0;
    expect(await settleGain(search({ source: counting }), mix, -16 - mix)).toEqual({
      gainDb: -16 - mix,
      isReached: true,
    });
    expect(asked).toBeLessThan(LENGTH * 1.1);
  });

  it('[EXP39] does not force a target that the peaks do not allow', async () => {
    const mix = (await levelOfMix({ source: clicks() }))!;
    const loud = search({ source: clicks(), wantedLevel: -8 });
    const { gainDb, isReached } = await settleGain(loud, mix, -8 - mix);
    expect(isReached).toBe(false);
    expect(gainDb - (-8 - mix)).toBeLessThanOrEqual(3);
  });

  it('[EXP30] of silence is not looked for', async () => {
    expect(await levelOfMix({ source: silence() })).toBeNull();
    expect(await settleGain(search({ source: silence() }), -20, 7)).toEqual({ gainDb: 7, isReached: false });
  });

  it('[EXP39] stops when measuring does', async () => {
    const measure = () => Promise.reject(new Cancelled());
    await expect(settleGain({ ...search(), measure }, -30, 0)).rejects.toBeInstanceOf(Cancelled);
  });

  it('[EXP40] of a long programme is found in a sample, counted from the level of the whole', async () => {
    const asked: (readonly SampleRange[] | null)[] = [];
    const measure: GainSearch['measure'] = async ({ gainDb, ceilingDbtp }, ranges) => {
      asked.push(ranges);
      // The sample is 2 dB quieter than the whole, and a limiter takes half a decibel.
      return -24 + gainDb - (Number.isFinite(ceilingDbtp) ? 0.5 : 0);
    };
    const long = { ...search(), durationSamples: secondsToSamples(3 * 3600), measure };
    expect((await settleGain(long, -22, 6)).gainDb).toBeCloseTo(6.5, 5);
    expect(asked.every((ranges) => ranges?.length === 30)).toBe(true);
  });
});

describe('a sample of a programme', () => {
  it('[EXP40] of up to some minutes is all of it', () => {
    expect(sampledProgramme(secondsToSamples(7 * 60))).toBeNull();
  });

  it('[EXP40] of a longer one is five minutes, evenly spread', () => {
    const hours = secondsToSamples(3 * 3600);
    const ranges = sampledProgramme(hours)!;
    expect(ranges).toHaveLength(30);
    for (const [index, { startSample, endSample }] of ranges.entries()) {
      expect(endSample - startSample).toBe(secondsToSamples(10));
      expect(startSample).toBeGreaterThanOrEqual(ranges[index - 1]?.endSample ?? 0);
      expect(endSample).toBeLessThanOrEqual(hours);
    }
    expect(ranges.at(-1)!.endSample).toBeGreaterThan(hours * 0.95);
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
