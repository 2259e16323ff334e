/** Places that a moved edge is drawn to. */
import type { RecordId } from '#shared/ids.ts';
import type { Layout } from '#shared/layout/layout.ts';
import { rulerTicks } from '../ruler-ticks.ts';
import type { TimelineView } from '../timeline-view.ts';

/** As far as a hand is unsure. */
const REACH_PX = 8;

export interface SnapSources {
  readonly layout: Layout;
  readonly playheadSample: number;
  readonly range: { readonly startSample: number; readonly endSample: number } | null;
  /** What moves with the hand is nothing to snap to. */
  readonly isMoving: (recordId: RecordId) => boolean;
}

/** Starts and ends of what stays, the playhead, markers and the range, in order. Made once for a gesture. */
export function snapPlaces({ layout, playheadSample, range, isMoving }: SnapSources): Float64Array {
  const places: number[] = [0, playheadSample, layout.durationSamples];
  for (const { blockId, startSample, endSample } of layout.blocks) {
    if (!isMoving(blockId)) places.push(startSample, endSample);
  }
  for (const { recordId, startSample, durationSamples } of layout.clips) {
    if (!isMoving(recordId)) places.push(startSample, startSample + durationSamples);
  }
  for (const { markerId, atSample } of layout.markers) if (!isMoving(markerId)) places.push(atSample);
  if (range) places.push(range.startSample, range.endSample);
  return Float64Array.from(new Set(places)).sort();
}

export interface Snapped {
  readonly deltaSamples: number;
  /** Where an edge was drawn to; null: nowhere. */
  readonly guideSample: number | null;
}

/**
 * The movement that puts one of the edges on the nearest place within reach, else the one that was asked for. A place
 * goes before the ruler's grid.
 */
export function snapDelta(
  edges: readonly number[],
  deltaSamples: number,
  places: Float64Array,
  view: TimelineView,
): Snapped {
  const reach = REACH_PX * view.samplesPerPixel;
  let best: Snapped = { deltaSamples, guideSample: null };
  let nearest = reach;
  for (const edge of edges) {
    const place = nearestPlace(places, edge + deltaSamples);
    const distance = place === null ? Number.POSITIVE_INFINITY : Math.abs(place - edge - deltaSamples);
    if (place === null || distance >= nearest) continue;
    nearest = distance;
    best = { deltaSamples: place - edge, guideSample: place };
  }
  if (best.guideSample !== null || edges.length === 0) return best;
  const target = edges[0]! + deltaSamples;
  for (const { sample, label } of rulerTicks(target - reach, target + reach, view.samplesPerPixel)) {
    if (label === null || Math.abs(sample - target) >= nearest / 2) continue;
    nearest = 2 * Math.abs(sample - target);
    best = { deltaSamples: sample - edges[0]!, guideSample: sample };
  }
  return best;
}

function nearestPlace(places: Float64Array, sample: number): number | null {
  let low = 0;
  let high = places.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (places[middle]! < sample) low = middle + 1;
    else high = middle;
  }
  const before = places[low - 1];
  const after = places[low];
  if (before === undefined) return after ?? null;
  if (after === undefined) return before;
  return sample - before <= after - sample ? before : after;
}
