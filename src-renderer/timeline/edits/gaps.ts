import { applyCommand } from '#shared/document/commands.ts';
import type { Line } from '#shared/document/records.ts';
import { layOut } from '#shared/layout/lay-out.ts';
import { samples, ZERO_SAMPLES } from '#shared/units.ts';
import { blockOrder, type Editable, heardNeighbour } from './editable.ts';

/**
 * The gap before a line that leaves it where it is, said explicitly. Where nobody has said one, the line is laid once
 * with a gap of nothing: the rules of automatic gaps, pauses and neighbours are the layout's and stay there.
 */
export function explicitGap(editable: Editable, line: Line): number {
  if (line.gapBeforeSamples !== undefined) return line.gapBeforeSamples;
  const { effective, layout, media } = editable;
  const bare = applyCommand(effective, { type: 'line.setGap', id: line.id, edge: 'before', gapSamples: ZERO_SAMPLES });
  const there = layOut(bare.document, media).blockById.get(line.id)!;
  return layout.blockById.get(line.id)!.startSample - there.startSample;
}

/** The earliest place a line can stand: reading order is never turned round. */
export function earliestStart({ document, layout }: Editable, line: Line): number {
  const before = heardNeighbour(document, blockOrder(document).get(line.id) ?? 0, -1);
  return before ? layout.blockById.get(before.id)!.startSample : 0;
}

export function setGap(line: Line, gapSamples: number) {
  return { type: 'line.setGap', id: line.id, edge: 'before', gapSamples: samples(Math.round(gapSamples)) } as const;
}
