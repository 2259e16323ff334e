/** Markers and chapters in the ruler. */
import type { Command } from '#shared/document/commands.ts';
import type { Anchor, Marker } from '#shared/document/records.ts';
import { type NewId, RecordId } from '#shared/ids.ts';
import { samples } from '#shared/units.ts';
import { blockAt } from '../../episode/episode-model.ts';
import { anchorSample } from './anchors.ts';
import { blockBefore } from './clipboard.ts';
import type { Editable } from './editable.ts';

/** A marker hangs on what is heard there, so that it stays with the words. */
function placeAt({ layout }: Editable, atSample: number): Pick<Marker, 'anchor' | 'offsetSamples'> {
  const sample = samples(Math.max(0, Math.round(atSample)));
  const block = blockAt(layout, sample);
  const anchor: Anchor = block ? { blockId: block.blockId, edge: 'start' } : { atSample: samples(0) };
  return { anchor, offsetSamples: samples(sample - anchorSample(layout, anchor)) };
}

export function addMarker(
  editable: Editable,
  atSample: number,
  text: string,
  newId: NewId,
): Extract<Command, { type: 'marker.add' }> {
  return { type: 'marker.add', id: RecordId.parse(newId()), text, ...placeAt(editable, atSample) };
}

export function moveMarker(editable: Editable, id: RecordId, atSample: number): Command {
  return { type: 'marker.move', id, ...placeAt(editable, atSample) };
}

/** A chapter begins between two blocks: its heading goes behind the one that has begun there. */
export function moveChapter(editable: Editable, headingId: RecordId, atSample: number): readonly Command[] {
  const { layout } = editable;
  // Nearer to the end of the block under the hand than to its start: the chapter begins after it.
  const under = blockAt(layout, samples(Math.max(0, Math.round(atSample))));
  const isSecondHalf = under && atSample > (under.startSample + under.endSample) / 2;
  const before = blockBefore(editable, isSecondHalf ? under.startSample : (under?.startSample ?? 0) - 1);
  return before === headingId ? [] : [{ type: 'block.move', ids: [headingId], afterId: before }];
}
