import type { Command } from '#shared/document/commands.ts';
import type { Clip, Cue } from '#shared/document/records.ts';
import { msToSamples, samples } from '#shared/units.ts';
import {
  blockOrder,
  type ClipTarget,
  type Editable,
  heardNeighbour,
  type PieceTarget,
  type SoundTarget,
} from './editable.ts';
import { earliestStart, explicitGap, setGap } from './gaps.ts';
import { partsOf } from './line-parts.ts';

export type Edge = 'start' | 'end';

/** Shorter than this a clip could not be taken hold of again. */
export const SHORTEST_CLIP_SAMPLES = msToSamples(10);

/** One edge of one clip, dragged. Null where there is nothing to trim: not spoken, not found, a heading. */
export interface Trim {
  clamp(deltaSamples: number): number;
  commands(deltaSamples: number): readonly Command[];
}

/** A whole number within both, and never −0. */
function within(value: number, least: number, most: number): number {
  return Math.round(Math.min(most, Math.max(least, value))) + 0;
}

/**
 * Trimming a start leaves the rest of the sound where it is heard. Trimming an end of a line lets what follows follow;
 * without ripple that stays too.
 */
export function trimOf(editable: Editable, target: ClipTarget, edge: Edge, isRipple: boolean): Trim | null {
  if (target.kind === 'heading' || target.placed.assetId === null) return null;
  if (target.kind === 'piece') return trimPiece(editable, target, edge, isRipple);
  return edge === 'start' ? trimSoundStart(target) : trimSoundEnd(editable, target);
}

function trimPiece(editable: Editable, target: PieceTarget, edge: Edge, isRipple: boolean): Trim | null {
  const found = partsOf(editable, target);
  if (!found) return null;
  const { part, index, prelude, take } = found;
  const { line, pieceIndex, placed, pieces } = target;
  const id = line.id;
  if (edge === 'end') {
    const longest = take.segments[part.segmentIndex]!.durationSamples - part.endSample;
    const shortest = SHORTEST_CLIP_SAMPLES - placed.durationSamples;
    const after = heardNeighbour(editable.document, blockOrder(editable.document).get(id) ?? 0, 1);
    const held = !isRipple && after?.type === 'line' && pieceIndex === pieces.length - 1 ? after : null;
    const heldGap = held ? explicitGap(editable, held) : 0;
    const clamp = (delta: number): number => within(delta, shortest, longest);
    return {
      clamp,
      commands(wanted) {
        const delta = clamp(wanted);
        if (delta === 0) return [];
        return [
          ...prelude,
          { type: 'part.trim', id, index, endSample: samples(part.endSample + delta) },
          ...(held ? [setGap(held, heldGap - delta)] : []),
        ];
      },
    };
  }
  const before = pieces[pieceIndex - 1];
  const gap = before ? placed.startSample - (before.startSample + before.durationSamples) : explicitGap(editable, line);
  const room = before ? pieces[0]!.startSample : earliestStart(editable, line);
  const least = Math.max(0 - part.startSample, room - placed.startSample);
  const most = placed.durationSamples - SHORTEST_CLIP_SAMPLES;
  const clamp = (delta: number): number => within(delta, least, most);
  return {
    clamp,
    commands(wanted) {
      const delta = clamp(wanted);
      if (delta === 0) return [];
      return [
        ...prelude,
        { type: 'part.trim', id, index, startSample: samples(part.startSample + delta) },
        before ? { type: 'part.setGap', id, index, gapBeforeSamples: samples(gap + delta) } : setGap(line, gap + delta),
      ];
    },
  };
}

/** How much of the audio there is after what is used; endless for a loop. */
function roomAfter({ media }: Editable, sound: Clip | Cue, lengthSamples: number): number {
  if (sound.isLooped) return Number.POSITIVE_INFINITY;
  const asset = sound.assetId === undefined ? undefined : media.asset(sound.assetId);
  return asset ? asset.durationSamples - sound.sourceStartSample - lengthSamples : 0;
}

function trimSoundEnd(editable: Editable, { sound, startSample, endSample }: SoundTarget): Trim {
  const length = endSample - startSample;
  const room = roomAfter(editable, sound, length);
  const clamp = (delta: number): number => within(delta, SHORTEST_CLIP_SAMPLES - length, room);
  return {
    clamp,
    commands(wanted) {
      const delta = clamp(wanted);
      if (delta === 0) return [];
      return soundEnd(sound, samples(length + delta));
    },
  };
}

/** From now on it lasts so long, whatever ended it before. */
export function soundEnd(sound: Clip | Cue, lengthSamples: ReturnType<typeof samples>): readonly Command[] {
  const { id } = sound;
  const until: readonly Command[] =
    sound.type === 'clip' && sound.until ? [{ type: 'clip.setUntil', id, until: null }] : [];
  if (sound.isLooped) return [...until, { type: `${sound.type}.setDuration`, id, durationSamples: lengthSamples }];
  const sourceEndSample = samples(sound.sourceStartSample + lengthSamples);
  return [
    ...until,
    ...(sound.durationSamples === undefined
      ? []
      : [{ type: `${sound.type}.setDuration`, id, durationSamples: null } as const]),
    { type: `${sound.type}.trim`, id, sourceEndSample },
  ];
}

function trimSoundStart({ sound, startSample, endSample }: SoundTarget): Trim {
  const { id } = sound;
  const length = endSample - startSample;
  const most = length - SHORTEST_CLIP_SAMPLES;
  // A loop has no beginning to reveal; it may begin anywhere.
  const least = sound.isLooped
    ? -startSample
    : Math.max(0 - sound.sourceStartSample, sound.type === 'clip' ? -startSample : -Infinity);
  const clamp = (delta: number): number => within(delta, least, most);
  const shorter = (delta: number): readonly Command[] =>
    sound.durationSamples === undefined
      ? []
      : [{ type: `${sound.type}.setDuration`, id, durationSamples: samples(sound.durationSamples - delta) }];
  return {
    clamp,
    commands(wanted) {
      const delta = clamp(wanted);
      if (delta === 0) return [];
      const source: readonly Command[] = sound.isLooped
        ? []
        : [{ type: `${sound.type}.trim`, id, sourceStartSample: samples(sound.sourceStartSample + delta) }];
      const place: readonly Command[] =
        sound.type === 'clip' ? [{ type: 'clip.move', id, offsetSamples: samples(sound.offsetSamples + delta) }] : [];
      return [...source, ...place, ...shorter(delta)];
    },
  };
}
