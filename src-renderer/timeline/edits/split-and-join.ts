import type { Command } from '#shared/document/commands.ts';
import type { Clip } from '#shared/document/records.ts';
import { type NewId, RecordId } from '#shared/ids.ts';
import { samples } from '#shared/units.ts';
import { anchorSample } from './anchors.ts';
import { type ClipTarget, type Editable, endOf, type PieceTarget, startOf, targetsOf } from './editable.ts';
import { partsOf } from './line-parts.ts';
import { soundEnd } from './trim-clip.ts';

/** Cuts in two what lies under a position. Nothing changes to the ear. */
export function splitClips(
  editable: Editable,
  targets: readonly ClipTarget[],
  atSample: number,
  newId: NewId,
): readonly Command[] {
  return targets.flatMap((target): readonly Command[] => {
    if (atSample <= startOf(target) || atSample >= endOf(target)) return [];
    if (target.kind === 'piece') return splitPiece(editable, target, atSample);
    if (target.kind === 'sound' && target.sound.type === 'clip')
      return splitClip(editable, target.sound, atSample, newId);
    return [];
  });
}

function splitPiece(editable: Editable, target: PieceTarget, atSample: number): readonly Command[] {
  const found = partsOf(editable, target);
  if (!found) return [];
  const inSegment = found.part.startSample + atSample - target.placed.startSample;
  return [
    ...found.prelude,
    { type: 'part.split', id: target.line.id, index: found.index, atSample: samples(inSegment) },
  ];
}

function splitClip({ layout }: Editable, clip: Clip, atSample: number, newId: NewId): readonly Command[] {
  const start = anchorSample(layout, clip.anchor) + clip.offsetSamples;
  return [{ type: 'clip.split', id: clip.id, atSample: samples(atSample - start), newId: RecordId.parse(newId()) }];
}

/**
 * Makes neighbours that were cut apart one again: two pieces of a line, or two clips of one recording. One alone is
 * joined with what it was cut from.
 */
export function joinClips(editable: Editable, targets: readonly ClipTarget[]): readonly Command[] {
  const chosen = targets.length === 1 ? withNeighbours(editable, targets[0]!) : targets;
  const byStart = [...chosen].sort((a, b) => startOf(a) - startOf(b));
  // From the end, so that the numbers of the parts still to be joined stay what they are.
  for (let index = byStart.length - 1; index > 0; index--) {
    const commands = joinPair(editable, byStart[index - 1]!, byStart[index]!);
    if (commands.length > 0) return [...commands];
  }
  return [];
}

/** What touches it on its track. */
function withNeighbours(editable: Editable, target: ClipTarget): readonly ClipTarget[] {
  const { trackId } = target.placed;
  const touching = editable.layout.clips.filter(
    (clip) =>
      clip.trackId === trackId &&
      (clip.startSample === endOf(target) || clip.startSample + clip.durationSamples === startOf(target)),
  );
  return targetsOf(editable, [target.placed.key, ...touching.map(({ key }) => key)]);
}

function joinPair(editable: Editable, first: ClipTarget, second: ClipTarget): readonly Command[] {
  if (first.kind === 'piece' && second.kind === 'piece') {
    if (first.line.id !== second.line.id || second.pieceIndex !== first.pieceIndex + 1) return [];
    const found = partsOf(editable, first);
    const next = found?.parts[found.index + 1];
    const isUncut =
      next &&
      next.segmentIndex === found.part.segmentIndex &&
      next.startSample === found.part.endSample &&
      next.gapBeforeSamples === 0 &&
      next.gainDb === found.part.gainDb;
    return isUncut ? [...found.prelude, { type: 'part.join', id: first.line.id, index: found.index }] : [];
  }
  if (first.kind !== 'sound' || second.kind !== 'sound') return [];
  const { sound: a } = first;
  const { sound: b } = second;
  if (a.type !== 'clip' || b.type !== 'clip' || a.assetId !== b.assetId || a.trackId !== b.trackId) return [];
  const length = first.endSample - first.startSample;
  const isContinued = a.isLooped
    ? b.isLooped && b.sourceStartSample === a.sourceStartSample
    : !b.isLooped && b.sourceStartSample === a.sourceStartSample + length;
  if (!isContinued || second.startSample !== first.endSample) return [];
  return [
    ...soundEnd(a, samples(second.endSample - first.startSample)),
    { type: 'clip.setFades', id: a.id, fadeOutSamples: b.fadeOutSamples },
    { type: 'clip.delete', ids: [b.id] },
  ];
}
