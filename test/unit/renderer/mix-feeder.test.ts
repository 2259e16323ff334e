import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AssetId, RecordId } from '#shared/ids.ts';
import { BlockMixer } from '#shared/mix/block-mixer.ts';
import type { MixClip, MixPlan, PcmReader } from '#shared/mix/mix-plan.ts';
import { samples } from '#shared/units.ts';
import { MixFeeder } from '../../../src-renderer/player/mix-feeder.ts';
import { CHUNK_FRAMES, type FetchPcm, PcmCache } from '../../../src-renderer/player/pcm-cache.ts';
import { createRingMemory, RingMonitor, RingReader, RingWriter } from '../../../src-renderer/player/ring.ts';

const MONO = AssetId.parse('a'.repeat(64));
const STEREO = AssetId.parse('b'.repeat(64));
const FRAMES = 150_000;

function sound(channels: 1 | 2): Float32Array {
  return Float32Array.from({ length: FRAMES * channels }, (_, index) => Math.sin(index * index * 1e-7) * 0.5);
}
const PCM = new Map([
  [MONO, { channels: 1 as const, pcm: sound(1) }],
  [STEREO, { channels: 2 as const, pcm: sound(2) }],
]);

/** All audio at hand, as the exporter has it. */
const wholeReader: PcmReader = {
  read(assetId, startFrame, frames, left, right) {
    const { channels, pcm } = PCM.get(assetId)!;
    for (let i = 0; i < frames; i++) {
      const at = startFrame + i;
      left[i] = at < 0 || at >= FRAMES ? 0 : pcm[at * channels]!;
      right[i] = at < 0 || at >= FRAMES ? 0 : pcm[at * channels + channels - 1]!;
    }
  },
};

const fetchPcm: FetchPcm = async (assetId, firstByte, endByte) => {
  const { pcm } = PCM.get(assetId)!;
  return pcm.slice(firstByte / 4, endByte / 4).buffer;
};

function clip(over: Partial<MixClip>): MixClip {
  return {
    assetId: MONO,
    channels: 1,
    startSample: samples(0),
    durationSamples: samples(100_000),
    sourceStartSample: samples(0),
    gain: 0.8,
    fadeInSamples: samples(240),
    fadeOutSamples: samples(240),
    fadeInShape: 'equal-power',
    fadeOutShape: 'equal-power',
    ...over,
  } as MixClip;
}

const PLAN: MixPlan = {
  durationSamples: samples(260_000),
  tracks: [
    {
      trackId: RecordId.parse('speech'),
      leftGain: 0.9,
      rightGain: 0.7,
      envelope: [],
      clips: [clip({}), clip({ startSample: samples(120_000), sourceStartSample: samples(30_000) })],
    },
    {
      trackId: RecordId.parse('bed'),
      leftGain: 0.5,
      rightGain: 0.5,
      envelope: [
        { atSample: samples(10_000), gain: 1 },
        { atSample: samples(20_000), gain: 0.25 },
      ],
      clips: [
        clip({
          assetId: STEREO,
          channels: 2,
          durationSamples: samples(260_000),
          sourceStartSample: samples(5_000),
          loopSamples: samples(70_000),
        }),
      ],
    },
  ],
};

function player(fetch: FetchPcm = fetchPcm, cacheBytes = 64 * 1024 * 1024) {
  const memory = createRingMemory();
  const failures: unknown[] = [];
  const cache = new PcmCache(fetch, cacheBytes);
  const feeder = new MixFeeder(cache, new RingWriter(memory), { onFailure: (error) => failures.push(error) });
  const reader = new RingReader(memory);
  new RingMonitor(memory).setPlaying(true);
  return { feeder, reader, failures, cache };
}

