/** The script as rows to be read: blocks in order, and the sounds that play beneath them where they begin. */
import type { RecordsDiff } from '#shared/document/diff.ts';
import { blocksOf, clipsOf, type EpisodeDocument, narratorOf, speakersOf } from '#shared/document/episode-document.ts';
import {
  type Anchor,
  type Block,
  type Clip,
  type Cue,
  type EpisodeRecord,
  type Heading,
  isBlock,
  type Line,
  type Note,
  type Pause,
} from '#shared/document/records.ts';
import type { RecordId } from '#shared/ids.ts';
import { type Colour, speakerColour } from './colours.ts';

/** A row is the same object as long as it reads the same, so that what shows it is not drawn again. */
export type ScriptRow = LineRow | HeadingRow | PauseRow | NoteRow | SoundRow;

export interface LineRow {
  readonly kind: 'line';
  readonly id: RecordId;
  readonly record: Line;
  /** Counts lines from 1, as the timeline and error messages do. */
  readonly number: number;
  /** null: an episode without a cast is read by the default voice. */
  readonly speaker: string | null;
  readonly colour: Colour;
}

export interface HeadingRow {
  readonly kind: 'heading';
  readonly id: RecordId;
  readonly record: Heading;
}

export interface PauseRow {
  readonly kind: 'pause';
  readonly id: RecordId;
  readonly record: Pause;
}

export interface NoteRow {
  readonly kind: 'note';
  readonly id: RecordId;
  readonly record: Note;
}

/** A sound of its own in the sequence (`isUnder` false), or one that begins here and plays beneath what follows. */
export interface SoundRow {
  readonly kind: 'sound';
  readonly id: RecordId;
  readonly record: Cue | Clip;
  readonly isUnder: boolean;
  /** The words of the heading or line that ends it. */
  readonly until: string | null;
}

/** Whether rows of the sequence stand there: what can be moved, copied and deleted as a block. */
export function isBlockRow(row: ScriptRow): boolean {
  return row.kind !== 'sound' || !row.isUnder;
}

/** `document`: with what it inherits. Rows that read the same as the last time are the same. */
export function scriptRowsOf(document: EpisodeDocument): readonly ScriptRow[] {
  const maker = new RowMaker(document);
  const beneath = soundsByPlace(document);
  const rows: ScriptRow[] = beneath.first.map((clip) => maker.soundRow(clip));
  for (const block of blocksOf(document)) {
    for (const clip of beneath.before.get(block.id) ?? []) rows.push(maker.soundRow(clip));
    rows.push(maker.blockRow(block));
    for (const clip of beneath.after.get(block.id) ?? []) rows.push(maker.soundRow(clip));
  }
  return rows;
}

/**
 * The rows after an edit. Most edits change the words of one block: then one row is another, and 20,000 are not looked
 * at. `indexById` is that of `rows`.
 */
export function updateRows(
  rows: readonly ScriptRow[],
  indexById: () => ReadonlyMap<RecordId, number>,
  document: EpisodeDocument,
  diff: RecordsDiff,
): readonly ScriptRow[] {
  const isUnseen = (record: EpisodeRecord) => record.type === 'track' || record.type === 'marker';
  const pairs = diff.updated.filter(([, to]) => !isUnseen(to));
  if (pairs.length === 0 && [...diff.added, ...diff.removed].every(isUnseen)) return rows;
  const isPlain =
    diff.added.length + diff.removed.length === 0 &&
    pairs.every(([from, to]) => isSamePlace(from, to)) &&
    !isQuoted(document, new Set(pairs.map(([, to]) => to.id)));
  if (!isPlain || pairs.length > MOST_PATCHES) return scriptRowsOf(document);
  const next = [...rows];
  const maker = new RowMaker(document);
  for (const [, to] of pairs) {
    const index = indexById().get(to.id);
    const row = index === undefined ? undefined : rows[index];
    if (!row) return scriptRowsOf(document);
    const now = document.records.get(to.id) as Block;
    next[index!] = row.kind === 'line' ? maker.lineRow(now as Line, row.number) : maker.blockRow(now);
  }
  return next;
}

const MOST_PATCHES = 256;

/** The words of headings and lines stand in the rows of sounds that end on them, too. */
function isQuoted(document: EpisodeDocument, ids: ReadonlySet<RecordId>): boolean {
  return clipsOf(document).some(({ until }) => until && 'blockId' in until && ids.has(until.blockId));
}

