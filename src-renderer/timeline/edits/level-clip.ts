/** Gain and fades of clips. */
import type { Command } from '#shared/document/commands.ts';
import { type Samples, samples } from '#shared/units.ts';
import { type ClipTarget, type Editable, endOf, startOf } from './editable.ts';
import { partsOf } from './line-parts.ts';

export const GAIN_RANGE_DB = { least: -60, most: 24 } as const;
/** A tenth of a decibel: nobody hears less. */
const STEP_DB = 0.1;

export function roundGain(gainDb: number): number {
  const limited = Math.min(GAIN_RANGE_DB.most, Math.max(GAIN_RANGE_DB.least, gainDb));
  return Number((Math.round(limited / STEP_DB) * STEP_DB).toFixed(1));
}

/** What {@link setGain} sets: of a line that has been cut the part's own gain, which adds to the line's. */
export function gainOf(editable: Editable, target: ClipTarget): number | null {
  if (target.kind === 'heading') return null;
  if (target.kind === 'sound') return target.sound.gainDb;
  return isCut(target) ? (partsOf(editable, target)?.part.gainDb ?? null) : target.line.gainDb;
}

export function setGain(editable: Editable, target: ClipTarget, gainDb: number): readonly Command[] {
  const rounded = roundGain(gainDb);
  if (target.kind === 'heading') return [];
  if (target.kind === 'sound') {
    return [{ type: `${target.sound.type}.setGain`, id: target.sound.id, gainDb: rounded }];
  }
  if (!isCut(target)) return [{ type: 'line.setGain', id: target.line.id, gainDb: rounded }];
  const found = partsOf(editable, target);
  return found
    ? [...found.prelude, { type: 'part.setGain', id: target.line.id, index: found.index, gainDb: rounded }]
    : [];
}

/** Cut by a person, not by the pauses of its text. */
function isCut(target: Extract<ClipTarget, { kind: 'piece' }>): boolean {
  return target.line.parts !== undefined && target.line.parts.takeId === target.line.takeId;
}

/** A fade as long as wanted, no longer than what the other one leaves of the clip. */
export function setFade(
  editable: Editable,
  target: ClipTarget,
  edge: 'in' | 'out',
  wantedSamples: number,
): readonly Command[] {
  if (target.kind === 'heading') return [];
  const length = endOf(target) - startOf(target);
  const fade = (other: Samples): Samples => samples(Math.round(Math.min(Math.max(0, wantedSamples), length - other)));
  if (target.kind === 'sound') {
    const { sound } = target;
    return [
      {
        type: `${sound.type}.setFades`,
        id: sound.id,
        ...(edge === 'in'
          ? { fadeInSamples: fade(sound.fadeOutSamples) }
          : { fadeOutSamples: fade(sound.fadeInSamples) }),
      },
    ];
  }
  const found = partsOf(editable, target);
  if (!found) return [];
  const { part, index, prelude } = found;
  const fades =
    edge === 'in' ? { fadeInSamples: fade(part.fadeOutSamples) } : { fadeOutSamples: fade(part.fadeInSamples) };
  return [...prelude, { type: 'part.setFades', id: target.line.id, index, ...fades }];
}
