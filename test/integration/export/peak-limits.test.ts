import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSegmentCoder } from '#core/export/join/create-segment-coder.ts';
import { planSegments } from '#core/export/segments/plan-segments.ts';
import type { Rendering } from '#core/export/segments/rendering.ts';
import { SegmentedPart } from '#core/export/segments/segmented-part.ts';
import { samples, secondsToSamples, ZERO_SAMPLES } from '#shared/units.ts';
import { packagedFfmpeg } from '../../helpers/audio-ffmpeg.ts';
import { clicks, sine, source } from '../../helpers/export-programme.ts';
import { studioOf } from '../../helpers/segments-in-process.ts';

const ffmpeg = await packagedFfmpeg();
const LIMIT_DBTP = -1;
const SEGMENT = secondsToSamples(7);
const [tone, noise] = [sine(300, 0.2), clicks()];
/** Clicks in the second of four segments, and a tone in the others. */
const SOUND = source((position) => {
  const [left, right] = [new Float32Array(1), new Float32Array(1)];
  const isNoisy = position >= SEGMENT && position < 2 * SEGMENT;
  (isNoisy ? noise : tone).render(position, left, right);
  return [left[0]!, right[0]!];
});

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lectern-peaks-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function part(): SegmentedPart {
  const settings = {
    format: 'mp3',
    channels: 2,
    encodedAs: { sampleRateHz: 48_000, bitDepth: 24, bitrateKbps: 96 },
    ffmpeg,
  } as const;
  const coder = createSegmentCoder(settings);
  const durationSamples = samples(4 * SEGMENT);
  const cuts = [1, 2, 3].map((n) => ({ atSample: samples(n * SEGMENT), seed: n }));
  return new SegmentedPart({
    sound: { offsetSample: ZERO_SAMPLES, chapter: null, trackIndex: null },
    durationSamples,
    segments: planSegments(durationSamples, cuts, coder.grid),
    contentOf: (from, to) => `${from} ${to}`,
    settings,
    coder,
    studio: studioOf(SOUND, folder),
  });
}

const FREE: Rendering = { chain: { gainDb: 12, ceilingDbtp: -1.2 }, amplifyDb: 0 };
const LIMITED: Rendering = {
  ...FREE,
  peakLimits: { truePeakDbtp: LIMIT_DBTP, samplePeakDbfs: Number.POSITIVE_INFINITY },
};

async function bytesOf(made: SegmentedPart, rendering: Rendering): Promise<readonly Buffer[]> {
  const bytes: Buffer[] = [];
  for await (const segment of made.encoded(rendering)) bytes.push(Buffer.from(segment.bytes));
  return bytes;
}

describe('a peak that the encoder raises above its limit', () => {
  it('[XS17] gets its own segment a lower ceiling; the others keep theirs and their bytes', async () => {
    const made = part();
    const peaks = async (rendering: Rendering): Promise<readonly number[]> => {
      const each = [0, 1, 2, 3].map((index) => made.encode(rendering, { only: [index] }));
      return (await Promise.all(each)).map((meter) => meter.truePeakDbtp());
    };
    const free = await peaks(FREE);
    expect(free[1]).toBeGreaterThan(LIMIT_DBTP);
    const limited = await peaks(LIMITED);
    expect(Math.max(...limited)).toBeLessThanOrEqual(LIMIT_DBTP);
    expect((await made.encode(LIMITED)).truePeakDbtp()).toBeLessThanOrEqual(LIMIT_DBTP);
    expect([limited[0], limited[2], limited[3]]).toEqual([free[0], free[2], free[3]]);
    const [before, after] = [await bytesOf(made, FREE), await bytesOf(made, LIMITED)];
    expect(after.map((bytes, index) => bytes.equals(before[index]!))).toEqual([true, false, true, true]);
    // The same for whoever comes to it anew, and for a join that does not wait for the encoding.
    expect(await bytesOf(part(), LIMITED)).toEqual(after);
  });
});
