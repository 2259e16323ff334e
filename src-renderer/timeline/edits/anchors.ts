import type { Anchor } from '#shared/document/records.ts';
import type { Layout } from '#shared/layout/layout.ts';

/** The start of the block that is nearest to a position; null in an episode without blocks. Blocks are by start. */
export function nearestBlockAnchor({ blocks }: Layout, sample: number): Extract<Anchor, { blockId: unknown }> | null {
  let low = 0;
  let high = blocks.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (blocks[middle]!.startSample < sample) low = middle + 1;
    else high = middle;
  }
  const [before, after] = [blocks[low - 1], blocks[low]];
  const isAfterNearer = after && (!before || after.startSample - sample < sample - before.startSample);
  const block = isAfterNearer ? after : before;
  return block ? { blockId: block.blockId, edge: 'start' } : null;
}

/** Where an anchor stands; 0 for a block that is gone. */
export function anchorSample({ blockById }: Layout, anchor: Anchor): number {
  if ('atSample' in anchor) return anchor.atSample;
  const block = blockById.get(anchor.blockId);
  return (anchor.edge === 'start' ? block?.startSample : block?.endSample) ?? 0;
}
