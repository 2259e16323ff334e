import { copyFile, readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FfmpegLocation } from '#core/audio/ffmpeg-location.ts';
import { Cancelled } from '#shared/errors.ts';
import { readPeaks } from '#shared/mix/peak-pyramid.ts';
import { ffmpegsHere, makeWithFfmpeg } from '../../helpers/audio-ffmpeg.ts';
import { IngestBench } from '../../helpers/audio-ingest.ts';
import { id3Tag } from '../../helpers/audio-mp3.ts';
import { noise, rmsDb, tone } from '../../helpers/audio-signals.ts';
import { wavFile } from '../../helpers/audio-wav.ts';

let bench: IngestBench;
let programs: readonly FfmpegLocation[];
beforeAll(async () => {
  bench = await IngestBench.open();
  programs = await ffmpegsHere();
});
afterAll(() => bench.close());

/** A second of 440 Hz at −12 dBFS, 0.48 s in: whole numbers of samples at every common rate. */
const spoken = (rateHz: number): Float32Array =>
  tone({ rateHz, seconds: 1, silenceBeforeSeconds: 0.48, silenceAfterSeconds: 0.24 });
const LENGTH = 1.72 * 48_000;
/** 5 ms before the tone and 10 ms after it. */
const START = 0.475 * 48_000;
const END = 1.49 * 48_000;

describe('one MP3 after another', () => {
  it('[AUD33] decoders are used again and remember nothing, whatever was read before', async () => {
    const wav = await bench.write('again.wav', wavFile([spoken(44_100)], { rateHz: 44_100 }));
    await makeWithFfmpeg('-i', wav, '-b:a', '96k', bench.path('again.mp3'));
    const loud = await bench.write('loud.wav', wavFile([noise(60_000), noise(60_000)]));
    await makeWithFfmpeg('-i', loud, '-b:a', '320k', bench.path('whole.mp3'));
    const whole = await readFile(bench.path('whole.mp3'));
    // Begins and ends within a frame, with zeros in the middle.
    const damaged = Buffer.concat([whole.subarray(1_700, 9_000), Buffer.alloc(300), whole.subarray(9_300, 17_003)]);
    const first = await bench.ingest(bench.path('again.mp3'));
    for (let round = 0; round < 30; round++) {
      await bench.ingest(await bench.write('damaged.mp3', damaged)).catch(() => undefined);
      const again = await bench.ingest(bench.path('again.mp3'));
      expect(again).toEqual(first);
    }
  });
});

