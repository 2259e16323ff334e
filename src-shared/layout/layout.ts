/** The result of `layOut`: every sound of an episode at its place. Plain data, the same in core, renderer and worker. */
import type { AssetId, RecordId } from '../ids.ts';
import type { Samples } from '../units.ts';
import type { CutGrid } from './cut-grid.ts';
import type { laySpeech } from './speech-pieces.ts';

/** One stretch of audio on the timeline. */
export interface PlacedClip {
  /** `<recordId>` or `<recordId>#<n>` for the nth part of a line: stable while the record exists. */
  readonly key: string;
  /** The line, heading, cue or clip it comes from. */
  readonly recordId: RecordId;
  readonly kind: 'speech' | 'sound';
  readonly trackId: RecordId;
  /** null: nothing to play there yet (line not spoken, file not found); the length is an estimate. */
  readonly assetId: AssetId | null;
  readonly startSample: Samples;
  readonly durationSamples: Samples;
  /** Where in the asset's audio the clip starts. */
  readonly sourceStartSample: Samples;
  /** Of a loop: the length of the stretch that repeats, from `sourceStartSample`. Absent: not looped. */
  readonly loopSamples?: Samples;
  readonly gainDb: number;
  readonly fadeInSamples: Samples;
  readonly fadeOutSamples: Samples;
}

/** Where a block begins and ends. Notes and unspoken headings have no length. */
export interface PlacedBlock {
  readonly blockId: RecordId;
  readonly startSample: Samples;
  readonly endSample: Samples;
  /** The length is a guess because the block is not spoken yet. */
  readonly isEstimated: boolean;
  /** Of speech: the gap before it, where the gap is the episode's own and nobody has asked for another. */
  readonly automaticGapSamples?: Samples;
}

export interface Chapter {
  readonly headingId: RecordId | null;
  readonly title: string;
  readonly level: number;
  readonly startSample: Samples;
  readonly endSample: Samples;
}

export interface PlacedMarker {
  readonly markerId: RecordId;
  readonly atSample: Samples;
  readonly text: string;
}

export interface Layout {
  /** Of the whole programme, head and tail included. */
  readonly durationSamples: Samples;
  /** In reading order. */
  readonly blocks: readonly PlacedBlock[];
  readonly blockById: ReadonlyMap<RecordId, PlacedBlock>;
  /** By start, then key. */
  readonly clips: readonly PlacedClip[];
  readonly markers: readonly PlacedMarker[];
}

export interface LayoutOptions {
  /** Instead of `laySpeech`, and with the same answers: one that remembers what it laid before. */
  readonly laySpeech?: typeof laySpeech;
  /** Silence (or room tone) before the first block and after the last. Default none. */
  readonly headSamples?: Samples;
  readonly tailSamples?: Samples;
  /** Of an export. Never of what is played: there every sample is a place. */
  readonly grid?: CutGrid;
}
