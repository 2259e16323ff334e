/** Every edit that can be made to an episode, as data: sent by the studio, stored, replayed, written by hand as JSON. */
import { z } from 'zod';
import { describeIssue, invalidCommand } from './command-error.ts';
import { BLOCK_COMMANDS } from './commands/block-commands.ts';
import { CLIP_COMMANDS } from './commands/clip-commands.ts';
import { CUE_COMMANDS } from './commands/cue-commands.ts';
import { EPISODE_COMMANDS } from './commands/episode-commands.ts';
import { LINE_COMMANDS } from './commands/line-commands.ts';
import { MARKER_COMMANDS } from './commands/marker-commands.ts';
import { PART_COMMANDS } from './commands/part-commands.ts';
import { PASTE_COMMANDS } from './commands/paste-command.ts';
import { SPEAKER_COMMANDS } from './commands/speaker-commands.ts';
import { TAKE_COMMANDS } from './commands/take-commands.ts';
import { TEXT_BLOCK_COMMANDS } from './commands/text-block-commands.ts';
import { TRACK_COMMANDS } from './commands/track-commands.ts';
import type { CommandDefinition } from './define-command.ts';
import { type Edit, squashDiffs } from './diff.ts';
import { EditDraft } from './edit-draft.ts';
import type { EpisodeDocument } from './episode-document.ts';

const DEFINITIONS = [
  ...EPISODE_COMMANDS,
  ...BLOCK_COMMANDS,
  ...LINE_COMMANDS,
  ...TAKE_COMMANDS,
  ...PART_COMMANDS,
  ...TEXT_BLOCK_COMMANDS,
  ...CUE_COMMANDS,
  ...CLIP_COMMANDS,
  ...SPEAKER_COMMANDS,
  ...TRACK_COMMANDS,
  ...MARKER_COMMANDS,
  ...PASTE_COMMANDS,
] as const;

export type Command = z.output<(typeof DEFINITIONS)[number]['schema']>;
export type CommandType = Command['type'];

const definitionOf: ReadonlyMap<string, CommandDefinition> = new Map(
  DEFINITIONS.map((definition): [string, CommandDefinition] => [
    definition.type,
    // Each runs on what its own schema gives, which `applyCommand` sees to.
    definition as unknown as CommandDefinition,
  ]),
);

const schemas: readonly z.ZodType[] = DEFINITIONS.map((definition) => definition.schema);
/** The union of all commands. Messages for people come from {@link parseCommand}. */
export const Command = z.discriminatedUnion('type', schemas as never) as unknown as z.ZodType<Command>;

/** Reads a command that comes from outside. Throws AppError `invalid-command` naming the field that is wrong. */
export function parseCommand(value: unknown): Command {
  const type = typeof value === 'object' && value !== null && 'type' in value ? value.type : undefined;
  if (typeof type !== 'string') throw invalidCommand('A command is an object with a type.');
  if (!definitionOf.has(type)) throw invalidCommand(`There is no command "${type}".`);
  const result = Command.safeParse(value);
  if (result.success) return result.data;
  throw invalidCommand(`${type}: ${describeIssue(result.error)}.`);
}

/** False for what is saved without an entry that a person could undo. */
export function isUndoable(command: Command): boolean {
  return definitionOf.get(command.type)?.isUndoable ?? true;
}

/**
 * Makes one edit. Pure and synchronous: the same document and command give the same document, everywhere.
 * A command that changes nothing answers the same document and an empty diff. Throws AppError `invalid-command` that
 * says what is wrong; the document is as it was.
 */
export function applyCommand(document: EpisodeDocument, command: Command): Edit {
  const parsed = parseCommand(command);
  const draft = new EditDraft(document);
  definitionOf.get(parsed.type)!.run(draft, parsed);
  return draft.finish();
}

/** Makes several edits as one: all of them or, when one throws, none. */
export function applyCommands(document: EpisodeDocument, commands: readonly Command[]): Edit {
  let current = document;
  const diffs = commands.map((command) => {
    const edit = applyCommand(current, command);
    current = edit.document;
    return edit.diff;
  });
  return { document: current, diff: squashDiffs(diffs) };
}
