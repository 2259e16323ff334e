import { documentOf } from '#shared/document/episode-document.ts';
import type { EpisodeRecord, Track } from '#shared/document/records.ts';
import { AssetId, RecordId, type TakeId } from '#shared/ids.ts';
import type { Layout, PlacedClip } from '#shared/layout/layout.ts';
import type { MediaIndex } from '#shared/media.ts';
import type { MixClip, MixPlan, PcmReader } from '#shared/mix/mix-plan.ts';
import { planMix } from '#shared/mix/plan-mix.ts';
import { samples } from '#shared/units.ts';

/** A readable stand-in for a hash: 'a' → aaaa…. Hexadecimal letters only. */
export function assetId(letter: string): AssetId {
  return AssetId.parse(letter.repeat(64));
}

export function track(id: string, more: Partial<Omit<Track, 'id' | 'type'>> = {}): Track {
  return {
    type: 'track',
    id: RecordId.parse(id),
    order: id,
    name: id,
    kind: 'dialogue',
    gainDb: 0,
    pan: 0,
    isMuted: false,
    ...more,
  };
}

/** Times in samples. */
export function placed(
  key: string,
  trackId: string,
  start: number,
  duration: number,
  more: Partial<PlacedClip> = {},
): PlacedClip {
  return {
    key,
    recordId: RecordId.parse(key),
    kind: 'speech',
    trackId: RecordId.parse(trackId),
    assetId: assetId('a'),
    startSample: samples(start),
    durationSamples: samples(duration),
    sourceStartSample: samples(0),
    gainDb: 0,
    fadeInSamples: samples(0),
    fadeOutSamples: samples(0),
    ...more,
  };
}

export function layoutOf(clips: readonly PlacedClip[], duration: number): Layout {
  const sorted = [...clips].sort((a, b) => a.startSample - b.startSample);
  return { durationSamples: samples(duration), blocks: [], blockById: new Map(), clips: sorted, markers: [] };
}

/** Knows every asset; 'b' is stereo. */
export const anyMedia: MediaIndex = {
  take: (_id: TakeId) => undefined,
  asset: (id) => ({ durationSamples: samples(1_000_000), channels: id === assetId('b') ? 2 : 1 }),
};

export function planOf(tracks: readonly Track[], clips: readonly PlacedClip[], duration = 1_000_000): MixPlan {
  return planMix(documentOf(tracks as readonly EpisodeRecord[]), layoutOf(clips, duration), anyMedia);
}

export function mixClip(start: number, duration: number, more: Partial<MixClip> = {}): MixClip {
  return {
    assetId: assetId('a'),
    channels: 1,
    startSample: samples(start),
    durationSamples: samples(duration),
    sourceStartSample: samples(0),
    gain: 1,
    fadeInSamples: samples(0),
    fadeOutSamples: samples(0),
    fadeInShape: 'equal-power',
    fadeOutShape: 'equal-power',
    ...more,
  };
}

/** Plays arrays from memory: `sounds` by asset, one channel or two. */
export function readerOf(sounds: Readonly<Record<string, readonly Float32Array[]>>): PcmReader & { reads: number } {
  return {
    reads: 0,
    read(id, startFrame, frames, left, right) {
      this.reads++;
      const [l, r = l] = sounds[id] ?? [];
      for (let i = 0; i < frames; i++) {
        left[i] = l?.[startFrame + i] ?? 0;
        right[i] = r?.[startFrame + i] ?? 0;
      }
    },
  };
}
