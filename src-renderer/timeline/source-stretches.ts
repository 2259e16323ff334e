import type { PlacedClip } from '#shared/layout/layout.ts';

/** A stretch of a clip and where in the sound it comes from. Samples of the episode, half-open. */
export interface SourceStretch {
  readonly fromSample: number;
  readonly toSample: number;
  readonly sourceStartSample: number;
}

/** The part of a clip inside a range, cut where a loop begins again. */
export function sourceStretches(clip: PlacedClip, fromSample: number, toSample: number): readonly SourceStretch[] {
  const from = Math.max(fromSample, clip.startSample);
  const to = Math.min(toSample, clip.startSample + clip.durationSamples);
  const { loopSamples } = clip;
  if (to <= from) return [];
  if (loopSamples === undefined || loopSamples <= 0) {
    return [{ fromSample: from, toSample: to, sourceStartSample: clip.sourceStartSample + from - clip.startSample }];
  }
  const stretches: SourceStretch[] = [];
  for (let at = from; at < to; ) {
    const inLoop = (at - clip.startSample) % loopSamples;
    const stop = Math.min(to, at + loopSamples - inLoop);
    stretches.push({ fromSample: at, toSample: stop, sourceStartSample: clip.sourceStartSample + inLoop });
    at = stop;
  }
  return stretches;
}
