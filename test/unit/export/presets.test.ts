import { describe, expect, it } from 'vitest';
import { formatFor } from '#core/export/export-format.ts';
import { PRESETS, presetNamed } from '#core/export/presets.ts';

describe('presets', () => {
  it('[EXP1] are found by name, whatever the case, and archive means archive-wav', () => {
    expect(PRESETS.map(({ name }) => name)).toEqual([
      'apple-podcasts',
      'podcast-mono',
      'spotify',
      'acx',
      'audiobook-m4b',
      'ebu-r128',
      'archive-wav',
      'archive-flac',
    ]);
    expect(presetNamed(' ACX ').name).toBe('acx');
    expect(presetNamed('archive')).toBe(presetNamed('archive-wav'));
  });

  it('[EXP1] an unknown name is answered with the names and the nearest', () => {
    expect(() => presetNamed('aple-podcast')).toThrow(
      expect.objectContaining({
        code: 'invalid-input',
        message: expect.stringMatching(/ebu-r128.*the nearest is apple-podcasts/),
      }),
    );
  });

  it('[EXP2] hold what the destinations ask for', () => {
    const levels = PRESETS.map((preset) => [preset.name, preset.level, preset.truePeakLimitDbtp, preset.channels]);
    expect(levels).toEqual([
      ['apple-podcasts', { kind: 'lufs', targetLufs: -16, toleranceLu: 1 }, -1, 2],
      ['podcast-mono', { kind: 'lufs', targetLufs: -19, toleranceLu: 1 }, -1, 1],
      ['spotify', { kind: 'lufs', targetLufs: -14, toleranceLu: 1 }, -1, 2],
      ['acx', { kind: 'rms', targetDb: -20.5, minDb: -23, maxDb: -18 }, -3, 1],
      ['audiobook-m4b', { kind: 'lufs', targetLufs: -19, toleranceLu: 1 }, -3, 2],
      ['ebu-r128', { kind: 'lufs', targetLufs: -23, toleranceLu: 0.2 }, -1, 2],
      ['archive-wav', { kind: 'lufs', targetLufs: -16, toleranceLu: 1 }, -1, 2],
      ['archive-flac', { kind: 'lufs', targetLufs: -16, toleranceLu: 1 }, -1, 2],
    ]);
    expect(presetNamed('acx')).toMatchObject({
      samplePeakLimitDbfs: -3,
      noiseFloorLimitDb: -60,
      encodedAs: { sampleRateHz: 44_100, bitrateKbps: 192 },
      isConstantBitrate: true,
      headRangeSeconds: [0.5, 1],
      tailRangeSeconds: [1, 5],
      maxDurationSeconds: 7200,
      isFilePerChapter: true,
      roomToneDbfs: -70,
    });
  });

  it('[EXP2] make what they themselves demand', () => {
    for (const preset of PRESETS) {
      expect(preset.formats).toContain(preset.defaultFormat);
      expect(preset.allowedRatesHz).toContain(preset.encodedAs.sampleRateHz);
      expect(preset.allowedChannels).toContain(preset.channels);
      const least = preset.channels === 1 ? preset.minBitrateKbps?.mono : preset.minBitrateKbps?.stereo;
      expect(preset.encodedAs.bitrateKbps).toBeGreaterThanOrEqual(least ?? 0);
      if (preset.noiseFloorLimitDb !== undefined) {
        expect(preset.roomToneDbfs).toBeLessThan(preset.noiseFloorLimitDb);
        expect(preset.roomToneDbfs).toBeGreaterThan(-90);
      }
    }
  });

  it('[EXP3] say whether synthetic voices are taken, with the reason', () => {
    const policies = Object.fromEntries(PRESETS.map(({ name, aiPolicy }) => [name, aiPolicy.kind]));
    expect(policies).toEqual({
      'apple-podcasts': 'disclose',
      'podcast-mono': 'disclose',
      spotify: 'disclose',
      acx: 'prohibited',
      'audiobook-m4b': 'disclose',
      'ebu-r128': 'ok',
      'archive-wav': 'ok',
      'archive-flac': 'ok',
    });
    expect(presetNamed('acx').aiPolicy).toMatchObject({ text: expect.stringMatching(/human/) });
  });
});

describe('the format', () => {
  const podcast = presetNamed('apple-podcasts');

  it('[EXP4] is what was asked for, else what the name says, else the preset’s', () => {
    expect(formatFor(podcast, undefined, 'a.MP3')).toBe('mp3');
    expect(formatFor(podcast, undefined, 'a.flac')).toBe('flac');
    expect(formatFor(podcast, undefined, 'a.wave')).toBe('wav');
    expect(formatFor(podcast, 'opus', undefined)).toBe('opus');
    expect(formatFor(podcast, '.Opus', 'a.opus')).toBe('opus');
    expect(formatFor(presetNamed('audiobook-m4b'), undefined, 'name without')).toBe('m4b');
    expect(formatFor(podcast, 'm4a', 'name without')).toBe('m4a');
  });

  it.each([
    ['a name of another format', podcast, 'flac', 'a.mp3', /named \.mp3 but the format asked for is flac/],
    ['an unknown format', podcast, 'mp4', 'a', /no format "mp4".*the nearest is mp3/],
    ['an unknown extension', podcast, undefined, 'a.ogg', /extension \.ogg/],
    ['what the destination cannot take', presetNamed('acx'), 'm4b', 'a.m4b', /acx makes mp3, not m4b/],
    ['a lossy broadcast', presetNamed('ebu-r128'), undefined, 'a.mp3', /ebu-r128 makes wav or flac, not mp3/],
  ] as const)('[EXP4] refuses %s', (_, preset, requested, name, message) => {
    expect(() => formatFor(preset, requested, name)).toThrow(
      expect.objectContaining({ code: 'invalid-input', message: expect.stringMatching(message) }),
    );
  });
});