describe('WAV in', () => {
  it('[AUD24] a file at the project rate is stored bit for bit, with its peaks', async () => {
    const [left, right] = [spoken(48_000), noise(LENGTH)];
    const path = await bench.write('exact.wav', wavFile([left, right], { encoding: 'f32' }));
    const { facts, channels, peaks } = await bench.ingest(path);
    expect(channels).toEqual([left, right]);
    expect(facts).toMatchObject({ format: 'wav', sampleRateHz: 48_000, channels: 2, durationSamples: LENGTH });
    const [column] = readPeaks(peaks, 0, LENGTH, 1);
    expect(column!.maximums[0]).toBeCloseTo(10 ** (-12 / 20), 3);
  });

  it.each([8_000, 11_025, 16_000, 22_050, 24_000, 32_000, 44_100, 88_200, 96_000, 192_000])(
    '[AUD24] %i Hz: the length is exact and sound stays where it was',
    async (rateHz) => {
      const path = await bench.write('rate.wav', wavFile([spoken(rateHz)], { rateHz, encoding: 's24' }));
      const { facts, channels } = await bench.ingest(path);
      expect(facts).toMatchObject({ sampleRateHz: rateHz, channels: 1, durationSamples: LENGTH });
      const [sound] = channels;
      expect(rmsDb(sound!.subarray(25_000, 70_000))).toBeCloseTo(-15.01, 1);
      // The tone itself, not only its level: what is left after taking it away.
      const expected = spoken(48_000);
      const rest = Float32Array.from({ length: 40_000 }, (_, i) => sound![28_000 + i]! - expected[28_000 + i]!);
      expect(rmsDb(rest)).toBeLessThan(-90);
      expect(Math.abs(facts.speechStartSample - START)).toBeLessThan(60);
      expect(Math.abs(facts.speechEndSample - END)).toBeLessThan(60);
    },
  );

  it('[AUD24] loudness and peak are those of the sound; of silence there are none', async () => {
    const stereo = tone({ rateHz: 48_000, seconds: 2, frequencyHz: 997, levelDbfs: -20 });
    const dual = await bench.ingest(await bench.write('dual.wav', wavFile([stereo, stereo], { encoding: 'f32' })));
    expect(dual.facts.loudnessLufs).toBeCloseTo(-20, 1);
    expect(dual.facts.peakDbfs).toBeCloseTo(-20, 3);
    // One channel counts as one: 3 LU less than the same sound from both sides.
    const mono = await bench.ingest(await bench.write('mono.wav', wavFile([stereo], { encoding: 'f32' })));
    expect(mono.facts.loudnessLufs).toBeCloseTo(-23, 1);
    const silent = await bench.ingest(await bench.write('silent.wav', wavFile([new Float32Array(48_000)])));
    expect(silent.facts).toMatchObject({
      loudnessLufs: null,
      peakDbfs: null,
      speechStartSample: 0,
      speechEndSample: 48_000,
    });
  });

  it('[AUD24] one sample is a sound', async () => {
    const { facts, channels } = await bench.ingest(await bench.write('one.wav', wavFile([[0.5]])));
    expect(facts).toMatchObject({ durationSamples: 1, speechStartSample: 0, speechEndSample: 1, loudnessLufs: null });
    expect(channels).toEqual([Float32Array.of(0.5)]);
  });

  it('[AUD20] 5.1 becomes two channels by our coefficients', async () => {
    const centre = tone({ rateHz: 48_000, seconds: 0.5 });
    const silent = new Float32Array(centre.length);
    const surround = [silent, silent, centre, centre, silent, silent];
    const bytes = wavFile(surround, { isExtensible: true, channelMask: 0x3f, encoding: 'f32' });
    const { facts, channels } = await bench.ingest(await bench.write('surround.wav', bytes));
    expect(facts.channels).toBe(2);
    const share = Math.SQRT1_2 / (1 + Math.SQRT2);
    for (const channel of channels) expect(rmsDb(channel) - rmsDb(centre)).toBeCloseTo(20 * Math.log10(share), 3);
  });

  it('[AUD13] compressed sound in a WAV container goes to ffmpeg', async () => {
    await bench.write('plain.wav', wavFile([spoken(16_000)], { rateHz: 16_000 }));
    await makeWithFfmpeg('-i', bench.path('plain.wav'), '-c:a', 'pcm_mulaw', bench.path('mulaw.wav'));
    for (const program of programs) {
      const { facts } = await bench.ingest(bench.path('mulaw.wav'), program);
      expect(facts).toMatchObject({ format: 'wav', sampleRateHz: 16_000, durationSamples: LENGTH });
    }
  });
});

