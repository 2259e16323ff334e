import { AppError } from '../../errors.ts';
import type { RecordId } from '../../ids.ts';
import { tokenizeInline } from '../../script/inline.ts';
import { invalidCommand } from '../command-error.ts';
import type { EditDraft } from '../edit-draft.ts';
import { moveAnchors } from '../move-anchors.ts';
import { placeAfter } from '../place-in-order.ts';
import type { Line } from '../records.ts';
import { separatorBetween } from '../text-separator.ts';

/**
 * The first half keeps the line's id, its take (stale now) and the gap before; the second half gets the gap after and
 * continues the paragraph. What hung on the end of the line hangs on the end of the second half.
 */
export function splitLine(draft: EditDraft, line: Line, atOffset: number, newId: RecordId): void {
  const first = line.text.slice(0, atOffset).trimEnd();
  const second = line.text.slice(atOffset).trimStart();
  if (first === '' || second === '') {
    throw invalidCommand(`Line "${line.id}" cannot be split at ${atOffset}: there are no words on one side.`);
  }
  if (!isBetweenTokens(line, atOffset)) {
    throw invalidCommand(`Line "${line.id}" cannot be split at ${atOffset}: that is inside a tag or a character.`);
  }
  const [order] = placeAfter(draft, draft.blocks, line.id, 1) as [string];
  draft.add({
    type: 'line',
    id: newId,
    order,
    speakerId: line.speakerId,
    text: second,
    ...(line.direction === undefined ? {} : { direction: line.direction }),
    ...(line.gapAfterSamples === undefined ? {} : { gapAfterSamples: line.gapAfterSamples }),
    isContinuation: true,
    gainDb: line.gainDb,
  });
  // Making room for the new line may have given this one a new order key.
  draft.update(draft.find(line.id, 'line'), { text: first, gapAfterSamples: undefined });
  moveAnchors(draft, (anchor) =>
    anchor.blockId === line.id && anchor.edge === 'end' ? { blockId: newId, edge: 'end' } : anchor,
  );
}

function isBetweenTokens(line: Line, offset: number): boolean {
  if (/[\ud800-\udbff]/.test(line.text.charAt(offset - 1))) return false;
  try {
    return tokenizeInline(line.text).every(
      (token) => token.kind === 'text' || offset <= token.start || offset >= token.end,
    );
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    throw invalidCommand(`Line "${line.id}" cannot be split: ${error.message}`, error.details);
  }
}

/**
 * The first line stays, with its speaker, direction, gain and take (stale now); it takes over the words and the gap
 * after of the second. What hung on the start of the second hangs on the start of the whole, what hung on or stopped
 * at its end on the end.
 */
export function joinLines(draft: EditDraft, line: Line): void {
  const second = draft.blocks[draft.blocks.findIndex((block) => block.id === line.id) + 1];
  if (second?.type !== 'line') {
    const what = second ? `a ${second.type} follows it` : 'nothing follows it';
    throw invalidCommand(`Line "${line.id}" cannot be joined with the next: ${what}.`);
  }
  if (second.speakerId !== line.speakerId) {
    throw invalidCommand(
      `Line "${line.id}" cannot be joined with the next: another voice reads that. Give both lines one speaker first.`,
    );
  }
  const text = line.text + separatorBetween(line.text, second.text) + second.text;
  draft.update(line, { text, gapAfterSamples: second.gapAfterSamples });
  moveAnchors(draft, (anchor, role) => {
    if (anchor.blockId !== second.id) return anchor;
    return { blockId: line.id, edge: role === 'until' ? 'end' : anchor.edge };
  });
  draft.remove(second.id);
}
