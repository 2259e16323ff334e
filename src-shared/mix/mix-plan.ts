/**
 * What the mixer plays: a layout with every gain resolved to a factor. Plain JSON-able data, so that the core and the
 * player hold the same plan. All transcendental functions (decibels, pan laws) are evaluated while planning; mixing
 * itself uses only additions, multiplications, divisions and square roots, which IEEE 754 rounds the same everywhere. That
 * is why the player and the exporter produce the same samples.
 */
import type { AssetId, RecordId } from '../ids.ts';
import type { Samples } from '../units.ts';

/**
 * The curve of a fade; see curves.ts. `equal-power` keeps the level through a crossfade of different sounds,
 * `equal-gain` through a crossfade of a sound with itself.
 */
export type FadeShape = 'equal-power' | 'equal-gain';

export interface MixClip {
  readonly assetId: AssetId;
  readonly channels: 1 | 2;
  readonly startSample: Samples;
  readonly durationSamples: Samples;
  readonly sourceStartSample: Samples;
  readonly loopSamples?: Samples;
  /** Linear; the clip's own gain, without the track's. */
  readonly gain: number;
  readonly fadeInSamples: Samples;
  readonly fadeOutSamples: Samples;
  readonly fadeInShape: FadeShape;
  readonly fadeOutShape: FadeShape;
}

/** A point of an envelope; between points the factor moves along a smooth curve. Sorted, constant outside. */
export interface EnvelopePoint {
  readonly atSample: Samples;
  readonly gain: number;
}

export interface MixTrack {
  readonly trackId: RecordId;
  /** Linear, per output channel, gain and pan together. */
  readonly leftGain: number;
  readonly rightGain: number;
  /** Ducking, computed from the layout. Empty: none. */
  readonly envelope: readonly EnvelopePoint[];
  /** Sorted by start. */
  readonly clips: readonly MixClip[];
}

export interface MixPlan {
  readonly durationSamples: Samples;
  readonly tracks: readonly MixTrack[];
}

/**
 * Decoded audio at the project rate. `read` fills `left` and `right` (the same samples for mono) with `frames` frames
 * from `startFrame`; frames outside the audio are zero. Must answer at once: the player loads ahead, the exporter reads files.
 */
export interface PcmReader {
  read(assetId: AssetId, startFrame: number, frames: number, left: Float32Array, right: Float32Array): void;
}
