/** Lines on the clipboard: as a script for every other program, as records for Lectern itself. */
import type { Command } from '#shared/document/commands.ts';
import { copyRecords, withNewIds } from '#shared/document/copy-records.ts';
import {
  documentOf,
  type EpisodeDocument,
  settingsOf,
  speakersOf,
  tracksOf,
} from '#shared/document/episode-document.ts';
import { type Block, EpisodeRecord, isBlock } from '#shared/document/records.ts';
import { AppError } from '#shared/errors.ts';
import type { RecordId } from '#shared/ids.ts';
import { parseScript } from '#shared/script/parse-script.ts';
import { printScript } from '#shared/script/print-script.ts';
import { blocksAmong, type NewRecordId, type ScriptEdit } from './script-commands.ts';

/** Understood by Lectern in every window and episode of one browser. */
export const RECORDS_TYPE = 'application/x-lectern-records';

export interface ClipboardValue {
  readonly text: string;
  readonly records: string;
}

/** null: none of these can be copied. */
export function copyLines(document: EpisodeDocument, ids: ReadonlySet<RecordId>): ClipboardValue | null {
  const blocks = blocksAmong(document, ids).map(({ id }) => id);
  const clips = [...ids].filter((id) => document.records.get(id)?.type === 'clip');
  if (blocks.length + clips.length === 0) return null;
  const records = copyRecords(document, [...blocks, ...clips]);
  return { text: scriptOf(document, records), records: JSON.stringify(records) };
}

function scriptOf(document: EpisodeDocument, records: readonly EpisodeRecord[]): string {
  const needed = new Map(records.filter((record) => record.type !== 'clip').map((record) => [record.id, record]));
  for (const record of [settingsOf(document), ...tracksOf(document), ...speakersOf(document)]) {
    needed.set(record.id, record);
  }
  return printScript(documentOf(needed.values())).replace(/^---\n[\s\S]*?\n---\n+/, '');
}

/** Whether text is more than the words of one line: then it is pasted as lines. */
export function isScriptText(text: string): boolean {
  return /\S[^\n]*\r?\n\s*\S/.test(text);
}

/** The records that Lectern put there; null: there are none that can be read. */
export function readRecords(json: string): readonly EpisodeRecord[] | null {
  try {
    const parsed = EpisodeRecord.array().safeParse(JSON.parse(json));
    return parsed.success && parsed.data.length > 0 ? parsed.data : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

export function pasteRecords(
  records: readonly EpisodeRecord[],
  afterId: RecordId | null,
  newId: NewRecordId,
): ScriptEdit {
  const fresh = withNewIds(records, newId);
  const last = fresh.findLast(isBlock);
  const command: Command = { type: 'records.paste', records: fresh, afterId };
  return { commands: [command], ...(last ? { caret: { id: last.id, at: 'end' } } : {}) };
}

/**
 * Text from anywhere, read as a script: names of the cast before a colon say who speaks, `#` begins a chapter. What is
 * no script is pasted paragraph by paragraph.
 */
export function pasteText(
  document: EpisodeDocument,
  text: string,
  afterId: RecordId | null,
  newId: NewRecordId,
): ScriptEdit {
  const records = recordsOfScript(document, text, newId);
  if (records) return records.length === 0 ? null : pasteRecords(records, afterId, newId);
  let after = afterId;
  const commands = paragraphsOf(text).map((words): Command => {
    const id = newId();
    const command: Command = { type: 'line.add', id, afterId: after, text: words };
    after = id;
    return command;
  });
  return commands.length === 0 || after === null ? null : { commands, caret: { id: after, at: 'end' } };
}

function recordsOfScript(document: EpisodeDocument, text: string, newId: NewRecordId): readonly EpisodeRecord[] | null {
  try {
    const knownNames = speakersOf(document).map(({ name }) => name);
    const parsed = parseScript(text, { newId, knownNames }).document;
    const ids = [...parsed.records.values()].filter(isPasted).map(({ id }) => id);
    return ids.length === 0 ? [] : copyRecords(parsed, ids);
  } catch (error) {
    if (error instanceof AppError) return null;
    throw error;
  }
}

function isPasted(record: EpisodeRecord): record is Block {
  return isBlock(record) || record.type === 'clip' || record.type === 'marker';
}

function paragraphsOf(text: string): readonly string[] {
  return text
    .replace(/\r\n?/g, '\n')
    .split(/\n+/)
    .map((paragraph) => paragraph.trim())
    .filter((paragraph) => paragraph !== '');
}
