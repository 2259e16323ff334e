/** Who speaks a line and how, as commands: by name, by place in the cast, by what is typed at its beginning. Pure. */
import type { Command } from '#shared/document/commands.ts';
import { type EpisodeDocument, speakersOf, tracksOf } from '#shared/document/episode-document.ts';
import type { Line } from '#shared/document/records.ts';
import type { RecordId } from '#shared/ids.ts';
import { CastNames, readLabel } from '#shared/script/read-label.ts';
import { readableTokens } from '../episode/line-tokens.ts';
import { blocksAmong, type NewRecordId, type ScriptEdit } from './script-commands.ts';

/** null: whoever reads what names nobody. */
export function speakAs(document: EpisodeDocument, ids: ReadonlySet<RecordId>, speakerId: RecordId | null): ScriptEdit {
  const commands = blocksAmong(document, ids)
    .filter((block): block is Line => block.type === 'line' && block.speakerId !== speakerId)
    .map(({ id }): Command => ({ type: 'line.setSpeaker', id, speakerId }));
  return commands.length === 0 ? null : { commands };
}

/** By the name that was typed; somebody new joins the cast. */
export function speakAsNamed(
  document: EpisodeDocument,
  ids: ReadonlySet<RecordId>,
  name: string,
  newId: NewRecordId,
): ScriptEdit {
  const wanted = name.trim();
  if (wanted === '') return null;
  const known = speakersOf(document).find((speaker) => speaker.name.toUpperCase() === wanted.toUpperCase());
  if (known) return speakAs(document, ids, known.id);
  const track = tracksOf(document).find(({ kind }) => kind === 'dialogue');
  if (!track) return null;
  const id = newId();
  const add: Command = { type: 'speaker.add', id, name: wanted, trackId: track.id };
  const lines = blocksAmong(document, ids).filter((block) => block.type === 'line');
  return {
    commands: [add, ...lines.map((line): Command => ({ type: 'line.setSpeaker', id: line.id, speakerId: id }))],
  };
}

/** The next or previous of the cast, round and round. */
export function speakAsNext(document: EpisodeDocument, line: Line, direction: -1 | 1): ScriptEdit {
  const cast = speakersOf(document);
  if (cast.length === 0) return null;
  const index = cast.findIndex(({ id }) => id === line.speakerId);
  const next = cast[(Math.max(index, direction === 1 ? -1 : 0) + direction + cast.length) % cast.length]!;
  return speakAs(document, new Set([line.id]), next.id);
}

/**
 * `MARA: ` or `Mara (whispering): ` typed at the beginning of a line says who speaks it, as in a script. `text` with
 * the caret right behind the colon; null where that is prose.
 */
export function takeLabel(
  document: EpisodeDocument,
  line: Line,
  text: string,
  caretAt: number,
  newId: NewRecordId,
): ScriptEdit {
  const cast = new CastNames();
  for (const { name } of speakersOf(document)) cast.add(name);
  const label = readLabel(text.slice(0, caretAt), cast);
  if (label?.rest !== '' || label.colonAt !== caretAt - 1) return null;
  const speaker = speakAsNamed(document, new Set([line.id]), label.name, newId);
  const direction: Command[] =
    label.direction === undefined ? [] : [{ type: 'line.setDirection', id: line.id, direction: label.direction }];
  const rest: Command = { type: 'line.setText', id: line.id, text: text.slice(caretAt).trimStart() };
  return { commands: [...(speaker?.commands ?? []), ...direction, rest], caret: { id: line.id, at: 'start' } };
}

/**
 * `(whispering)` typed at the beginning of a line says how it is said; a sound like `(laughs)` is none. `caretAt` is
 * right behind the closing bracket.
 */
export function takeDirection(line: Line, text: string, caretAt: number): ScriptEdit {
  const written = /^\s*[(（]([^()（）]+)[)）]$/.exec(text.slice(0, caretAt));
  const direction = written?.[1]?.trim();
  if (!direction || readableTokens(written![0]).some(({ kind }) => kind !== 'text')) return null;
  const rest = text.slice(caretAt).trimStart();
  return {
    commands: [
      { type: 'line.setDirection', id: line.id, direction },
      { type: 'line.setText', id: line.id, text: rest },
    ],
    caret: { id: line.id, at: 'start' },
  };
}
