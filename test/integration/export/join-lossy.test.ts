import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FfmpegLocation } from '#core/audio/ffmpeg-location.ts';
import { createSegmentCoder } from '#core/export/join/create-segment-coder.ts';
import type { CoderSettings } from '#core/export/join/segment-coder.ts';
import { samples, samplesToFrames } from '#shared/units.ts';
import { ffmpegsHere } from '../../helpers/audio-ffmpeg.ts';
import { decodedByFfmpeg } from '../../helpers/export-probe.ts';
import { programmeLike } from '../../helpers/export-programme.ts';
import { edgesOf, joinPieces, noiseRatios, rendered, SECOND } from '../../helpers/join-files.ts';

const ffmpegs = await ffmpegsHere();
const SOURCE = programmeLike();
const DURATION = samples(11 * SECOND + 321);
const LOSSY = ['mp3', 'opus', 'm4a'] as const;
type Lossy = (typeof LOSSY)[number];

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lectern-join-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function settingsOf(format: Lossy, ffmpeg: FfmpegLocation, channels: 1 | 2, sampleRateHz = 48_000): CoderSettings {
  const encodedAs = { sampleRateHz: sampleRateHz as 48_000, bitDepth: 24, bitrateKbps: channels * 96 } as const;
  return { format, channels, encodedAs, ffmpeg };
}

/** ffmpeg gives out AAC's last frame whole, in a file of one piece too. */
function roundedUp(count: number, format: Lossy): number {
  return format === 'm4a' ? Math.ceil(count / 1024) * 1024 : count;
}

