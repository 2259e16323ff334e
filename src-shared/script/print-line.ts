import type { Line } from '../document/records.ts';
import { type Attribute, printAttributes } from './attributes.ts';
import { escapeMarkdown, escapePlain } from './escape-text.ts';
import { isPauseTagLength, pauseAt, printPause } from './inline.ts';
import { classifyLine } from './line-grammar.ts';
import { printDuration, printGain } from './quantities.ts';
import { type CastNames, readLabel } from './read-label.ts';
import { trimBlanks } from './trim-blanks.ts';

/**
 * A line as source lines. `label` is its speaker's; `isContinued` says that the line must be marked as following the one
 * before because its place does not show it.
 */
export function printLine(line: Line, label: string | null, isContinued: boolean, cast: CastNames): string {
  const attributes: Attribute[] = [];
  const before = printGap(line.text, line.gapBeforeSamples, 'before');
  const after = printGap(line.text, line.gapAfterSamples, 'after');
  if (line.direction !== undefined && label === null) attributes.push({ name: 'direction', value: line.direction });
  if (line.gainDb !== 0) attributes.push({ name: 'gain', value: printGain(line.gainDb) });
  if (before.attribute) attributes.push(before.attribute);
  if (after.attribute) attributes.push(after.attribute);
  if (isContinued) attributes.push({ name: 'continued', value: null });

  const direction = line.direction === undefined ? '' : ` (${escapePlain(line.direction, /[()（）]/g)})`;
  const head = label === null ? '' : `${label}${direction}:`;
  const text = escapeMarkdown(line.text);
  const words = [head, before.tag, text, after.tag].filter((part) => part !== '').join(' ');
  const list = printAttributes(attributes);
  if (words === '') return list === '' ? '{}' : list;
  const whole = list === '' ? words : `${words} ${list}`;
  const lines = whole.split('\n').map((source, index) => protectStart(source, label !== null && index === 0, cast));
  return lines.join('\n');
}

interface PrintedGap {
  readonly tag: string;
  readonly attribute: Attribute | null;
}

/**
 * A gap of whole hundredths is a pause tag at the line's edge. Where the text has a pause at that edge itself, the gap is
 * an attribute, and `auto` when there is none: otherwise the text's pause would be taken for the gap.
 */
function printGap(text: string, gapSamples: Line['gapBeforeSamples'], side: 'before' | 'after'): PrintedGap {
  const name = side === 'before' ? 'gap' : 'gap-after';
  const isPauseAtEdge = side === 'before' ? beginsWithPause(text) : endsWithPause(text);
  if (gapSamples === undefined) return { tag: '', attribute: isPauseAtEdge ? { name, value: 'auto' } : null };
  if (!isPauseAtEdge && trimBlanks(text) !== '' && isPauseTagLength(gapSamples)) {
    return { tag: printPause(gapSamples), attribute: null };
  }
  return { tag: '', attribute: { name, value: printDuration(gapSamples) } };
}

function beginsWithPause(text: string): boolean {
  return pauseAt(text, 0) !== null;
}

function endsWithPause(text: string): boolean {
  const start = text.lastIndexOf('<#');
  return start >= 0 && pauseAt(text, start)?.end === text.length;
}

/** What would make something else of a source line is escaped: a sign at its start, or a label's colon. */
function protectStart(source: string, isLabelled: boolean, cast: CastNames): string {
  if (isLabelled) return source;
  if (classifyLine(source).kind !== 'text') return `\\${source}`;
  const label = readLabel(source, cast);
  if (!label) return source;
  const colon = source[label.colonAt] === ':' ? '\\:' : '&#65306;';
  return source.slice(0, label.colonAt) + colon + source.slice(label.colonAt + 1);
}
