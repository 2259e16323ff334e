import { type Samples, samplesToFrames, subtractSamples } from '#shared/units.ts';
import type { CoverArt, ProgrammeChapter, ProgrammeTags } from '../programme-tags.ts';
import type { CoderSettings } from './segment-coder.ts';

/** A file to be put together from the segments of one part; the segments come in order and apart from this. */
export interface JoinJob extends CoderSettings {
  /** Where segments begin and the last one ends: 0, every cut, `durationSamples`. */
  readonly edges: readonly Samples[];
  /** Absent: none are written. Of stems. */
  readonly tags?: ProgrammeTags;
  readonly chapters: readonly ProgrammeChapter[];
  readonly cover?: CoverArt;
  readonly signal?: AbortSignal;
  /** After each segment: how much of the part is written. */
  readonly onProgress?: (doneSamples: Samples) => void;
}

/** Samples of a whole file at its own rate: each segment is rounded on its own. */
export function totalSamples(edges: readonly Samples[], rateHz: number): number {
  return edges
    .slice(1)
    .reduce((sum, edge, index) => sum + samplesToFrames(subtractSamples(edge, edges[index]!), rateHz), 0);
}
