import { rm } from 'node:fs/promises';
import type { Worker } from 'node:worker_threads';
import { afterEach, expect, it, vi } from 'vitest';
import { type SegmentThreads, startSegmentWorkers } from '#core/export/segments/start-segment-workers.ts';
import { ZERO_SAMPLES } from '#shared/units.ts';
import { packagedFfmpeg } from '../../helpers/audio-ffmpeg.ts';
import { temporaryFolder } from '../../helpers/temporary-library.ts';

const ffmpeg = await packagedFfmpeg();
const cacheFolder = await temporaryFolder();
const coder = {
  format: 'wav',
  channels: 1,
  encodedAs: { sampleRateHz: 48_000, bitDepth: 24, bitrateKbps: 0 },
  ffmpeg,
} as const;

const started: Worker[] = [];
let ended = 0;
const watch = (worker: Worker): void => {
  started.push(worker);
  worker.once('exit', () => ended++);
};
process.on('worker', watch);

let workers: SegmentThreads | undefined;
afterEach(async () => {
  process.off('worker', watch);
  await workers?.close();
  await rm(cacheFolder, { recursive: true, force: true });
});

it('[XS18] a thread is there before the programme is, is ended when it rests, and comes again with the next work', async () => {
  workers = startSegmentWorkers(2);
  await vi.waitFor(() => expect(started).toHaveLength(1));
  workers.open({ plan: { tracks: [], durationSamples: ZERO_SAMPLES }, sounds: new Map(), cacheFolder });
  const first = await workers.run({ kind: 'probe', coder });
  expect(started).toHaveLength(1);
  await vi.waitFor(() => expect(ended).toBe(1), { timeout: 20_000, interval: 50 });
  expect(await workers.run({ kind: 'probe', coder })).toBe(first);
  expect(started).toHaveLength(2);
  // Work that comes while another is at rest, but not for long enough, finds it there.
  await workers.run({ kind: 'probe', coder });
  expect(started).toHaveLength(2);
});
