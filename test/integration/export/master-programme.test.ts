import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { MasterReport } from '#core/export/master-programme.ts';
import { presetNamed } from '#core/export/presets.ts';
import { Cancelled } from '#shared/errors.ts';
import { samples, secondsToSamples } from '#shared/units.ts';
import { fakeFfmpeg, packagedFfmpeg } from '../../helpers/audio-ffmpeg.ts';
import { decodedByFfmpeg, measuredByFfmpeg } from '../../helpers/export-probe.ts';
import { clicks, silence, sine, source, speechLike, TAGS } from '../../helpers/export-programme.ts';
import { masterSound, type SoundJob, writeStemOf } from '../../helpers/segments-in-process.ts';

const ffmpeg = await packagedFfmpeg();
let root = '';
let folder = '';
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'lectern-master-'));
});
beforeEach(async () => {
  folder = await mkdtemp(join(root, 'case-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

const LENGTH = secondsToSamples(12);

function job(change: Partial<SoundJob> = {}): SoundJob {
  return {
    source: speechLike({ startSample: 36_000, endSample: LENGTH - 144_000 }),
    durationSamples: LENGTH,
    preset: presetNamed('apple-podcasts'),
    format: 'mp3',
    tags: TAGS,
    chapters: [],
    outputPath: join(folder, 'out.mp3'),
    ffmpeg,
    ...change,
  };
}

const failures = (report: MasterReport): readonly string[] =>
  report.checks.filter(({ pass }) => !pass).map(({ rule }) => rule);

describe('mastering', () => {
  it.each([
    ['apple-podcasts', 'mp3', -16, -1],
    ['spotify', 'm4a', -14, -1],
    ['ebu-r128', 'wav', -23, -1],
    ['archive', 'flac', -16, -1],
    ['audiobook-m4b', 'm4b', -19, -3],
  ] as const)(
    '[EXP27] %s as %s meets the target by another meter too, and every check',
    async (name, format, lufs, peak) => {
      const report = await masterSound(
        job({ preset: presetNamed(name), format, outputPath: join(folder, `o.${format}`) }),
      );
      expect(failures(report)).toEqual([]);
      const measured = measuredByFfmpeg(report.file);
      expect(Math.abs(measured.integratedLufs - lufs)).toBeLessThanOrEqual(0.4);
      expect(measured.truePeakDbtp).toBeLessThanOrEqual(peak);
      expect(report.loudness.integratedLufs).toBeCloseTo(measured.integratedLufs, 0);
      expect(report.durationMs).toBe(12_000);
      expect(await readdir(folder)).toEqual([`o.${format}`]);
    },
  );

  it('[EXP27] acx meets every rule, room tone instead of dead silence included', async () => {
    const report = await masterSound(job({ preset: presetNamed('acx') }));
    expect(failures(report)).toEqual([]);
    expect(report.loudness.rmsDb).toBeGreaterThan(-20.9);
    expect(report.loudness.rmsDb).toBeLessThan(-20.1);
    expect(report.loudness.noiseFloorDb).toBeGreaterThan(-75);
    expect(report.loudness.noiseFloorDb).toBeLessThan(-65);
    const decoded = decodedByFfmpeg(report.file);
    let longestSilence = 0;
    for (let at = 0, run = 0; at < decoded.length; at++) {
      run = decoded[at] === 0 ? run + 1 : 0;
      longestSilence = Math.max(longestSilence, run);
    }
    expect(longestSilence).toBeLessThan(44_100 * 0.05);
  });

  it('[EXP28] an encoder that turns its input down does not make the file too quiet', async () => {
    // LAME takes a quarter of a decibel at 192 kbps. A sine has nothing else to lose.
    const report = await masterSound(job({ source: sine(997, 0.05), durationSamples: secondsToSamples(5) }));
    expect(report.loudness.integratedLufs).toBeCloseTo(-16, 1);
  });

  it.each(['m4a', 'opus'] as const)(
    '[EXP29] where %s raises peaks above the limit, the ceiling is lowered until the file keeps it',
    async (format) => {
      const preset = {
        ...presetNamed('podcast-mono'),
        encodedAs: { sampleRateHz: 44_100, bitrateKbps: 64, bitDepth: 16 },
      } as const;
      const outputPath = join(folder, `o.${format}`);
      const report = await masterSound(
        job({ source: clicks(), preset, format, durationSamples: secondsToSamples(4), outputPath }),
      );
      expect(report.attempts).toBeGreaterThan(1);
      expect(report.attempts).toBeLessThanOrEqual(4);
      expect(report.ceilingDbtp).toBeLessThan(-1.5);
      expect(measuredByFfmpeg(report.file).truePeakDbtp).toBeLessThanOrEqual(-1);
      // Peaks this short do not allow the loudness; it is said, not forced.
      expect(failures(report)).toContain('integrated-loudness');
      expect(failures(report)).not.toContain('true-peak');
      expect(await readdir(folder)).toEqual([`o.${format}`]);
    },
  );

  it('[EXP30] silence stays silence, is not amplified, and the report says so', async () => {
    const report = await masterSound(job({ source: silence(), durationSamples: secondsToSamples(2) }));
    expect(report).toMatchObject({
      gain: { db: 0 },
      loudness: { integratedLufs: null, truePeakDbtp: null, rmsDb: null },
    });
    expect(failures(report)).toEqual(['integrated-loudness']);
  });

  it.each([1, 100, 4_800])('[EXP30] a programme of %s samples works in every format', async (length) => {
    for (const format of ['mp3', 'm4b', 'opus', 'flac', 'wav'] as const) {
      const outputPath = join(folder, `short.${format}`);
      const preset = presetNamed('audiobook-m4b');
      const report = await masterSound(
        job({ source: sine(440, 0.1), durationSamples: samples(length), preset, format, outputPath }),
      );
      expect(report.loudness.integratedLufs).toBeNull();
      expect((await readFile(outputPath)).length).toBeGreaterThan(40);
    }
  });

  it('[EXP30] nothing at all is refused', async () => {
    await expect(masterSound(job({ durationSamples: samples(0) }))).rejects.toMatchObject({
      code: 'invalid-input',
    });
    expect(await readdir(folder)).toEqual([]);
  });

  it('[EXP40] a long programme is settled by a sample of it, and memory stays flat', async () => {
    const durationSamples = secondsToSamples(8 * 60);
    const voice = new Float32Array(96_000);
    speechLike({ endSample: 96_000 }).render(0, voice, new Float32Array(96_000));
    // Louder in its second half: a sample of the beginning would not know how much is limited.
    const uneven = source((position) => {
      const value = voice[position % 96_000]! * (position < durationSamples / 2 ? 0.5 : 1);
      return [value, value];
    });
    let mostBytes = 0;
    const before = process.memoryUsage.rss();
    const report = await masterSound(
      job({
        source: uneven,
        durationSamples,
        preset: { ...presetNamed('archive'), truePeakLimitDbtp: -3 },
        format: 'wav',
        outputPath: join(folder, 'long.wav'),
        onProgress: () => {
          mostBytes = Math.max(mostBytes, process.memoryUsage.rss());
        },
      }),
    );
    expect(report.attempts).toBe(1);
    expect(Math.abs(report.loudness.integratedLufs! + 16)).toBeLessThan(0.2);
    expect(report.loudness.truePeakDbtp).toBeLessThanOrEqual(-3);
    // The sound has 184 MB in memory and 138 MB in the file.
    expect((mostBytes - before) / 1e6).toBeLessThan(120);
  });

  it('[EXP31] progress goes through its stages to the end', async () => {
    const stages = new Map<string, number>();
    await masterSound(
      job({
        durationSamples: secondsToSamples(3),
        onProgress: ({ stage, done, total }) => {
          expect(done).toBeLessThanOrEqual(total);
          stages.set(stage, done / total);
        },
      }),
    );
    expect([...stages.keys()]).toEqual(['measure', 'master', 'encode', 'write']);
    for (const share of stages.values()) expect(share).toBeGreaterThan(0.95);
  });
});

describe('when it cannot', () => {
  const old = 'the file of yesterday';

  async function expectUntouched(change: Partial<SoundJob>, error: object): Promise<void> {
    const outputPath = join(folder, 'out.mp3');
    await writeFile(outputPath, old);
    await expect(masterSound(job({ outputPath, ...change }))).rejects.toMatchObject(error);
    expect(await readFile(outputPath, 'utf8')).toBe(old);
    expect((await readdir(folder)).filter((name) => name !== 'fake-ffmpeg')).toEqual(['out.mp3']);
  }

  it.each(['measure', 'master', 'encode', 'write'])(
    '[EXP32] cancelled while it is at "%s", it leaves nothing',
    async (stage) => {
      const controller = new AbortController();
      const onProgress: SoundJob['onProgress'] = (progress) => {
        if (progress.stage === stage) controller.abort();
      };
      const outputPath = join(folder, 'out.mp3');
      await writeFile(outputPath, old);
      const made = masterSound(job({ outputPath, onProgress, signal: controller.signal }));
      await expect(made).rejects.toBeInstanceOf(Cancelled);
      expect(await readFile(outputPath, 'utf8')).toBe(old);
      expect(await readdir(folder)).toEqual(['out.mp3']);
    },
  );

  it('[EXP32] a mix that throws in the middle leaves nothing, and its error comes through', async () => {
    const broken = source((position) => {
      if (position === 200_000) throw new Error('the sound is gone');
      return [0.1, 0.1];
    });
    await expectUntouched({ source: broken }, { message: 'the sound is gone' });
  });

  it('[EXP33] an ffmpeg that prints a fine summary and fails is not believed', async () => {
    const body = 'cat >/dev/null; echo "Summary: I: -16.0 LUFS, Peak: -1.5 dBFS" >&2; exit 3';
    const fake = { ...(await fakeFfmpeg(folder, body)), encoders: ffmpeg.encoders };
    await expectUntouched({ ffmpeg: fake }, { code: 'ffmpeg-failed' });
  });

  it('[EXP33] an ffmpeg that ends well and leaves garbage is not believed either', async () => {
    const body = 'cat >/dev/null; echo "not audio"; exit 0';
    for (const format of ['mp3', 'm4a', 'opus', 'flac'] as const) {
      const fake = { ...(await fakeFfmpeg(folder, body)), encoders: ffmpeg.encoders };
      const outputPath = join(folder, `o.${format}`);
      await expect(masterSound(job({ ffmpeg: fake, format, outputPath }))).rejects.toMatchObject({
        name: 'AppError',
        message: expect.not.stringContaining('.part'),
      });
      expect(await readdir(folder)).toEqual(['fake-ffmpeg']);
    }
  });

  it('[EXP34] a place that cannot be written is refused before any rendering', async () => {
    let rendered = 0;
    const counting = source(() => {
      rendered++;
      return [0, 0];
    });
    const file = join(folder, 'file');
    await writeFile(file, '');
    for (const outputPath of [join(folder, 'missing', 'o.mp3'), folder, join(file, 'o.mp3')]) {
      await expect(masterSound(job({ source: counting, outputPath }))).rejects.toMatchObject({
        code: 'file-unwritable',
        message: expect.stringContaining(folder),
      });
    }
    expect(rendered).toBe(0);
  });

  it('[EXP34] a cover that is missing or no picture is refused before any rendering', async () => {
    const text = join(folder, 'cover.jpg');
    await writeFile(text, 'no picture');
    await expect(masterSound(job({ coverPath: text }))).rejects.toMatchObject({
      code: 'invalid-input',
      message: expect.stringMatching(/cover\.jpg is neither JPEG nor PNG/),
    });
    const coverPath = join(folder, 'none.png');
    await expect(masterSound(job({ coverPath }))).rejects.toMatchObject({ code: 'file-unreadable' });
  });

  it('[EXP35] the event loop runs between blocks', async () => {
    let ticks = 0;
    const timer = setInterval(() => ticks++, 1);
    await masterSound(job({ preset: presetNamed('archive'), format: 'wav', outputPath: join(folder, 'o.wav') }));
    clearInterval(timer);
    expect(ticks).toBeGreaterThan(20);
  });
});

describe('stems', () => {
  it('[EXP36] are 24-bit stereo of the programme’s length, at the level of the mix', async () => {
    const outputPath = join(folder, 'stem.wav');
    const durationSamples = samples(100_001);
    await writeStemOf({ source: sine(1000, 0.25), durationSamples, outputPath, ffmpeg });
    const decoded = decodedByFfmpeg(outputPath);
    expect(decoded).toHaveLength(2 * durationSamples);
    const expected = Array.from({ length: 1000 }, (_, n) => 0.25 * Math.sin((2 * Math.PI * 1000 * n) / 48_000));
    for (const [n, value] of expected.entries()) expect(Math.abs(decoded[2 * n]! - value)).toBeLessThan(2 ** -23);
    expect(await readdir(folder)).toEqual(['stem.wav']);
  });

  it('[EXP36] cancelled, they leave nothing', async () => {
    const controller = new AbortController();
    const written = writeStemOf({
      source: sine(1000, 0.25),
      durationSamples: LENGTH,
      outputPath: join(folder, 'stem.wav'),
      ffmpeg,
      signal: controller.signal,
      onProgress: () => controller.abort(),
    });
    await expect(written).rejects.toBeInstanceOf(Cancelled);
    expect(await readdir(folder)).toEqual([]);
  });
});
