/** Immutable audio: what arrived, and what was spoken. Kept for ever; never repaired by deletion. */
import type { AssetId, ProviderId, RequestHash, TakeId } from './ids.ts';
import type { Samples } from './units.ts';

/** Audio stored under the hash of its bytes, as received. */
export interface Asset {
  readonly id: AssetId;
  readonly byteLength: number;
  /** By content, not by name: 'wav', 'mp3', 'flac', 'm4a', 'ogg' … */
  readonly format: string;
  /** Of the audio as received. */
  readonly sampleRateHz: number;
  readonly channels: 1 | 2;
  /** Of the decoded audio at the project rate. */
  readonly durationSamples: Samples;
  /** null: nothing above the gate. Measured as BS.1770 integrated loudness of the decoded audio. */
  readonly loudnessLufs: number | null;
  readonly peakDbfs: number | null;
  /** The name it came in under, for people. */
  readonly originalName?: string;
  readonly createdAtMs: number;
}

/** One stretch of a take: the answer to one request. */
export interface TakeSegment {
  readonly assetId: AssetId;
  readonly requestHash: RequestHash;
  readonly durationSamples: Samples;
  /**
   * Half-open range that holds the speech; what lies outside is the engine's own silence and is not laid out.
   * Found once when the take is stored, so that layout is the same on every machine.
   */
  readonly speechStartSample: Samples;
  readonly speechEndSample: Samples;
  /** Which run of the line's text (the text between inline pauses) this speaks; see script/inline.ts. */
  readonly runIndex: number;
}

/** Word or sentence timing from the service, relative to the start of the segment's audio. */
export interface TakeCue {
  readonly segmentIndex: number;
  readonly startSample: Samples;
  readonly endSample: Samples;
  readonly text: string;
}

export interface Take {
  readonly id: TakeId;
  /** Hash of the whole line's canonical request; equal hash, same speech. */
  readonly requestHash: RequestHash;
  readonly provider: ProviderId;
  readonly voiceId: string;
  readonly model?: string;
  /** The text as it was sent, after pronunciations. */
  readonly text: string;
  readonly segments: readonly TakeSegment[];
  readonly cues: readonly TakeCue[];
  readonly billedCharacters: number;
  readonly cost: number;
  readonly currency?: string;
  readonly createdAtMs: number;
}

/** What layout needs to know about audio. */
export interface MediaIndex {
  take(id: TakeId): Take | undefined;
  asset(id: AssetId): Pick<Asset, 'durationSamples' | 'channels'> | undefined;
}
