import type { Command } from '#shared/document/commands.ts';
import type { Line } from '#shared/document/records.ts';
import type { RecordId } from '#shared/ids.ts';
import { samples } from '#shared/units.ts';
import { blockOrder, type ClipTarget, type Editable, heardNeighbour, type PieceTarget } from './editable.ts';
import { explicitGap, setGap } from './gaps.ts';
import { partsOf } from './line-parts.ts';

/**
 * Takes clips away. With ripple what comes after closes up; without, it stays where it is and leaves a hole, as far as
 * there is a line whose gap can hold it. Sounds beside the sequence leave nothing behind either way: they hang on
 * lines, not on one another.
 */
export function deleteClips(
  editable: Editable,
  targets: readonly ClipTarget[],
  options: { readonly isRipple: boolean },
): readonly Command[] {
  const blockIds = new Set<RecordId>();
  const clipIds = new Set<RecordId>();
  const pieces = new Map<RecordId, PieceTarget[]>();
  for (const target of targets) {
    if (target.kind === 'heading') blockIds.add(target.heading.id);
    else if (target.kind === 'sound') (target.sound.type === 'clip' ? clipIds : blockIds).add(target.sound.id);
    else pieces.set(target.line.id, [...(pieces.get(target.line.id) ?? []), target]);
  }
  const cut: Command[] = [];
  for (const [lineId, chosen] of pieces) {
    // All of a line's pieces are the line.
    if (chosen.length === chosen[0]!.pieces.length) blockIds.add(lineId);
    else cut.push(...deletePieces(editable, chosen, options.isRipple));
  }
  return [
    ...cut,
    ...(clipIds.size > 0 ? [{ type: 'clip.delete', ids: [...clipIds] } as const] : []),
    ...deleteBlocks(editable, blockIds, options.isRipple),
  ];
}

function deletePieces(editable: Editable, chosen: readonly PieceTarget[], isRipple: boolean): readonly Command[] {
  const commands: Command[] = [];
  const fromEnd = [...chosen].sort((a, b) => b.pieceIndex - a.pieceIndex);
  for (const [done, piece] of fromEnd.entries()) {
    const found = partsOf(editable, piece);
    if (!found) return [];
    if (done === 0) commands.push(...found.prelude);
    const next = piece.pieces[piece.pieceIndex + 1];
    const isNextChosen = fromEnd.some(({ pieceIndex }) => pieceIndex === piece.pieceIndex + 1);
    if (!isRipple && next && !isNextChosen) {
      // From the end of the last piece that stays to where the next one is now.
      const staying = piece.pieces.findLast(
        (_, index) => index < piece.pieceIndex && !fromEnd.some(({ pieceIndex }) => pieceIndex === index),
      );
      if (staying) {
        const gap = next.startSample - (staying.startSample + staying.durationSamples);
        commands.push({
          type: 'part.setGap',
          id: piece.line.id,
          index: found.index + 1,
          gapBeforeSamples: samples(gap),
        });
      } else {
        // The line begins with the next piece: the line waits until then.
        const hole = next.startSample - piece.pieces[0]!.startSample;
        commands.push(setGap(piece.line, explicitGap(editable, piece.line) + hole));
      }
    }
    commands.push({ type: 'part.delete', id: piece.line.id, index: found.index });
  }
  return commands;
}

function deleteBlocks(editable: Editable, ids: ReadonlySet<RecordId>, isRipple: boolean): readonly Command[] {
  if (ids.size === 0) return [];
  const remove: Command = { type: 'block.delete', ids: [...ids] };
  if (isRipple) return [remove];
  return [remove, ...[...heldLines(editable, ids)].map(([line, gap]) => setGap(line, gap))];
}

/** The line after each hole, with the gap that keeps it in its place. */
function heldLines(editable: Editable, ids: ReadonlySet<RecordId>): ReadonlyMap<Line, number> {
  const held = new Map<Line, number>();
  const { document, layout } = editable;
  const order = blockOrder(document);
  for (const id of ids) {
    let after = heardNeighbour(document, order.get(id) ?? 0, 1);
    while (after && ids.has(after.id)) after = heardNeighbour(document, order.get(after.id)!, 1);
    let before = heardNeighbour(document, order.get(id) ?? 0, -1);
    while (before && ids.has(before.id)) before = heardNeighbour(document, order.get(before.id)!, -1);
    if (after?.type !== 'line' || held.has(after)) continue;
    const beforeEnd = before ? layout.blockById.get(before.id)!.endSample : 0;
    const own = explicitGap(editable, after);
    const previous = heardNeighbour(document, order.get(after.id)!, -1);
    const previousEnd = previous ? layout.blockById.get(previous.id)!.endSample : 0;
    held.set(after, own + previousEnd - beforeEnd);
  }
  return held;
}
