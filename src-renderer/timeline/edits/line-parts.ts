import type { Command } from '#shared/document/commands.ts';
import type { LinePart } from '#shared/document/records.ts';
import { defaultParts } from '#shared/layout/speech-pieces.ts';
import { speechTextOf } from '#shared/layout/spoken-text.ts';
import type { Take } from '#shared/media.ts';
import type { Editable, PieceTarget } from './editable.ts';

export interface EditableParts {
  readonly take: Take;
  readonly parts: readonly LinePart[];
  /** Which of them the piece is. */
  readonly index: number;
  readonly part: LinePart;
  /** Gives the line parts to be edited, where it has none of its take. */
  readonly prelude: readonly Command[];
}

/** The parts behind a piece; null where the line is not spoken, so that there is nothing to cut. */
export function partsOf({ media }: Editable, { line, pieceIndex }: PieceTarget): EditableParts | null {
  const take = line.takeId === undefined ? undefined : media.take(line.takeId);
  if (!take) return null;
  const own = line.parts?.takeId === take.id ? line.parts.list : null;
  const parts = own ?? defaultParts(take, speechTextOf(line).runs);
  // Layout passes over parts that have no length.
  const laid = parts.flatMap((part, index) => {
    const end = Math.min(part.endSample, take.segments[part.segmentIndex]?.durationSamples ?? part.endSample);
    return end > part.startSample ? [index] : [];
  });
  const index = laid[pieceIndex];
  const part = index === undefined ? undefined : parts[index];
  if (index === undefined || !part) return null;
  const prelude: readonly Command[] = own
    ? []
    : [{ type: 'line.setParts', id: line.id, parts: { takeId: take.id, list: [...parts] } }];
  return { take, parts, index, part, prelude };
}
