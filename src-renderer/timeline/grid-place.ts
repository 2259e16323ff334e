import type { Lane, LaneClip } from '../episode/lanes.ts';

export interface CellPlace {
  readonly laneIndex: number;
  readonly clipIndex: number;
}

export function cellElementId(clipKey: string): string {
  return `clip-${clipKey}`;
}

export function placeOfClip(lanes: readonly Lane[], clipKey: string | null): CellPlace | null {
  if (clipKey === null) return null;
  for (const [laneIndex, { clips }] of lanes.entries()) {
    const clipIndex = clips.findIndex(({ placed }) => placed.key === clipKey);
    if (clipIndex !== -1) return { laneIndex, clipIndex };
  }
  return null;
}

/**
 * Where an arrow key leads: along the lane, or to the clip of the next lane that is nearest in time (lanes without
 * clips are passed over). From nowhere, the first clip there is. null: the key is not for the grid, or there is none.
 */
export function neighbourCell(lanes: readonly Lane[], from: CellPlace | null, key: string): LaneClip | null {
  const step = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[key];
  if (!step) return null;
  const [down = 0, along = 0] = step;
  if (!from) return lanes.find(({ clips }) => clips.length > 0)?.clips[0] ?? null;
  const here = lanes[from.laneIndex]?.clips[from.clipIndex];
  if (along !== 0) return lanes[from.laneIndex]?.clips[from.clipIndex + along] ?? here ?? null;
  for (let index = from.laneIndex + down; index >= 0 && index < lanes.length; index += down) {
    const nearest = nearestClip(lanes[index]!, here?.placed.startSample ?? 0);
    if (nearest) return nearest;
  }
  return here ?? null;
}

function nearestClip({ clips }: Lane, sample: number): LaneClip | null {
  let nearest: LaneClip | null = null;
  let distance = Number.POSITIVE_INFINITY;
  for (const clip of clips) {
    const gap = Math.max(clip.placed.startSample - sample, sample - clip.endSample, 0);
    if (gap >= distance) continue;
    nearest = clip;
    distance = gap;
  }
  return nearest;
}
