/** What keys and menus of the script do, as commands. Pure: nothing is carried out here. */
import type { Command } from '#shared/document/commands.ts';
import { blocksOf, type EpisodeDocument } from '#shared/document/episode-document.ts';
import type { Block, Line } from '#shared/document/records.ts';
import type { RecordId } from '#shared/ids.ts';
import { secondsToSamples } from '#shared/units.ts';
import { readableTokens } from '../episode/line-tokens.ts';

/** Where the caret stands afterwards; `end`: behind the last word. */
export interface Caret {
  readonly id: RecordId;
  readonly at: number | 'start' | 'end';
}

/** null for what cannot be done there. */
export type ScriptEdit = { readonly commands: readonly Command[]; readonly caret?: Caret } | null;

export type NewRecordId = () => RecordId;

/** What has words to be typed. */
export type TextBlock = Extract<Block, { readonly text: string }>;

export function textBlock(document: EpisodeDocument, id: RecordId): TextBlock | null {
  const record = document.records.get(id);
  return record && (record.type === 'line' || record.type === 'heading' || record.type === 'note') ? record : null;
}

export function setTextOf(block: TextBlock, text: string): Command {
  // A heading and a speaker's name are one line.
  if (block.type === 'heading') return { type: 'heading.setText', id: block.id, text: text.replace(/\s*\n\s*/g, ' ') };
  return { type: `${block.type}.setText`, id: block.id, text };
}

function neighbours(document: EpisodeDocument, id: RecordId): { before: Block | undefined; after: Block | undefined } {
  const blocks = blocksOf(document);
  const index = blocks.findIndex((block) => block.id === id);
  return { before: blocks[index - 1], after: blocks[index + 1] };
}

/** Enter: two lines of one at the caret, or an empty one before or after. After a heading or note comes a line. */
export function breakAt(document: EpisodeDocument, block: TextBlock, offset: number, newId: NewRecordId): ScriptEdit {
  const id = newId();
  const speakerId = block.type === 'line' ? block.speakerId : speakerAround(document, block.id);
  const empty = (afterId: RecordId | null): Command => ({ type: 'line.add', id, afterId, speakerId, text: '' });
  const isBlank = (text: string) => text.trim() === '';
  if (isBlank(block.text.slice(offset)) || block.type === 'note') {
    const words = block.text.trimEnd();
    const tidy = words === block.text || block.type === 'note' ? [] : [setTextOf(block, words)];
    return { commands: [...tidy, empty(block.id)], caret: { id, at: 'start' } };
  }
  if (isBlank(block.text.slice(0, offset))) {
    const before = neighbours(document, block.id).before?.id ?? null;
    return { commands: [empty(before)], caret: { id: block.id, at: 'start' } };
  }
  if (block.type === 'line') {
    const atOffset = outsideTags(block.text, offset);
    if (isBlank(block.text.slice(atOffset))) return { commands: [empty(block.id)], caret: { id, at: 'start' } };
    return { commands: [{ type: 'line.split', id: block.id, atOffset, newId: id }], caret: { id, at: 'start' } };
  }
  const rest = { type: 'line.add', id, afterId: block.id, speakerId, text: block.text.slice(offset).trim() } as const;
  const kept = setTextOf(block, block.text.slice(0, offset).trimEnd());
  return { commands: [kept, rest], caret: { id, at: 'start' } };
}

/** A pause or a sound is not cut in two: the cut is behind it. */
function outsideTags(text: string, offset: number): number {
  const tag = readableTokens(text).find(({ kind, start, end }) => kind !== 'text' && start < offset && offset < end);
  return tag?.end ?? offset;
}

/** Whoever spoke before, for a line that is begun after something that nobody speaks. */
function speakerAround(document: EpisodeDocument, id: RecordId): RecordId | null {
  const blocks = blocksOf(document);
  for (let index = blocks.findIndex((block) => block.id === id); index >= 0; index--) {
    const block = blocks[index]!;
    if (block.type === 'line') return block.speakerId;
  }
  return null;
}

/** Backspace at the very beginning. */
export function joinWithPrevious(document: EpisodeDocument, block: TextBlock): ScriptEdit {
  const { before } = neighbours(document, block.id);
  if (!before) return null;
  if (block.text === '')
    return { commands: [{ type: 'block.delete', ids: [block.id] }], caret: { id: before.id, at: 'end' } };
  if (before.type === 'pause' || isEmptyText(before)) {
    return { commands: [{ type: 'block.delete', ids: [before.id] }], caret: { id: block.id, at: 'start' } };
  }
  return before.type === 'line' && block.type === 'line' ? joined(before, block) : null;
}

/** Delete at the very end. */
export function joinWithNext(document: EpisodeDocument, block: TextBlock): ScriptEdit {
  const { after } = neighbours(document, block.id);
  if (!after) return null;
  if (after.type === 'pause' || isEmptyText(after)) {
    return { commands: [{ type: 'block.delete', ids: [after.id] }], caret: { id: block.id, at: 'end' } };
  }
  return after.type === 'line' && block.type === 'line' ? joined(block, after) : null;
}

function isEmptyText(block: Block): boolean {
  return 'text' in block && block.text === '';
}

/** The words of the second go to whoever speaks the first. */
function joined(first: Line, second: Line): ScriptEdit {
  const sameVoice: Command = { type: 'line.setSpeaker', id: second.id, speakerId: first.speakerId };
  const commands: Command[] = first.speakerId === second.speakerId ? [] : [sameVoice];
  return {
    commands: [...commands, { type: 'line.join', id: first.id }],
    caret: { id: first.id, at: first.text.length },
  };
}