function isSamePlace(from: EpisodeRecord, to: EpisodeRecord): boolean {
  return isBlock(from) && isBlock(to) && from.order === to.order;
}

/** The row that was made of a record last: records never change. */
const rowOfRecord = new WeakMap<EpisodeRecord, ScriptRow>();

function remember<Row extends ScriptRow>(row: Row): Row {
  rowOfRecord.set(row.record, row);
  return row;
}

class RowMaker {
  readonly #document: EpisodeDocument;
  readonly #narratorId: RecordId;
  readonly #speakers: ReadonlyMap<RecordId, { readonly name: string; readonly colour: Colour }>;
  #number = 0;

  constructor(document: EpisodeDocument) {
    this.#document = document;
    this.#narratorId = narratorOf(document)?.id ?? ('' as RecordId);
    this.#speakers = new Map(
      speakersOf(document).map((speaker, index) => [
        speaker.id,
        { name: speaker.name, colour: speakerColour(speaker, index) },
      ]),
    );
  }

  blockRow(block: Block): ScriptRow {
    if (block.type === 'line') {
      this.#number++;
      return this.lineRow(block, this.#number);
    }
    return rowOfRecord.get(block) ?? remember(plainRow(block));
  }

  lineRow(record: Line, number: number): LineRow {
    const { id, speakerId } = record;
    const found = this.#speakers.get(speakerId ?? this.#narratorId);
    const speaker = found?.name ?? null;
    const colour = found?.colour ?? speakerColour(undefined, 0);
    const known = rowOfRecord.get(record);
    const isSame =
      known?.kind === 'line' && known.number === number && known.speaker === speaker && known.colour === colour;
    return isSame ? known : remember({ kind: 'line', id, record, number, speaker, colour });
  }

  soundRow(record: Clip): SoundRow {
    const until = record.until ? textAt(record.until, this.#document) : null;
    const known = rowOfRecord.get(record);
    if (known?.kind === 'sound' && known.until === until) return known;
    return remember({ kind: 'sound', id: record.id, record, isUnder: true, until });
  }
}

function plainRow(block: Exclude<Block, Line>): ScriptRow {
  const { id } = block;
  switch (block.type) {
    case 'cue':
      return { kind: 'sound', id, record: block, isUnder: false, until: null };
    case 'heading':
      return { kind: 'heading', id, record: block };
    case 'pause':
      return { kind: 'pause', id, record: block };
    case 'note':
      return { kind: 'note', id, record: block };
  }
}

interface SoundsByPlace {
  readonly first: readonly Clip[];
  readonly before: ReadonlyMap<RecordId, readonly Clip[]>;
  readonly after: ReadonlyMap<RecordId, readonly Clip[]>;
}

function soundsByPlace(document: EpisodeDocument): SoundsByPlace {
  const first: Clip[] = [];
  const before = new Map<RecordId, Clip[]>();
  const after = new Map<RecordId, Clip[]>();
  const clips = [...clipsOf(document)];
  if (clips.length === 0) return { first, before, after };
  // Of sounds that start together the one that was written first stands first; their ids are chance.
  const written = new Map(Array.from(document.records.keys(), (id, index) => [id, index]));
  clips.sort((a, b) => startOf(a) - startOf(b) || (written.get(a.id) ?? 0) - (written.get(b.id) ?? 0));
  for (const clip of clips) listFor(clip, first, before, after).push(clip);
  return { first, before, after };
}

/** Comparable among sounds that hang on one place. */
function startOf({ anchor, offsetSamples }: Clip): number {
  return ('atSample' in anchor ? anchor.atSample : 0) + offsetSamples;
}

function listFor({ anchor }: Clip, first: Clip[], before: Map<RecordId, Clip[]>, after: Map<RecordId, Clip[]>): Clip[] {
  if ('atSample' in anchor) return first;
  const places = anchor.edge === 'start' ? before : after;
  const clips = places.get(anchor.blockId) ?? [];
  places.set(anchor.blockId, clips);
  return clips;
}

/** What stands at an anchor, where it has words. */
function textAt(anchor: Anchor, document: EpisodeDocument): string | null {
  if ('atSample' in anchor) return null;
  const block = document.records.get(anchor.blockId);
  return block?.type === 'heading' || block?.type === 'line' ? block.text : null;
}
