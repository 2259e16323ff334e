/** A player without page and device: feeder, cache and ring, over made-up sound. */

import { expect } from 'vitest';
import { AssetId, RecordId } from '#shared/ids.ts';
import { BlockMixer } from '#shared/mix/block-mixer.ts';
import type { MixClip, MixPlan, PcmReader } from '#shared/mix/mix-plan.ts';
import { samples } from '#shared/units.ts';
import { MixFeeder } from '../../../src-renderer/player/mix-feeder.ts';
import { type FetchPcm, PcmCache } from '../../../src-renderer/player/pcm-cache.ts';
import { PlayedMeter } from '../../../src-renderer/player/played-meter.ts';
import { createRingMemory } from '../../../src-renderer/player/ring.ts';
import { RingMonitor, RingWitness } from '../../../src-renderer/player/ring-onlookers.ts';
import { RingReader } from '../../../src-renderer/player/ring-reader.ts';
import { RingWriter } from '../../../src-renderer/player/ring-writer.ts';

const MONO = AssetId.parse('a'.repeat(64));
const STEREO = AssetId.parse('b'.repeat(64));
export const FRAMES = 150_000;

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

export const fetchPcm: FetchPcm = async (assetId, firstByte, endByte) => {
  const { pcm } = PCM.get(assetId)!;
  return pcm.slice(firstByte / 4, endByte / 4).buffer;
};

export function clip(over: Partial<MixClip>): MixClip {
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

export const PLAN: MixPlan = {
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

export function player(fetch: FetchPcm = fetchPcm, cacheBytes = 64 * 1024 * 1024) {
  const memory = createRingMemory();
  const failures: unknown[] = [];
  const cache = new PcmCache(fetch, cacheBytes);
  const events = { onFailure: (error: unknown) => failures.push(error) };
  const meter = new PlayedMeter(new RingWitness(memory));
  const feeder = new MixFeeder(cache, new RingWriter(memory), events, meter);
  const reader = new RingReader(memory);
  const monitor = new RingMonitor(memory);
  monitor.setPlaying(true);
  return { feeder, reader, monitor, failures, cache };
}

/** Plays as the worklet does, asking for more after each block, until so many frames or the end. */
export async function listen(
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

export function mixed(startSample: number, frames: number, plan = PLAN): [Float32Array, Float32Array] {
  const left = new Float32Array(frames);
  const right = new Float32Array(frames);
  new BlockMixer(plan, wholeReader).render(startSample, left, right);
  return [left, right];
}

/** Comparing a quarter of a million numbers is quick; printing how they differ is not. */
export function expectSame(played: [Float32Array, Float32Array], expected: [Float32Array, Float32Array]): void {
  for (const channel of [0, 1] as const) {
    expect(played[channel].length).toBe(expected[channel].length);
    expect(played[channel].findIndex((value, index) => value !== expected[channel][index])).toBe(-1);
  }
}