describe.each(ffmpegs.map((ffmpeg) => [ffmpeg.version, ffmpeg] as const))('with ffmpeg %s', (version, ffmpeg) => {
  it.each(LOSSY)(
    '[XJ8] %s: at every join each frame is as near to the sound as in one piece, within 1 dB',
    async (format) => {
      for (const channels of [1, 2] as const) {
        const settings = settingsOf(format, ffmpeg, channels);
        const { frameSamples } = createSegmentCoder(settings).grid;
        const job = { settings, source: SOURCE, durationSamples: DURATION, frames: [61, 75, 1, 2, 83, 50, 98] };
        const [pieces, whole] = [
          join(folder, `pieces-${version}.${format}`),
          join(folder, `whole-${version}.${format}`),
        ];
        await joinPieces(job, pieces);
        await joinPieces({ ...job, frames: [] }, whole);
        const sound = rendered(SOURCE, DURATION, channels);
        const [joined, long] = [decodedByFfmpeg(pieces), decodedByFfmpeg(whole)];
        expect(joined.length).toBe(long.length);
        expect(joined.length / channels).toBe(roundedUp(DURATION, format));

        const [a, b] = [joined, long].map((heard) => noiseRatios(sound, heard, channels, frameSamples));
        const edges = edgesOf(job).slice(1, -1);
        expect(edges.length).toBeGreaterThan(5);
        for (const edge of edges) {
          const at = Math.floor(edge / frameSamples);
          for (let frame = at - 3; frame <= at + 3; frame++) {
            expect(a![frame]! - b![frame]!, `frame ${frame} at the join ${at}`).toBeGreaterThan(-1);
          }
        }
      }
    },
  );

  it('[XJ5] mp3 of any pieces is the file of one piece, byte for byte', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(1 as const, 2 as const),
        fc.array(fc.integer({ min: 1, max: 120 }), { minLength: 1, maxLength: 7 }),
        fc.integer({ min: 1, max: 1152 }),
        async (channels, frames, end) => {
          const durationSamples = samples(frames.reduce((sum, count) => sum + 1152 * count, end));
          const job = { settings: settingsOf('mp3', ffmpeg, channels), source: SOURCE, durationSamples };
          await joinPieces({ ...job, frames }, join(folder, 'p.mp3'));
          await joinPieces({ ...job, frames: [] }, join(folder, 'w.mp3'));
          expect(Buffer.compare(await readFile(join(folder, 'p.mp3')), await readFile(join(folder, 'w.mp3')))).toBe(0);
          expect(decodedByFfmpeg(join(folder, 'p.mp3'))).toHaveLength(durationSamples * channels);
        },
      ),
      { numRuns: 3, endOnFailure: true },
    );
  });

  it('[XJ7] opus of any pieces decodes to the samples of one piece', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(1 as const, 2 as const),
        fc.array(fc.integer({ min: 1, max: 140 }), { minLength: 1, maxLength: 5 }),
        fc.integer({ min: 1, max: 960 }),
        async (channels, frames, end) => {
          const durationSamples = samples(frames.reduce((sum, count) => sum + 960 * count, end));
          const job = { settings: settingsOf('opus', ffmpeg, channels), source: SOURCE, durationSamples };
          await joinPieces({ ...job, frames }, join(folder, 'p.opus'));
          await joinPieces({ ...job, frames: [] }, join(folder, 'w.opus'));
          const [a, b] = [decodedByFfmpeg(join(folder, 'p.opus')), decodedByFfmpeg(join(folder, 'w.opus'))];
          expect(a).toHaveLength(durationSamples * channels);
          expect(worstDifference(a, b)).toBe(0);
        },
      ),
      { numRuns: 3, endOnFailure: true },
    );
  });

  it('[XJ8] aac of any pieces has the length of one piece and its noise', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 1, maxLength: 5 }),
        fc.integer({ min: 1, max: 1024 }),
        async (frames, end) => {
          const durationSamples = samples(frames.reduce((sum, count) => sum + 1024 * count, end));
          const job = { settings: settingsOf('m4a', ffmpeg, 2), source: SOURCE, durationSamples };
          await joinPieces({ ...job, frames }, join(folder, 'p.m4a'));
          await joinPieces({ ...job, frames: [] }, join(folder, 'w.m4a'));
          const [a, b] = [decodedByFfmpeg(join(folder, 'p.m4a')), decodedByFfmpeg(join(folder, 'w.m4a'))];
          expect(a).toHaveLength(b.length);
          const sound = rendered(SOURCE, durationSamples, 2);
          const [noise] = noiseRatios(sound, a, 2, durationSamples);
          const [usual] = noiseRatios(sound, b, 2, durationSamples);
          expect(Math.abs(noise! - usual!)).toBeLessThan(0.5);
        },
      ),
      { numRuns: 3, endOnFailure: true },
    );
  });

  it.each(['mp3', 'm4a'] as const)(
    '[XJ9] %s at 44.1 kHz: whole length, no jump and no drift at the joins',
    async (format) => {
      const settings = settingsOf(format, ffmpeg, 1, 44_100);
      const { frameSamples } = createSegmentCoder(settings).grid;
      const job = { settings, source: SOURCE, durationSamples: DURATION, frames: [101, 57, 90, 133, 46] };
      const [pieces, whole] = [join(folder, `44-${version}.${format}`), join(folder, `44-whole-${version}.${format}`)];
      await joinPieces(job, pieces);
      await joinPieces({ ...job, frames: [] }, whole);
      const [joined, long] = [decodedByFfmpeg(pieces), decodedByFfmpeg(whole)];
      const expected = roundedUp(samplesToFrames(DURATION, 44_100), format);
      expect(long).toHaveLength(expected);
      expect(Math.abs(joined.length - expected)).toBeLessThanOrEqual(format === 'm4a' ? 1024 : 3);
      // Half a sample for each cut at most, so that sound below some kilohertz lies on top of itself.
      const noise = noiseRatios(long, joined, 1, frameSamples);
      const usual = [...noise].sort((x, y) => x - y)[Math.floor(noise.length / 2)]!;
      expect(usual).toBeGreaterThan(20);
      for (const edge of edgesOf(job).slice(1, -1)) {
        const at = Math.floor((edge * 44_100) / SECOND / frameSamples);
        for (let frame = at - 2; frame <= at + 2; frame++) expect(noise[frame]!).toBeGreaterThan(15);
      }
    },
  );
});

function worstDifference(a: Float32Array, b: Float32Array): number {
  let worst = Math.abs(a.length - b.length);
  for (let i = 0; i < Math.min(a.length, b.length); i++) worst = Math.max(worst, Math.abs(a[i]! - b[i]!));
  return worst;
}
