import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkFile } from '#core/export/check-file.ts';
import { measureFile } from '#core/export/measure-file.ts';
import { presetNamed } from '#core/export/presets.ts';
import { secondsToSamples } from '#shared/units.ts';
import { makeWithFfmpeg, packagedFfmpeg } from '../../helpers/audio-ffmpeg.ts';
import { wavFile } from '../../helpers/audio-wav.ts';
import { measuredByFfmpeg } from '../../helpers/export-probe.ts';
import { speechLike, TAGS } from '../../helpers/export-programme.ts';
import { masterSound } from '../../helpers/segments-in-process.ts';

const ffmpeg = await packagedFfmpeg();
const acx = presetNamed('acx');
const COVER = new URL('../../../resources/samples/the-night-ferry/cover.png', import.meta.url).pathname;
let folder = '';
const at = (name: string): string => join(folder, name);

/** A book's chapter that keeps every rule, once as delivered and once as the samples before the encoder. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lectern-check-'));
  const durationSamples = secondsToSamples(15);
  await masterSound({
    source: speechLike({ startSample: 36_000, endSample: durationSamples - 144_000 }),
    durationSamples,
    preset: acx,
    format: 'mp3',
    tags: TAGS,
    chapters: [],
    outputPath: at('good.mp3'),
    ffmpeg,
  });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const CBR = ['-c:a', 'libmp3lame', '-b:a', '192k'];

async function failing(name: string, preset = acx): Promise<readonly string[]> {
  const { checks } = await checkFile(at(name), preset, { ffmpeg });
  return checks.filter(({ pass }) => !pass).map(({ rule }) => rule);
}

describe('checking a file', () => {
  it('[EXP37] passes what was made for the preset, and answers the levels', async () => {
    const { checks, loudness } = await checkFile(at('good.mp3'), acx, { ffmpeg });
    expect(checks.filter(({ pass }) => !pass)).toEqual([]);
    expect(loudness.integratedLufs).toBeCloseTo(measuredByFfmpeg(at('good.mp3')).integratedLufs, 0);
  });

  it.each([
    ['4 dB louder', ['-af', 'volume=4dB', ...CBR], ['rms', 'true-peak', 'sample-peak']],
    ['3 dB quieter', ['-af', 'volume=-3dB', ...CBR], ['rms']],
    ['at 48 kHz', ['-ar', '48000', ...CBR], ['sample-rate']],
    ['without its first 0.72 s', ['-ss', '0.72', ...CBR], ['head']],
    ['without its tail', ['-t', '12.3', ...CBR], ['tail']],
    ['of variable bit rate', ['-c:a', 'libmp3lame', '-q:a', '0'], ['bitrate-mode']],
    ['of average bit rate', [...CBR, '-abr', '1'], ['bitrate-mode']],
    ['of a low bit rate', ['-c:a', 'libmp3lame', '-b:a', '64k'], ['bitrate']],
  ] as const)('[EXP37] made %s, breaks exactly its rule', async (_, options, rules) => {
    const name = `bad-${rules.join('-')}-${options.length}.mp3`;
    await makeWithFfmpeg('-i', at('good.mp3'), '-map', '0:a', ...options, at(name));
    expect(
      (await failing(name)).filter((rule) => rule !== 'bitrate' || rules.some((one) => one === 'bitrate')),
    ).toEqual(rules);
  });

  it('[EXP37] with noise in the room, breaks the rule of the floor', async () => {
    const graph = 'anoisesrc=c=pink:a=0.02:r=44100:d=15[n];[0:a][n]amix=2:duration=first,volume=2';
    await makeWithFfmpeg('-i', at('good.mp3'), '-filter_complex', graph, ...CBR, at('noisy.mp3'));
    expect(await failing('noisy.mp3')).toContain('noise-floor');
  });

  it('[EXP37] a cover does not count as bit rate', async () => {
    const durationSamples = secondsToSamples(4);
    const preset = presetNamed('spotify');
    const report = await masterSound({
      source: speechLike({ endSample: durationSamples }),
      durationSamples,
      preset,
      format: 'm4a',
      tags: TAGS,
      chapters: [],
      coverPath: COVER,
      outputPath: at('cover.m4a'),
      ffmpeg,
    });
    expect(report.checks.find(({ rule }) => rule === 'bitrate')).toMatchObject({ pass: true });
    const { bitrateKbps } = await measureFile(at('cover.m4a'), { ffmpeg });
    expect(bitrateKbps).toBeGreaterThan(96);
    expect(bitrateKbps).toBeLessThan(210);
  });

  it('[EXP19] the same sound in one channel reads 3.01 LU less than in two', async () => {
    const tone = Float64Array.from({ length: 240_000 }, (_, n) => 0.1 * Math.sin((2 * Math.PI * 997 * n) / 48_000));
    await writeFile(at('one.wav'), wavFile([tone], { encoding: 'f32' }));
    await writeFile(at('two.wav'), wavFile([tone, tone], { encoding: 'f32' }));
    const [one, two] = [await measureFile(at('one.wav'), { ffmpeg }), await measureFile(at('two.wav'), { ffmpeg })];
    expect(two.integratedLufs! - one.integratedLufs!).toBeCloseTo(3.01, 2);
    expect(two.integratedLufs).toBeCloseTo(-20, 1);
  });

  it('[EXP38] peaks above full scale are seen in float files and in lossy ones', async () => {
    const tone = Float64Array.from({ length: 96_000 }, (_, n) => 1.41 * Math.sin(Math.PI * (n / 2 + 0.25)));
    await writeFile(at('hot.wav'), wavFile([tone, tone], { encoding: 'f32' }));
    const { truePeakDbtp } = await measureFile(at('hot.wav'), { ffmpeg });
    expect(Math.abs(truePeakDbtp! - 3)).toBeLessThan(0.2);
    await makeWithFfmpeg('-i', at('hot.wav'), '-af', 'volume=1.5', '-c:a', 'aac', '-b:a', '192k', at('hot.m4a'));
    expect((await measureFile(at('hot.m4a'), { ffmpeg })).truePeakDbtp).toBeGreaterThan(1);
  });

  it('[EXP38] what is no sound, is cut short or is not there is an error and no row of numbers', async () => {
    await writeFile(at('text.mp3'), 'This is not audio at all. '.repeat(100));
    await expect(checkFile(at('text.mp3'), acx, { ffmpeg })).rejects.toMatchObject({ code: 'unsupported-audio' });
    await expect(checkFile(at('none.mp3'), acx, { ffmpeg })).rejects.toMatchObject({ code: 'file-unreadable' });
  });
});
