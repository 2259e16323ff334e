import type { Gaps } from '../document/records.ts';
import { type Samples, ZERO_SAMPLES } from '../units.ts';

/** What the automatic gap needs to know of a block that is heard. */
export interface Sounding {
  readonly kind: 'line' | 'heading' | 'cue';
  /** Who speaks; null for the default voice and for cues. */
  readonly speakerId: string | null;
  readonly isContinuation: boolean;
}

/**
 * The gap between two neighbouring blocks that are heard, where nobody has said another.
 * A heading belongs to what follows it, so the chapter gap stands before the first of several headings and the
 * heading gap after each that is spoken.
 */
export function automaticGap(
  gaps: Gaps,
  previous: Sounding | null,
  next: Sounding,
  hasHeadingBetween: boolean,
): Samples {
  if (!previous) return ZERO_SAMPLES;
  if (previous.kind === 'heading') return gaps.headingSamples;
  if (hasHeadingBetween || next.kind === 'heading') return gaps.chapterSamples;
  if (previous.kind === 'cue' || next.kind === 'cue') return gaps.lineSamples;
  if (previous.speakerId !== next.speakerId) return gaps.speakerSamples;
  return next.isContinuation ? gaps.lineSamples : gaps.paragraphSamples;
}
