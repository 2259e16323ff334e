/** Copies for pasting here or in another episode, and duplicates beside the originals. */
import type { Command } from '#shared/document/commands.ts';
import { copyRecords, withNewIds } from '#shared/document/copy-records.ts';
import { blocksOf } from '#shared/document/episode-document.ts';
import { type Clip, type EpisodeRecord, isBlock } from '#shared/document/records.ts';
import { type NewId, RecordId } from '#shared/ids.ts';
import { samples } from '#shared/units.ts';
import { anchorSample, nearestBlockAnchor } from './anchors.ts';
import { type ClipTarget, type Editable, endOf, recordOf, startOf } from './editable.ts';
import { partsOf } from './line-parts.ts';

export interface ClipboardContents {
  readonly records: readonly EpisodeRecord[];
  /** When each copied sound began, for the distances between them. */
  readonly startById: ReadonlyMap<RecordId, number>;
}

/** null: nothing to copy. */
export function copyClips(editable: Editable, targets: readonly ClipTarget[]): ClipboardContents | null {
  const ids = [...new Set(targets.map((target) => recordOf(target).id))];
  if (ids.length === 0) return null;
  const starts = targets.map((target) => [recordOf(target).id, startOf(target)] as const);
  return { records: copyRecords(editable.document, ids), startById: new Map(starts) };
}

export interface PastePlace {
  readonly atSample: number;
  /** Sounds copied from one track go there, when it is one for sounds. */
  readonly trackId: RecordId | null;
}

/**
 * Blocks go behind the block that is heard at the place; sounds begin there, the first one exactly, hung on the nearest
 * block. Sounds that were copied with the line they hang on stay with it.
 */
export function pasteClips(
  editable: Editable,
  { records, startById }: ClipboardContents,
  place: PastePlace,
  newId: NewId,
): { readonly commands: readonly Command[]; readonly ids: readonly RecordId[] } {
  const blockIds = new Set<RecordId>(records.filter(isBlock).map(({ id }) => id));
  const isFree = (record: EpisodeRecord): record is Clip =>
    record.type === 'clip' && !('blockId' in record.anchor && blockIds.has(record.anchor.blockId));
  const free = records.filter(isFree);
  const firstStart = Math.min(...free.map(({ id }) => startById.get(id) ?? 0));
  const track = place.trackId === null ? null : editable.document.records.get(place.trackId);
  const trackId = track?.type === 'track' && track.kind !== 'dialogue' ? track.id : null;
  const isOfOneTrack = new Set(free.map((clip) => clip.trackId)).size === 1;

  const placed = records.map((record): EpisodeRecord => {
    if (!isFree(record)) return record;
    const { until: _, ...clip } = record;
    const start = place.atSample + (startById.get(record.id) ?? 0) - firstStart;
    const anchor = nearestBlockAnchor(editable.layout, start) ?? { atSample: samples(0) };
    const offsetSamples = samples(Math.round(start) - anchorSample(editable.layout, anchor));
    return { ...clip, anchor, offsetSamples, ...(trackId !== null && isOfOneTrack ? { trackId } : {}) };
  });
  const needed = new Set(placed.flatMap((record) => ('trackId' in record ? [record.trackId] : [])));
  const wanted = placed.filter((record) => record.type !== 'track' || needed.has(record.id));
  // Tracks of this episode stay themselves; everything else is another record from now on.
  const own = (record: EpisodeRecord): boolean =>
    record.type === 'track' && editable.document.records.get(record.id) === record;
  const pasted = withNewIds(
    wanted.filter((record) => !own(record)),
    newId,
  );
  const ids = pasted.filter((record) => isBlock(record) || record.type === 'clip').map(({ id }) => id);
  return {
    commands: [{ type: 'records.paste', records: [...pasted], afterId: blockBefore(editable, place.atSample) }],
    ids,
  };
}

/** The last block in reading order that has begun; null before the first. */
export function blockBefore({ layout, document }: Editable, sample: number): RecordId | null {
  let last: RecordId | null = null;
  for (const { id } of blocksOf(document)) {
    const placed = layout.blockById.get(id);
    if (placed && placed.startSample > sample) break;
    last = id;
  }
  return last;
}

/** Copies right behind the originals. Of a line that is cut, one piece alone can be doubled. */
export function duplicateClips(editable: Editable, targets: readonly ClipTarget[], newId: NewId): readonly Command[] {
  const blockIds = new Set<RecordId>();
  const commands: Command[] = [];
  for (const target of targets) {
    if (target.kind === 'heading' || (target.kind === 'sound' && target.sound.type === 'cue')) {
      blockIds.add(recordOf(target).id);
    } else if (target.kind === 'sound' && target.sound.type === 'clip') {
      const copyId = RecordId.parse(newId());
      const offsetSamples = samples(target.sound.offsetSamples + Math.round(endOf(target) - startOf(target)));
      commands.push(
        { type: 'clip.duplicate', id: target.sound.id, newId: copyId },
        { type: 'clip.move', id: copyId, offsetSamples },
      );
    } else if (target.kind === 'piece') {
      const isWhole = target.pieces.every(({ key }) =>
        targets.some((other) => other.kind === 'piece' && other.placed.key === key),
      );
      const found = isWhole ? null : partsOf(editable, target);
      if (found) commands.push(...found.prelude, { type: 'part.duplicate', id: target.line.id, index: found.index });
      else blockIds.add(target.line.id);
    }
  }
  if (blockIds.size > 0) {
    const ids = [...blockIds];
    commands.push({ type: 'block.duplicate', ids, newIds: ids.map(() => RecordId.parse(newId())) });
  }
  return commands;
}
