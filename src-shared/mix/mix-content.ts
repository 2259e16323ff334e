import { ClipIndex } from './clip-index.ts';
import type { EnvelopePoint, MixClip, MixPlan, MixTrack } from './mix-plan.ts';

/**
 * Says what sounds in a stretch of a mix, in positions counted from any place: where two descriptions are equal, the mixer
 * gives the same bits. What is out of the stretch's reach leaves no trace: not where a bed under it once began, how long it
 * goes on, or which lines have been ducked before.
 */
export class MixContent {
  readonly #tracks: readonly { readonly plan: MixTrack; readonly index: ClipIndex }[];

  constructor(plan: MixPlan) {
    this.#tracks = plan.tracks.map((track) => ({ plan: track, index: new ClipIndex(track.clips) }));
  }

  /**
   * @param origin where positions are counted from.
   * @param trackIndex of one track alone; null: of all.
   * @returns plain data for a hash.
   */
  describe(fromSample: number, toSample: number, origin: number, trackIndex: number | null): readonly unknown[] {
    const tracks = trackIndex === null ? this.#tracks : this.#tracks.slice(trackIndex, trackIndex + 1);
    return tracks.flatMap(({ plan, index }) => {
      const found = index.find(fromSample, toSample);
      if (found === 0) return [];
      const clips: unknown[] = [];
      for (let i = 0; i < found; i++) clips.push(describeClip(plan.clips[index.at(i)]!, fromSample, toSample, origin));
      return [[plan.leftGain, plan.rightGain, describeEnvelope(plan.envelope, fromSample, toSample, origin), clips]];
    });
  }
}

function describeClip(clip: MixClip, from: number, to: number, origin: number): readonly unknown[] {
  const end = clip.startSample + clip.durationSamples;
  const heardFrom = Math.max(clip.startSample, from);
  const into = heardFrom - clip.startSample;
  const { loopSamples, sourceStartSample } = clip;
  return [
    clip.assetId,
    clip.channels,
    clip.gain,
    heardFrom - origin,
    // The first pass of a loop is played as it is, later ones with a mended seam.
    loopSamples === undefined
      ? sourceStartSample + into
      : [sourceStartSample, loopSamples, into < loopSamples ? into : (into % loopSamples) + loopSamples],
    clip.startSample + clip.fadeInSamples > from
      ? [clip.startSample - origin, clip.fadeInSamples, clip.fadeInShape]
      : null,
    end - clip.fadeOutSamples < to ? [end - origin, clip.fadeOutSamples, clip.fadeOutShape] : null,
  ];
}

/** The points within, and those outside that a curve within comes from or goes to. */
function describeEnvelope(
  points: readonly EnvelopePoint[],
  from: number,
  to: number,
  origin: number,
): readonly (number | readonly [number, number])[] {
  const inside = firstFrom(points, from);
  const after = firstFrom(points, to);
  const before = points[inside - 1] ?? points[inside];
  if (!before) return [1];
  const described: (number | readonly [number, number])[] = [];
  const pointOf = ({ atSample, gain }: EnvelopePoint): readonly [number, number] => [atSample - origin, gain];
  const next = points[inside];
  const isMoving = inside > 0 && next !== undefined && next.gain !== before.gain;
  described.push(isMoving ? pointOf(before) : before.gain);
  for (let i = inside; i < after; i++) described.push(pointOf(points[i]!));
  const last = points[after];
  if (last && after > 0 && points[after - 1]!.gain !== last.gain) described.push(pointOf(last));
  return described;
}

/** Index of the first point at or after a position. */
function firstFrom(points: readonly EnvelopePoint[], sample: number): number {
  let low = 0;
  let high = points.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (points[middle]!.atSample < sample) low = middle + 1;
    else high = middle;
  }
  return low;
}