/** Plays as the worklet does, asking for more after each block, until so many frames or the end. */
async function listen(
  { feeder, reader }: ReturnType<typeof player>,
  frames: number,
): Promise<[Float32Array, Float32Array]> {
  const left = new Float32Array(frames);
  const right = new Float32Array(frames);
  for (let at = 0; at < frames; ) {
    const block = Math.min(128, frames - at);
    const pulled = reader.pull(left.subarray(at, at + block), right.subarray(at, at + block));
    at += pulled.frames;
    feeder.feed();
    if (pulled.hasEnded) return [left.subarray(0, at), right.subarray(0, at)];
    if (pulled.frames < block) await new Promise(setImmediate);
  }
  return [left, right];
}

function mixed(startSample: number, frames: number, plan = PLAN): [Float32Array, Float32Array] {
  const left = new Float32Array(frames);
  const right = new Float32Array(frames);
  new BlockMixer(plan, wholeReader).render(startSample, left, right);
  return [left, right];
}

/** Comparing a quarter of a million numbers is quick; printing how they differ is not. */
function expectSame(played: [Float32Array, Float32Array], expected: [Float32Array, Float32Array]): void {
  for (const channel of [0, 1] as const) {
    expect(played[channel].length).toBe(expected[channel].length);
    expect(played[channel].findIndex((value, index) => value !== expected[channel][index])).toBe(-1);
  }
}

test('[UI47] what is played is what the exporter mixes, sample for sample, to the end', async () => {
  const playing = player();
  playing.feeder.load(PLAN, 0, 1);
  expectSame(await listen(playing, PLAN.durationSamples + 1000), mixed(0, PLAN.durationSamples));
});

test('[UI47] from wherever one seeks, also while audio is still being fetched', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(PLAN.durationSamples - 6000), { minLength: 1, maxLength: 4 }), async (places) => {
      const playing = player();
      playing.feeder.load(PLAN, 0, 1);
      for (const [index, place] of places.entries()) {
        playing.feeder.seek(place, index + 2);
        if (index % 2 === 0) await new Promise(setImmediate);
      }
      expectSame(await listen(playing, 5000), mixed(places.at(-1)!, 5000));
    }),
    { numRuns: 15 },
  );
});

test('[UI48] only the stretches that are played are fetched, each once', async () => {
  const asked: string[] = [];
  const playing = player((assetId, firstByte, endByte) => {
    asked.push(`${assetId[0]} ${firstByte / 4}`);
    return fetchPcm(assetId, firstByte, endByte);
  });
  playing.feeder.load(PLAN, 0, 1);
  // While the first fetch is under way, and after it.
  playing.feeder.seek(1000, 2);
  await listen(playing, 5000);
  playing.feeder.seek(2000, 3);
  await listen(playing, 1000);
  expect([...asked].sort()).toEqual(['a 0', 'b 0']);
});

test('[UI48] the cache stays under its limit, and plays all the same', async () => {
  const limit = 3 * CHUNK_FRAMES * 4 * 2;
  const playing = player(fetchPcm, limit);
  playing.feeder.load(PLAN, 0, 1);
  expectSame(await listen(playing, PLAN.durationSamples), mixed(0, PLAN.durationSamples));
  expect(playing.cache.byteLength).toBeLessThanOrEqual(limit);
});

test('[UI49] audio that cannot be fetched is said, and playing again tries again', async () => {
  let isBroken = true;
  const playing = player((...request) => (isBroken ? Promise.reject(new Error('gone')) : fetchPcm(...request)));
  playing.feeder.load(PLAN, 0, 1);
  await expect.poll(() => playing.failures.length).toBe(1);
  isBroken = false;
  playing.feeder.seek(0, 2);
  expectSame(await listen(playing, 3000), mixed(0, 3000));
});

test('[UI47] a clip longer than its sound ends in silence', async () => {
  const plan: MixPlan = {
    durationSamples: samples(FRAMES + 90_000),
    tracks: [{ ...PLAN.tracks[0]!, clips: [clip({ durationSamples: samples(FRAMES + 80_000) })] }],
  };
  const playing = player();
  playing.feeder.load(plan, FRAMES - 1000, 1);
  expectSame(await listen(playing, 3000), mixed(FRAMES - 1000, 3000, plan));
});
