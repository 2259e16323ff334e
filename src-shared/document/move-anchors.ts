/** Sounds and markers hang on blocks. What happens to them when a block goes, is cut in two or becomes one with another. */
import type { RecordId } from '../ids.ts';
import { ZERO_SAMPLES } from '../units.ts';
import type { EditDraft } from './edit-draft.ts';
import { clipsOf, markersOf } from './episode-document.ts';
import { isSameValue } from './record-values.ts';
import type { Anchor, Block, Clip } from './records.ts';

export type BlockAnchor = Extract<Anchor, { readonly blockId: RecordId }>;

/** `until`: the anchor says where a sound stops, not where something starts. */
export type AnchorRole = 'start' | 'until';

/** Puts what `replace` answers in the place of every anchor on a block; null takes an `until` away. */
export function moveAnchors(draft: EditDraft, replace: (anchor: BlockAnchor, role: AnchorRole) => Anchor | null): void {
  const moved = (anchor: Anchor): Anchor =>
    'blockId' in anchor ? (replace(anchor, 'start') ?? { atSample: ZERO_SAMPLES }) : anchor;
  for (const { id } of markersOf(draft.document)) {
    const marker = draft.get(id);
    if (marker?.type === 'marker') draft.update(marker, { anchor: moved(marker.anchor) });
  }
  for (const { id } of clipsOf(draft.document)) {
    const clip = draft.get(id);
    if (clip?.type !== 'clip') continue;
    const until = clip.until && 'blockId' in clip.until ? (replace(clip.until, 'until') ?? undefined) : clip.until;
    const anchor = moved(clip.anchor);
    draft.update(clip, { anchor, until: stillAfter(clip, anchor, until) });
  }
}

/** A sound whose start and end came to hang on one point would be silent: it lasts to the end of that block instead. */
function stillAfter(before: Clip, anchor: Anchor, until: Anchor | undefined): Anchor | undefined {
  if (!until || !('blockId' in until) || !isSameValue(anchor, until) || isSameValue(before.anchor, before.until)) {
    return until;
  }
  return until.edge === 'start' ? { blockId: until.blockId, edge: 'end' } : undefined;
}

/**
 * Takes blocks out. What hung on one hangs on the start of the next block that stays, else on the end of the one
 * before, else on the start of the programme.
 */
export function removeBlocks(draft: EditDraft, ids: ReadonlySet<RecordId>): void {
  const anchors = new Map<RecordId, Anchor | null>();
  let next: Block | undefined;
  for (const block of draft.blocks.toReversed()) {
    if (!ids.has(block.id)) next = block;
    else if (next) anchors.set(block.id, { blockId: next.id, edge: 'start' });
  }
  let previous: Block | undefined;
  for (const block of draft.blocks) {
    if (!ids.has(block.id)) previous = block;
    else if (!anchors.has(block.id)) anchors.set(block.id, previous ? { blockId: previous.id, edge: 'end' } : null);
  }
  moveAnchors(draft, (anchor) => (ids.has(anchor.blockId) ? (anchors.get(anchor.blockId) ?? null) : anchor));
  for (const id of ids) draft.remove(id);
}
