/** What a script may be at most. Far above any book; below what would stall the program. */
import type { ScriptProblems } from './script-problems.ts';

/** UTF-16 units of a whole text. */
export const MAX_TEXT_LENGTH = 20 * 1024 * 1024;
const MAX_BLOCKS = 100_000;
/** Of one paragraph. The Markdown reader's time grows with the square of these. */
export const MAX_MARKS = 1_000;

/** Of the records' own text fields; the schema has the same numbers and is asked last (see assemble-episode.ts). */
export const MAX_LINE_LENGTH = 100_000;
export const MAX_HEADING_LENGTH = 1_000;

const numbers = new Intl.NumberFormat('en');

/** Refuses a text before any work is done on it. */
export function checkTextLength(text: string, problems: ScriptProblems): void {
  if (text.length <= MAX_TEXT_LENGTH) return;
  problems.report(
    1,
    1,
    `This text has ${numbers.format(text.length)} characters; the limit is ${numbers.format(MAX_TEXT_LENGTH)} (20 MB). Split it into several episodes.`,
  );
  problems.throwIfAny();
}

/** Refuses a script of too many blocks while it is read, so that memory stays bounded too. */
export function checkBlockCount(count: number, line: number, problems: ScriptProblems): void {
  if (count <= MAX_BLOCKS) return;
  problems.report(
    line,
    1,
    `This script has more than ${numbers.format(MAX_BLOCKS)} lines and headings. Split it into several episodes.`,
  );
  problems.throwIfAny();
}