describe('MP3 in', () => {
  it.each([
    ['128 kbit/s', ['-b:a', '128k'], 44_100, 2],
    ['variable', ['-q:a', '4'], 48_000, 2],
    ['MPEG-2', ['-b:a', '48k'], 22_050, 1],
    ['MPEG-2.5', ['-b:a', '16k'], 11_025, 1],
  ] as const)(
    '[AUD17] %s: decoded here, without the encoder’s delay, to the exact length',
    async (_name, options, rateHz, channels) => {
      const sound = tone({ rateHz, seconds: 1.0037, silenceBeforeSeconds: 0.48, silenceAfterSeconds: 0.24 });
      const source = await bench.write(
        'source.wav',
        wavFile(
          Array.from({ length: channels }, () => sound),
          { rateHz },
        ),
      );
      await makeWithFfmpeg('-i', source, ...options, bench.path('x.mp3'));
      const { facts, channels: decoded } = await bench.ingest(bench.path('x.mp3'));
      expect(facts).toMatchObject({ format: 'mp3', sampleRateHz: rateHz, channels });
      expect(Math.abs(facts.durationSamples - (sound.length * 48_000) / rateHz)).toBeLessThan(1);
      expect(decoded).toHaveLength(channels);
      // The encoder smears the start by some milliseconds; its delay would be 20 to 100.
      expect(Math.abs(facts.speechStartSample - START)).toBeLessThan(1000);
    },
  );

  it('[AUD17] without a describing frame everything is kept', async () => {
    const source = await bench.write('source.wav', wavFile([spoken(44_100)], { rateHz: 44_100 }));
    await makeWithFfmpeg('-i', source, '-b:a', '128k', '-write_xing', '0', bench.path('bare.mp3'));
    const { facts } = await bench.ingest(bench.path('bare.mp3'));
    expect(facts.durationSamples).toBeGreaterThan(LENGTH + 1105);
  });

  it('[AUD17] files joined end to end are heard to the end, junk and tags between them included', async () => {
    const one = await readFile(bench.path('bare.mp3'));
    const alone = (await bench.ingest(bench.path('bare.mp3'))).facts.durationSamples;
    const joined = await bench.write('joined.mp3', Buffer.concat([one, Buffer.from('<html>junk</html>'), one]));
    expect((await bench.ingest(joined)).facts.durationSamples).toBeGreaterThan(2 * alone - 10);
    await makeWithFfmpeg('-i', bench.path('source.wav'), '-b:a', '128k', bench.path('described.mp3'));
    const described = await readFile(bench.path('described.mp3'));
    const both = await bench.write('both.mp3', Buffer.concat([described, described]));
    // Nothing is known about where the first one's padding would have ended.
    expect((await bench.ingest(both)).facts.durationSamples).toBeGreaterThan(2 * LENGTH);
  });
});