/** The blocks among these, in reading order. */
export function blocksAmong(document: EpisodeDocument, ids: ReadonlySet<RecordId>): readonly Block[] {
  if (ids.size === 1) {
    const [id] = ids;
    const record = document.records.get(id!);
    return record && 'order' in record && record.type !== 'speaker' && record.type !== 'track' ? [record] : [];
  }
  return blocksOf(document).filter(({ id }) => ids.has(id));
}

/** Blocks and the sounds beneath. */
export function deleteAll(document: EpisodeDocument, ids: ReadonlySet<RecordId>): ScriptEdit {
  const blocks = blocksAmong(document, ids).map(({ id }) => id);
  const clips = [...ids].filter((id) => document.records.get(id)?.type === 'clip');
  const commands: Command[] = [];
  if (clips.length > 0) commands.push({ type: 'clip.delete', ids: clips });
  if (blocks.length > 0) commands.push({ type: 'block.delete', ids: blocks });
  if (commands.length === 0) return null;
  const all = blocksOf(document);
  const last = all.findIndex(({ id }) => id === blocks.at(-1));
  const next = all[last + 1] ?? all.findLast(({ id }) => !ids.has(id));
  return { commands, ...(next ? { caret: { id: next.id, at: 'start' } } : {}) };
}

export function duplicateAll(document: EpisodeDocument, ids: ReadonlySet<RecordId>, newId: NewRecordId): ScriptEdit {
  const blocks = blocksAmong(document, ids).map(({ id }) => id);
  const newIds = blocks.map(() => newId());
  const last = newIds.at(-1);
  return last ? { commands: [{ type: 'block.duplicate', ids: blocks, newIds }], caret: { id: last, at: 'end' } } : null;
}

/** One place up or down, past the next block that stays. */
export function moveAll(document: EpisodeDocument, ids: ReadonlySet<RecordId>, direction: -1 | 1): ScriptEdit {
  const blocks = blocksOf(document);
  const moving = blocksAmong(document, ids).map(({ id }) => id);
  const edge = blocks.findIndex(({ id }) => id === (direction === -1 ? moving[0] : moving.at(-1)));
  const passed = blocks[edge + direction];
  if (!passed) return null;
  const afterId = direction === 1 ? passed.id : (blocks[edge - 2]?.id ?? null);
  return { commands: [{ type: 'block.move', ids: moving, afterId }] };
}

/** To before a block; null: the end. */
export function moveBefore(document: EpisodeDocument, ids: ReadonlySet<RecordId>, target: RecordId | null): ScriptEdit {
  const blocks = blocksOf(document);
  const moving = blocksAmong(document, ids).map(({ id }) => id);
  const end = target === null ? blocks.length : blocks.findIndex(({ id }) => id === target);
  const after = blocks.slice(0, end).findLast(({ id }) => !ids.has(id));
  return moving.length === 0 ? null : { commands: [{ type: 'block.move', ids: moving, afterId: after?.id ?? null }] };
}

export type BlockKind = 'line' | 'heading' | 'note' | 'pause';
const DEFAULT_PAUSE_SECONDS = 1;

/** The same words as something else; a pause has none. What hung on the block hangs on what takes its place. */
export function convert(document: EpisodeDocument, id: RecordId, kind: BlockKind, newId: NewRecordId): ScriptEdit {
  const record = document.records.get(id);
  const block = textBlock(document, id) ?? (record?.type === 'pause' ? record : null);
  if (!block || block.type === kind) return null;
  const text = 'text' in block ? block.text : '';
  const to = newId();
  const afterId = neighbours(document, id).before?.id ?? null;
  const caret: Caret = { id: to, at: 'end' };
  return { commands: [added(kind, to, afterId, text, document, id), { type: 'block.delete', ids: [id] }], caret };
}

/** Something new behind a block; null: at the beginning. */
export function insert(
  document: EpisodeDocument,
  kind: BlockKind,
  afterId: RecordId | null,
  newId: NewRecordId,
): ScriptEdit {
  const id = newId();
  return { commands: [added(kind, id, afterId, '', document, afterId)], caret: { id, at: 'end' } };
}

function added(
  kind: BlockKind,
  id: RecordId,
  afterId: RecordId | null,
  text: string,
  document: EpisodeDocument,
  near: RecordId | null,
): Command {
  switch (kind) {
    case 'line':
      return { type: 'line.add', id, afterId, text, speakerId: near === null ? null : speakerAround(document, near) };
    case 'heading':
      return { type: 'heading.add', id, afterId, level: 1, text: text.slice(0, 1_000), isSpoken: false };
    case 'note':
      return { type: 'note.add', id, afterId, text };
    case 'pause':
      return { type: 'pause.add', id, afterId, durationSamples: secondsToSamples(DEFAULT_PAUSE_SECONDS) };
  }
}

/** A pause tag at the caret, with blanks around it as a person would write them. */
export function withPauseAt(
  text: string,
  from: number,
  to: number,
): { readonly text: string; readonly caretAt: number } {
  const before = text.slice(0, from);
  const after = text.slice(to);
  const lead = before === '' || /\s$/.test(before) ? '' : ' ';
  const tail = after === '' || /^\s/.test(after) ? '' : ' ';
  const tag = `${lead}<#0.50#>${tail}`;
  return { text: before + tag + after, caretAt: from + tag.length };
}
