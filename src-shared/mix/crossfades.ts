import type { Track } from '../document/records.ts';
import type { PlacedClip } from '../layout/layout.ts';
import { maxSamples, minSamples, type Samples, samples } from '../units.ts';
import type { FadeShape } from './mix-plan.ts';

export interface ClipFades {
  readonly fadeInSamples: Samples;
  readonly fadeOutSamples: Samples;
  readonly fadeInShape: FadeShape;
  readonly fadeOutShape: FadeShape;
}

/**
 * The fades of one track's clips, crossfades included. Where a clip runs into the next, the fades are stretched over the
 * overlap, equal-gain inside one take or one recording and equal-power across different ones.
 *
 * Only what is one sound by intention crossfades: the parts of one line, and the pieces of a music track. Lines that
 * overlap are people talking over one another, and effects that overlap (a door slamming in the rain) both keep their
 * attack. A clip that lies wholly within another is laid over it and changes nothing.
 *
 * @param clips of one track, sorted by start.
 */
export function fadesOf(kind: Track['kind'], clips: readonly PlacedClip[]): Map<PlacedClip, ClipFades> {
  const fades = new Map<PlacedClip, ClipFades>();
  const lastOfGroup = new Map<string, PlacedClip>();
  for (const clip of clips) {
    fades.set(clip, {
      fadeInSamples: minSamples(clip.fadeInSamples, clip.durationSamples),
      fadeOutSamples: minSamples(clip.fadeOutSamples, clip.durationSamples),
      fadeInShape: 'equal-power',
      fadeOutShape: 'equal-power',
    });
    const group = groupOf(kind, clip);
    if (group === null) continue;
    const before = lastOfGroup.get(group);
    if (before && endOf(before) >= endOf(clip)) continue;
    if (before && clip.startSample < endOf(before) && clip.startSample > before.startSample) {
      crossfade(fades, before, clip);
    }
    lastOfGroup.set(group, clip);
  }
  return fades;
}

function groupOf(kind: Track['kind'], clip: PlacedClip): string | null {
  if (clip.kind === 'speech') return `line ${clip.recordId}`;
  return kind === 'music' ? 'music' : null;
}

function crossfade(fades: Map<PlacedClip, ClipFades>, before: PlacedClip, after: PlacedClip): void {
  const overlap = samples(endOf(before) - after.startSample);
  const shape = before.recordId === after.recordId || before.assetId === after.assetId ? 'equal-gain' : 'equal-power';
  const out = fades.get(before)!;
  const into = fades.get(after)!;
  fades.set(before, { ...out, fadeOutSamples: maxSamples(out.fadeOutSamples, overlap), fadeOutShape: shape });
  fades.set(after, { ...into, fadeInSamples: maxSamples(into.fadeInSamples, overlap), fadeInShape: shape });
}

function endOf(clip: PlacedClip): number {
  return clip.startSample + clip.durationSamples;
}
