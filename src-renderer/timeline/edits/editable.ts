/** What the timeline's edits are computed from: pure functions from an episode and a gesture to commands. */
import { blocksOf, type EpisodeDocument } from '#shared/document/episode-document.ts';
import type { Block, Clip, Cue, Heading, Line } from '#shared/document/records.ts';
import { RecordId } from '#shared/ids.ts';
import type { Layout, PlacedClip } from '#shared/layout/layout.ts';
import type { MediaIndex } from '#shared/media.ts';

/** An episode model that is laid out is one. */
export interface Editable {
  /** What is edited. */
  readonly document: EpisodeDocument;
  /** What is laid out: the same with what it inherits from its project. */
  readonly effective: EpisodeDocument;
  readonly layout: Layout;
  readonly media: MediaIndex;
}

/** One piece of a line as it lies on the timeline. */
export interface PieceTarget {
  readonly kind: 'piece';
  readonly line: Line;
  readonly placed: PlacedClip;
  /** All pieces of the line, by start. */
  readonly pieces: readonly PlacedClip[];
  readonly pieceIndex: number;
}

/** A sound beside the sequence or in it; a loop that is laid in rounds is one. */
export interface SoundTarget {
  readonly kind: 'sound';
  readonly sound: Clip | Cue;
  readonly placed: PlacedClip;
  readonly startSample: number;
  readonly endSample: number;
}

/** A spoken heading: it has neither gap nor parts of its own. */
export interface HeadingTarget {
  readonly kind: 'heading';
  readonly heading: Heading;
  readonly placed: PlacedClip;
}

export type ClipTarget = PieceTarget | SoundTarget | HeadingTarget;

const clipsByRecord = new WeakMap<Layout, ReadonlyMap<RecordId, readonly PlacedClip[]>>();

/** What a record sounds as, by start. */
export function clipsOfRecord(layout: Layout, recordId: RecordId): readonly PlacedClip[] {
  let byRecord = clipsByRecord.get(layout);
  if (!byRecord) {
    byRecord = Map.groupBy(layout.clips, (clip) => clip.recordId);
    clipsByRecord.set(layout, byRecord);
  }
  return byRecord.get(recordId) ?? [];
}

/** The record of a clip's key: `<recordId>` or `<recordId>#<n>`. */
export function recordIdOfKey(clipKey: string): RecordId {
  const hash = clipKey.lastIndexOf('#');
  return RecordId.parse(hash > 0 && /^#\d+$/.test(clipKey.slice(hash)) ? clipKey.slice(0, hash) : clipKey);
}

/** null: there is no such clip (any more). */
export function targetOf({ document, layout }: Editable, clipKey: string): ClipTarget | null {
  const recordId = recordIdOfKey(clipKey);
  const pieces = clipsOfRecord(layout, recordId);
  const pieceIndex = pieces.findIndex(({ key }) => key === clipKey);
  const placed = pieces[pieceIndex];
  const record = document.records.get(recordId);
  if (!placed || !record) return null;
  if (record.type === 'line') return { kind: 'piece', line: record, placed, pieces, pieceIndex };
  if (record.type === 'heading') return { kind: 'heading', heading: record, placed };
  if (record.type !== 'clip' && record.type !== 'cue') return null;
  const last = pieces.at(-1)!;
  return {
    kind: 'sound',
    sound: record,
    placed,
    startSample: pieces[0]!.startSample,
    endSample: last.startSample + last.durationSamples,
  };
}

/** Each once: the rounds of one loop are one. */
export function targetsOf(editable: Editable, clipKeys: Iterable<string>): readonly ClipTarget[] {
  const targets = new Map<string, ClipTarget>();
  for (const key of clipKeys) {
    const target = targetOf(editable, key);
    if (target) targets.set(target.kind === 'sound' ? target.sound.id : key, target);
  }
  return [...targets.values()];
}

export function startOf(target: ClipTarget): number {
  return target.kind === 'sound' ? target.startSample : target.placed.startSample;
}

export function endOf(target: ClipTarget): number {
  return target.kind === 'sound' ? target.endSample : target.placed.startSample + target.placed.durationSamples;
}

export function recordOf(target: ClipTarget): Line | Clip | Cue | Heading {
  if (target.kind === 'piece') return target.line;
  return target.kind === 'sound' ? target.sound : target.heading;
}

/** Lines, spoken headings and cues: what has a length in the sequence. */
export function isHeard(block: Block): boolean {
  return block.type === 'line' || block.type === 'cue' || (block.type === 'heading' && block.isSpoken);
}

const orders = new WeakMap<EpisodeDocument, ReadonlyMap<RecordId, number>>();

/** Where each block stands in reading order. */
export function blockOrder(document: EpisodeDocument): ReadonlyMap<RecordId, number> {
  let order = orders.get(document);
  if (!order) {
    order = new Map(blocksOf(document).map(({ id }, index) => [id, index]));
    orders.set(document, order);
  }
  return order;
}

/** The next block that is heard before (−1) or after (1) a place in reading order. */
export function heardNeighbour(document: EpisodeDocument, index: number, direction: 1 | -1): Block | null {
  const blocks = blocksOf(document);
  for (let at = index + direction; at >= 0 && at < blocks.length; at += direction) {
    if (isHeard(blocks[at]!)) return blocks[at]!;
  }
  return null;
}
