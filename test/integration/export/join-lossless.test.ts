import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { flacGrid } from '#core/export/join/flac-coder.ts';
import type { CoderSettings } from '#core/export/join/segment-coder.ts';
import { wavHeader } from '#core/export/wav-file.ts';
import { samples } from '#shared/units.ts';
import { ffmpegsHere } from '../../helpers/audio-ffmpeg.ts';
import { decodedByFfmpeg } from '../../helpers/export-probe.ts';
import { programmeLike } from '../../helpers/export-programme.ts';
import { joinPieces, rendered, SECOND } from '../../helpers/join-files.ts';

const ffmpegs = await ffmpegsHere();
const SOURCE = programmeLike();
const DURATION = samples(8 * SECOND + 1234);

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lectern-join-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe.each(ffmpegs.map((ffmpeg) => [ffmpeg.version, ffmpeg] as const))('with ffmpeg %s', (version, ffmpeg) => {
  const settingsOf = (format: 'wav' | 'flac', sampleRateHz: 44_100 | 48_000, bitDepth: 16 | 24): CoderSettings => ({
    format,
    channels: 2,
    encodedAs: { sampleRateHz, bitDepth, bitrateKbps: 128 },
    ffmpeg,
  });

  it('[XJ6] wav and flac of any pieces are the bytes of one piece, at both rates', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('wav' as const, 'flac' as const),
        fc.constantFrom(44_100 as const, 48_000 as const),
        fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1, maxLength: 6 }),
        async (format, rateHz, frames) => {
          const job = { settings: settingsOf(format, rateHz, 24), source: SOURCE, durationSamples: DURATION };
          const [pieces, whole] = [join(folder, `pieces.${format}`), join(folder, `whole.${format}`)];
          await joinPieces({ ...job, frames }, pieces);
          await joinPieces({ ...job, frames: [] }, whole);
          expect(Buffer.compare(await readFile(pieces), await readFile(whole))).toBe(0);
        },
      ),
      { numRuns: 5, endOnFailure: true },
    );
  });

  it('[XJ6] flac holds the samples, their MD5, their number, and a seek table that hits frames', async () => {
    const settings = settingsOf('flac', 48_000, 24);
    const durationSamples = samples(25 * SECOND + 77);
    const path = join(folder, `long-${version}.flac`);
    await joinPieces({ settings, source: SOURCE, durationSamples, frames: [200, 1, 130, 350] }, path);

    const heard = decodedByFfmpeg(path);
    const sound = rendered(SOURCE, durationSamples, 2);
    // + 0: no difference between the two zeros.
    const steps = (values: Float32Array) => values.map((value) => Math.round(value * 2 ** 23) + 0);
    expect(Buffer.compare(Buffer.from(steps(heard).buffer), Buffer.from(steps(sound).buffer))).toBe(0);

    const bytes = await readFile(path);
    const info = bytes.subarray(8, 42);
    expect(info.readUInt16BE(0)).toBe(1152);
    expect(info.readBigUInt64BE(10) & 0xf_ffff_ffffn).toBe(BigInt(durationSamples));
    const pcm = Buffer.alloc(3 * heard.length);
    heard.forEach((value, index) => void pcm.writeIntLE(Math.round(value * 2 ** 23), 3 * index, 3));
    expect(info.subarray(18).toString('hex')).toBe(createHash('md5').update(pcm).digest('hex'));

    expect(bytes[42]).toBe(3);
    const table = bytes.subarray(46, 46 + bytes.readUIntBE(43, 3));
    const start = framesStart(bytes);
    const points = Array.from({ length: table.length / 18 }, (_, index) => ({
      sample: Number(table.readBigUInt64BE(18 * index)),
      at: start + Number(table.readBigUInt64BE(18 * index + 8)),
    }));
    expect(points.map(({ sample }) => sample)).toEqual([0, 10, 20].map((s) => Math.floor((s * SECOND) / 1152) * 1152));
    for (const { sample, at } of points) {
      expect(bytes.readUInt16BE(at)).toBe(0xfff8);
      // Numbers of two bytes, and of one for the first.
      const number = sample === 0 ? bytes[at + 4]! : ((bytes[at + 4]! & 31) << 6) | (bytes[at + 5]! & 63);
      expect(number * 1152).toBe(sample);
    }
  });

  it('[XJ6] 16 bits are dithered in every segment alike, and differ from the sound by a step or two', async () => {
    const settings = settingsOf('flac', 48_000, 16);
    const path = join(folder, `short-${version}.flac`);
    await joinPieces({ settings, source: SOURCE, durationSamples: DURATION, frames: [100, 100] }, path);
    const sound = rendered(SOURCE, DURATION, 2);
    const heard = decodedByFfmpeg(path);
    expect(heard).toHaveLength(sound.length);
    let worst = 0;
    for (let i = 0; i < heard.length; i++) worst = Math.max(worst, Math.abs(heard[i]! - sound[i]!));
    expect(worst * 32_768).toBeLessThanOrEqual(1.51);
    expect(flacGrid(settings).frameSamples).toBe(1152);
  });
});

describe('a WAV file of segments', () => {
  it('[XJ6] has its sizes from the start, odd lengths padded, with and without tags', async () => {
    const settings: CoderSettings = {
      format: 'wav',
      channels: 1,
      encodedAs: { sampleRateHz: 48_000, bitDepth: 24, bitrateKbps: 128 },
      ffmpeg: ffmpegs[0]!,
    };
    const path = join(folder, 'odd.wav');
    await joinPieces({ settings, source: SOURCE, durationSamples: samples(1001), frames: [3, 500] }, path);
    const layout = { sampleRateHz: 48_000, channels: 1, width: 's24', frames: 1001, cues: [], info: [] } as const;
    const bytes = await readFile(path);
    expect(bytes.subarray(0, 44)).toEqual(Buffer.from(wavHeader(layout)));
    expect(bytes).toHaveLength(44 + 3003 + 1);
  });
});

function framesStart(bytes: Buffer): number {
  let at = 4;
  for (let isLast = false; !isLast; ) {
    isLast = (bytes[at]! & 0x80) !== 0;
    at += 4 + bytes.readUIntBE(at + 1, 3);
  }
  return at;
}