describe('everything else in, by ffmpeg', () => {
  it.each([
    ['flac', 'flac', ['-sample_fmt', 's16'], 0],
    ['aiff', 'aiff', [], 0],
    ['m4a', 'm4a', ['-c:a', 'aac', '-b:a', '128k'], 1100],
    ['ogg', 'ogg', ['-c:a', 'libvorbis'], 1100],
    ['opus', 'ogg', ['-c:a', 'libopus'], 0],
    ['webm', 'webm', ['-c:a', 'libopus'], 1000],
  ] as const)(
    '[AUD18] %s keeps its channels, its length and its place',
    async (extension, format, options, mostExtra) => {
      for (const channels of [1, 2]) {
        const source = await bench.write('source.wav', wavFile(Array.from({ length: channels }, () => spoken(48_000))));
        const direct = await bench.ingest(source);
        await makeWithFfmpeg('-i', source, ...options, bench.path(`x.${extension}`));
        for (const program of programs) {
          const { facts } = await bench.ingest(bench.path(`x.${extension}`), program);
          expect(facts).toMatchObject({ format, sampleRateHz: 48_000, channels });
          expect(facts.durationSamples - LENGTH).toBeGreaterThanOrEqual(-1);
          expect(facts.durationSamples - LENGTH).toBeLessThanOrEqual(mostExtra);
          expect(Math.abs(facts.speechStartSample - START)).toBeLessThan(700);
          expect(Math.abs(facts.loudnessLufs! - direct.facts.loudnessLufs!)).toBeLessThan(0.3);
        }
      }
    },
  );

  it('[AUD18] 44.1 kHz FLAC is the same sound as the WAV it was made of', async () => {
    const source = await bench.write('source.wav', wavFile([spoken(44_100)], { rateHz: 44_100 }));
    await makeWithFfmpeg('-i', source, bench.path('same.flac'));
    const direct = await bench.ingest(source);
    for (const program of programs) {
      const { facts, channels } = await bench.ingest(bench.path('same.flac'), program);
      expect(channels).toEqual(direct.channels);
      expect(facts).toEqual({ ...direct.facts, format: 'flac' });
    }
  });

  it('[AUD12] tags in front of a FLAC, however many and large, hide neither its kind nor its length', async () => {
    const tags = Buffer.concat([id3Tag(150_000), id3Tag(10)]);
    const tagged = await bench.write('tagged.flac', Buffer.concat([tags, await readFile(bench.path('same.flac'))]));
    for (const program of programs) {
      expect((await bench.ingest(tagged, program)).facts).toMatchObject({ format: 'flac', durationSamples: LENGTH });
    }
    const bytes = await readFile(tagged);
    const part = bytes.subarray(0, (tags.length + bytes.length) / 2);
    expect(await bench.refusal(await bench.write('part.flac', part), programs[0]!)).toMatchObject({
      code: 'truncated-audio',
      message: expect.stringContaining('it declares 1.72 s'),
    });
  });

  it('[AUD19] of a video the sound is taken, of one without sound nothing', async () => {
    const source = await bench.write('source.wav', wavFile([spoken(44_100)], { rateHz: 44_100 }));
    const picture = ['-f', 'lavfi', '-i', 'color=c=red:s=64x48:r=10:d=3'];
    await makeWithFfmpeg(...picture, '-i', source, '-c:v', 'mpeg4', '-c:a', 'aac', bench.path('video.mp4'));
    await makeWithFfmpeg(...picture, '-c:v', 'mpeg4', bench.path('silent.mp4'));
    for (const program of programs) {
      const { facts } = await bench.ingest(bench.path('video.mp4'), program);
      expect(facts.format).toBe('m4a');
      expect(Math.abs(facts.durationSamples - LENGTH)).toBeLessThan(1200);
      expect(await bench.refusal(bench.path('silent.mp4'), program)).toMatchObject({
        code: 'unsupported-audio',
        message: expect.stringContaining('it has no sound track'),
      });
    }
  });

  it('[AUD23] a wrong extension does not matter: the content decides', async () => {
    await copyFile(bench.path('same.flac'), bench.path('lies.mp3'));
    for (const program of programs) {
      expect((await bench.ingest(bench.path('lies.mp3'), program)).facts).toMatchObject({
        format: 'flac',
        durationSamples: LENGTH,
      });
    }
    await copyFile(bench.path('described.mp3'), bench.path('lies.wav'));
    expect((await bench.ingest(bench.path('lies.wav'))).facts).toMatchObject({
      format: 'mp3',
      durationSamples: LENGTH,
    });
  });
});

describe('giving up', () => {
  it('[AUD26] cancelling leaves nothing', async () => {
    const path = await bench.write('long.wav', wavFile([noise(2_000_000)]));
    await makeWithFfmpeg('-i', path, bench.path('long.flac'));
    for (const [file, program] of [
      [path, null],
      [bench.path('long.flac'), programs[0]!],
    ] as const) {
      const controller = new AbortController();
      setTimeout(() => controller.abort(), 20);
      expect(await bench.refusal(file, program, controller.signal)).toBeInstanceOf(Cancelled);
    }
  });

  it('[AUD26] a folder that cannot be written to is named', async () => {
    const elsewhere = new IngestBench(bench.path('no/such/folder'));
    const error = await elsewhere.refusal(bench.path('long.wav'));
    expect(error).toMatchObject({
      code: 'file-unwritable',
      message: expect.stringContaining('no/such/folder/out.pcm'),
    });
  });

  it('[AUD26] a source that is not there is unreadable', async () => {
    expect(await bench.refusal(bench.path('never.wav'))).toMatchObject({ code: 'file-unreadable' });
  });
});
