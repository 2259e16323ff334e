import { describe, expect, it } from 'vitest';
import { checkDelivery } from '#core/export/check-delivery.ts';
import type { Measurements } from '#core/export/measure-file.ts';
import { PRESETS, presetNamed } from '#core/export/presets.ts';

const GOOD_ACX: Measurements = {
  format: 'mp3',
  sampleRateHz: 44_100,
  channels: 1,
  bitrateKbps: 192,
  bitrateMode: 'CBR',
  durationMs: 600_000,
  integratedLufs: -21,
  truePeakDbtp: -3.2,
  samplePeakDbfs: -3.3,
  rmsDb: -20.5,
  noiseFloorDb: -68,
  headMs: 750,
  tailMs: 3000,
};

const failing = (file: Measurements, preset: string): readonly string[] =>
  checkDelivery(file, presetNamed(preset))
    .filter(({ pass }) => !pass)
    .map(({ rule }) => rule);

describe('the delivery check', () => {
  it('[EXP18] passes what keeps every rule, with values, limits and units', () => {
    expect(checkDelivery(GOOD_ACX, presetNamed('acx'))).toEqual([
      { rule: 'rms', value: '-20.50 dB', limit: '-23 to -18 dB', pass: true },
      { rule: 'true-peak', value: '-3.20 dBTP', limit: '≤ -3 dBTP', pass: true },
      { rule: 'sample-peak', value: '-3.30 dBFS', limit: '≤ -3 dBFS', pass: true },
      { rule: 'noise-floor', value: '-68.00 dB', limit: '≤ -60 dB', pass: true },
      { rule: 'format', value: 'mp3', limit: 'mp3', pass: true },
      { rule: 'sample-rate', value: '44100 Hz', limit: '44100 Hz', pass: true },
      { rule: 'channels', value: '1', limit: '1 or 2', pass: true },
      { rule: 'bitrate', value: '192 kbps', limit: '≥ 192 kbps', pass: true },
      { rule: 'bitrate-mode', value: 'CBR', limit: 'CBR', pass: true },
      { rule: 'head', value: '0.75 s', limit: '0.5 to 1 s', pass: true },
      { rule: 'tail', value: '3.00 s', limit: '1 to 5 s', pass: true },
      { rule: 'duration', value: '600.00 s', limit: '≤ 7200 s', pass: true },
    ]);
  });

  it.each([
    ['too loud', { rmsDb: -17.9 }, ['rms']],
    ['too quiet', { rmsDb: -23.1 }, ['rms']],
    ['a peak between samples', { truePeakDbtp: -2.9 }, ['true-peak']],
    ['a sample peak', { samplePeakDbfs: -2.9 }, ['sample-peak']],
    ['a noisy room', { noiseFloorDb: -59.9 }, ['noise-floor']],
    ['a wrong rate', { sampleRateHz: 48_000 }, ['sample-rate']],
    ['a low bit rate', { bitrateKbps: 128 }, ['bitrate']],
    ['a variable bit rate', { bitrateMode: 'VBR' }, ['bitrate-mode']],
    ['a short head', { headMs: 60 }, ['head']],
    ['a long head', { headMs: 1100 }, ['head']],
    ['a short tail', { tailMs: 900 }, ['tail']],
    ['a long tail', { tailMs: 5100 }, ['tail']],
    ['more than two hours', { durationMs: 7_200_100 }, ['duration']],
    ['another format', { format: 'm4a', bitrateMode: null }, ['format', 'bitrate-mode']],
  ] as const)('[EXP18] %s breaks its own rule and no other', (_, change, rules) => {
    expect(failing({ ...GOOD_ACX, ...change }, 'acx')).toEqual(rules);
  });

  it('[EXP18] loudness rules: both edges are inside, beyond is not, and silence has no loudness', () => {
    const podcast: Measurements = { ...GOOD_ACX, sampleRateHz: 48_000, channels: 2, truePeakDbtp: -1 };
    for (const integratedLufs of [-17, -16, -15])
      expect(failing({ ...podcast, integratedLufs }, 'apple-podcasts')).toEqual([]);
    for (const integratedLufs of [-17.01, -14.99, null]) {
      expect(failing({ ...podcast, integratedLufs }, 'apple-podcasts')).toEqual(['integrated-loudness']);
    }
    expect(checkDelivery({ ...podcast, integratedLufs: null }, presetNamed('apple-podcasts'))[0]).toMatchObject({
      value: 'silence',
    });
  });

  it('[EXP19] mono is measured as one channel, and the row says so', () => {
    const [row] = checkDelivery({ ...GOOD_ACX, integratedLufs: -19 }, presetNamed('podcast-mono'));
    expect(row).toMatchObject({ pass: true, advice: expect.stringMatching(/one.*3 LU more/i) });
  });

  it('[EXP18] dead silence in the pauses keeps the rule and is advised against', () => {
    for (const noiseFloorDb of [-95, null]) {
      const row = checkDelivery({ ...GOOD_ACX, noiseFloorDb }, presetNamed('acx')).find(
        ({ rule }) => rule === 'noise-floor',
      );
      expect(row).toMatchObject({ pass: true, advice: expect.stringMatching(/room tone/) });
    }
  });

  it('[EXP18] lossless files have no bit rate rule', () => {
    const wav: Measurements = { ...GOOD_ACX, format: 'wav', bitrateKbps: 2304, bitrateMode: null };
    for (const preset of PRESETS) {
      if (!preset.allowedFormats.includes('wav')) continue;
      expect(checkDelivery(wav, preset).map(({ rule }) => rule)).not.toContain('bitrate');
    }
  });
});
