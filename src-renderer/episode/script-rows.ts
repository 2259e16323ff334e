/** The script as rows to be read: blocks in order, and the sounds that play beneath them where they begin. */
import { blocksOf, clipsOf, type EpisodeDocument, speakerOf, speakersOf } from '#shared/document/episode-document.ts';
import type { Anchor, Block, Clip, Heading, Line } from '#shared/document/records.ts';
import type { RecordId } from '#shared/ids.ts';
import type { Layout } from '#shared/layout/layout.ts';
import { type InlineToken, tokenizeInline } from '#shared/script/inline.ts';
import { type Samples, subtractSamples, ZERO_SAMPLES } from '#shared/units.ts';
import { type Colour, speakerColour } from './colours.ts';

export type LineState = 'ready' | 'missing';

interface RowPlace {
  readonly id: RecordId;
  readonly startSample: Samples;
  readonly endSample: Samples;
}

export interface LineRow extends RowPlace {
  readonly kind: 'line';
  /** Counts lines from 1, as the timeline and error messages do. */
  readonly number: number;
  /** null: an episode without a cast is read by the default voice. */
  readonly speaker: string | null;
  readonly colour: Colour;
  readonly direction: string | undefined;
  readonly tokens: readonly InlineToken[];
  readonly state: LineState;
}

export interface HeadingRow extends RowPlace {
  readonly kind: 'heading';
  readonly level: number;
  readonly text: string;
  readonly isSpoken: boolean;
}

export interface PauseRow extends RowPlace {
  readonly kind: 'pause';
  readonly durationSamples: Samples;
}

export interface NoteRow extends RowPlace {
  readonly kind: 'note';
  readonly text: string;
}

/** A sound of its own in the sequence (`isUnder` false), or one that begins here and plays beneath what follows. */
export interface SoundRow extends RowPlace {
  readonly kind: 'sound';
  readonly title: string;
  readonly isUnder: boolean;
  /** Heading or line that ends it. */
  readonly until: string | null;
  readonly isMissing: boolean;
}

export type ScriptRow = LineRow | HeadingRow | PauseRow | NoteRow | SoundRow;

export function scriptRowsOf(document: EpisodeDocument, layout: Layout): readonly ScriptRow[] {
  const colourIndexes = new Map(speakersOf(document).map((speaker, index) => [speaker.id, index]));
  const beneath = soundsByPlace(document, layout);
  const rows: ScriptRow[] = [...beneath.first];
  let number = 0;
  for (const block of blocksOf(document)) {
    rows.push(...(beneath.before.get(block.id) ?? []));
    if (block.type === 'line') number++;
    rows.push(rowOf(block, document, layout, number, colourIndexes));
    rows.push(...(beneath.after.get(block.id) ?? []));
  }
  return rows;
}

function rowOf(
  block: Block,
  document: EpisodeDocument,
  layout: Layout,
  number: number,
  colourIndexes: ReadonlyMap<RecordId, number>,
): ScriptRow {
  const placed = layout.blockById.get(block.id);
  const startSample = placed?.startSample ?? ZERO_SAMPLES;
  const place = { id: block.id, startSample, endSample: placed?.endSample ?? startSample };
  switch (block.type) {
    case 'line':
      return { ...place, kind: 'line', number, ...lineFacts(block, document, colourIndexes) };
    case 'heading':
      return { ...place, kind: 'heading', level: block.level, text: block.text, isSpoken: block.isSpoken };
    case 'pause':
      return { ...place, kind: 'pause', durationSamples: block.durationSamples };
    case 'note':
      return { ...place, kind: 'note', text: block.text };
    case 'cue':
      return { ...place, kind: 'sound', title: block.title, isUnder: false, until: null, isMissing: !block.assetId };
  }
}

function lineFacts(line: Line, document: EpisodeDocument, colourIndexes: ReadonlyMap<RecordId, number>) {
  const speaker = speakerOf(document, line);
  const state: LineState = line.takeId === undefined ? 'missing' : 'ready';
  return {
    speaker: speaker?.name ?? null,
    colour: speakerColour(speaker, speaker ? (colourIndexes.get(speaker.id) ?? 0) : 0),
    direction: line.direction,
    tokens: readableTokens(line.text),
    state,
  };
}

/** A text that holds a wrong pause tag is shown as it is written; refusing it is the business of whoever speaks it. */
function readableTokens(text: string): readonly InlineToken[] {
  try {
    return tokenizeInline(text);
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'AppError') throw error;
    return [{ kind: 'text', text, start: 0, end: text.length }];
  }
}

interface SoundsByPlace {
  readonly first: readonly SoundRow[];
  readonly before: ReadonlyMap<RecordId, readonly SoundRow[]>;
  readonly after: ReadonlyMap<RecordId, readonly SoundRow[]>;
}

function soundsByPlace(document: EpisodeDocument, layout: Layout): SoundsByPlace {
  const first: SoundRow[] = [];
  const before = new Map<RecordId, SoundRow[]>();
  const after = new Map<RecordId, SoundRow[]>();
  const startByRecord = new Map(layout.clips.map((clip) => [clip.recordId, clip] as const).reverse());
  // Of sounds that start together the one that was written first stands first; their ids are chance.
  const written = new Map(Array.from(document.records.keys(), (id, index) => [id, index]));
  const rank = (clip: Clip) => written.get(clip.id) ?? 0;
  const clips = clipsOf(document).map((clip) => ({ clip, placed: startByRecord.get(clip.id) }));
  clips.sort((a, b) => (a.placed?.startSample ?? 0) - (b.placed?.startSample ?? 0) || rank(a.clip) - rank(b.clip));
  for (const { clip, placed } of clips) {
    const startSample = placed?.startSample ?? ZERO_SAMPLES;
    const row: SoundRow = {
      kind: 'sound',
      id: clip.id,
      startSample,
      endSample: startSample,
      title: clip.title,
      isUnder: true,
      until: clip.until ? textAt(clip.until, document) : null,
      isMissing: clip.assetId === undefined,
    };
    const rows = listFor(clip, first, before, after);
    rows.push(row);
  }
  return { first, before, after };
}

function listFor(
  { anchor }: Clip,
  first: SoundRow[],
  before: Map<RecordId, SoundRow[]>,
  after: Map<RecordId, SoundRow[]>,
): SoundRow[] {
  if ('atSample' in anchor) return first;
  const places = anchor.edge === 'start' ? before : after;
  const rows = places.get(anchor.blockId) ?? [];
  places.set(anchor.blockId, rows);
  return rows;
}

/** What stands at an anchor, where it has words. */
function textAt(anchor: Anchor, document: EpisodeDocument): string | null {
  if ('atSample' in anchor) return null;
  const block = document.records.get(anchor.blockId) as Heading | Line | undefined;
  return block?.type === 'heading' || block?.type === 'line' ? block.text : null;
}

export function lengthOf(row: RowPlace): Samples {
  return subtractSamples(row.endSample, row.startSample);
}
