/** One spoken line: its text, and the gaps, level and direction around it. */
import { AppError } from '../errors.ts';
import { addSamples, type Samples, ZERO_SAMPLES } from '../units.ts';
import { type Attribute, AttributeReader, splitAttributes } from './attributes.ts';
import type { DraftLine } from './episode-draft.ts';
import { isPauseTagLength, pauseAt, printPause, tokenizeInline } from './inline.ts';
import { readDuration } from './quantities.ts';
import { type InlineContext, readInline } from './read-inline.ts';
import type { ScriptItem } from './scan-script.ts';
import { MAX_LINE_LENGTH } from './script-limits.ts';
import type { ScriptProblems } from './script-problems.ts';

const LINE_ATTRIBUTES = ['gain', 'gap', 'gap-after', 'direction', 'continued'] as const;

/** With every character escaped as `&#10;` a line at its longest is no longer. */
const MAX_SOURCE_LENGTH = 6 * MAX_LINE_LENGTH;

export type LineSource = Omit<DraftLine, 'isContinuation'> & {
  readonly isMarkedContinued: boolean;
  /** There is nothing but pauses, and nobody is named: a pause of its own. */
  readonly isOnlyPause: boolean;
};

/** Reads a paragraph; null when it cannot be read (reported). */
export function readLine(
  item: Extract<ScriptItem, { kind: 'text' }>,
  definitions: ReadonlyMap<string, string>,
  problems: ScriptProblems,
): LineSource | null {
  const { line, column } = item;
  if (item.source.length > MAX_SOURCE_LENGTH) {
    problems.report(line, column, tooLong(item.source.length));
    return null;
  }
  const trimmed = trimLines(item.source);
  const split = splitAttributes(trimmed);
  const attributes: readonly Attribute[] = split?.attributes ?? [];
  const reader = new AttributeReader(
    attributes,
    LINE_ATTRIBUTES,
    { line: line + lineEndsIn(item.source), column: 1 },
    problems,
  );
  const leading = takeLeadingPauses(split ? trimLines(split.rest) : trimmed, reader.has('gap'));
  const trailing = takeTrailingPauses(leading.rest, reader.has('gap-after'));
  const context: InlineContext = { line, column, problems, definitions };
  const text = readInline(withInlinePauses(trailing.rest, context), context);
  if (text.length > MAX_LINE_LENGTH) {
    problems.report(line, column, tooLong(text.length));
    return null;
  }
  reportBadPauses(text, item, problems);
  const gapBeforeSamples = readGap(reader, 'gap') ?? leading.lengthSamples;
  const gapAfterSamples = readGap(reader, 'gap-after') ?? trailing.lengthSamples;
  const direction = item.label?.direction ?? reader.text('direction');
  return {
    type: 'line',
    line,
    speakerLabel: item.label?.name ?? null,
    text,
    ...(direction !== undefined && { direction }),
    ...(gapBeforeSamples !== undefined && { gapBeforeSamples }),
    ...(gapAfterSamples !== undefined && { gapAfterSamples }),
    gainDb: reader.gain('gain') ?? 0,
    isMarkedContinued: reader.flag('continued'),
    isOnlyPause: text === '' && !item.label && attributes.length === 0 && gapBeforeSamples !== undefined,
  };
}

function tooLong(length: number): string {
  return `This paragraph has ${length} characters; a line has at most ${MAX_LINE_LENGTH}. Split it with blank lines.`;
}

function lineEndsIn(source: string): number {
  return source.split('\n').length - 1;
}

/** `gap=auto` says that there is none, so that a pause tag at the edge stays in the text. */
function readGap(reader: AttributeReader, name: 'gap' | 'gap-after'): Samples | undefined {
  if (reader.has(name) && reader.text(name) === 'auto') return undefined;
  return reader.duration(name, { canBeNegative: true });
}

interface Taken {
  readonly rest: string;
  readonly lengthSamples: Samples | undefined;
}

function takeLeadingPauses(source: string, isGapSaid: boolean): Taken {
  let rest = source;
  let lengthSamples: Samples | undefined;
  while (!isGapSaid) {
    const pause = pauseAt(rest, 0);
    if (!pause) break;
    lengthSamples = addSamples(lengthSamples ?? ZERO_SAMPLES, pause.durationSamples);
    rest = trimLines(rest.slice(pause.end));
  }
  return { rest, lengthSamples };
}

function takeTrailingPauses(source: string, isGapSaid: boolean): Taken {
  let rest = source;
  let lengthSamples: Samples | undefined;
  while (!isGapSaid && rest.endsWith('#>')) {
    const start = rest.lastIndexOf('<#');
    const pause = start < 0 ? null : pauseAt(rest, start);
    if (pause?.end !== rest.length) break;
    lengthSamples = addSamples(lengthSamples ?? ZERO_SAMPLES, pause.durationSamples);
    rest = trimLines(rest.slice(0, start));
  }
  return { rest, lengthSamples };
}

/** Without the blanks and line ends at both ends. */
function trimLines(source: string): string {
  let start = 0;
  let end = source.length;
  while (start < end && ' \t\n'.includes(source[start] as string)) start += 1;
  while (end > start && ' \t\n'.includes(source[end - 1] as string)) end -= 1;
  return source.slice(start, end);
}

const INLINE_PAUSE = /(?<!\\)\[pause[ \t:]{1,4}([^\]\s]{1,20}(?: [a-z]{1,3})?)[ \t]{0,4}\]/gi;

/** `[pause 1s]` belongs between lines; inside one it can only mean a pause there. */
function withInlinePauses(source: string, context: InlineContext): string {
  if (!source.includes('[')) return source;
  return source.replace(INLINE_PAUSE, (directive, length: string) => {
    const durationSamples = readDuration(length);
    if (durationSamples !== null && isPauseTagLength(durationSamples)) return printPause(durationSamples);
    context.problems.report(
      context.line,
      context.column,
      `${directive} is not a pause inside a line. Write <#0.8#>, with at most two decimals, or put it on a line of its own.`,
    );
    return '';
  });
}

function reportBadPauses(text: string, item: Extract<ScriptItem, { kind: 'text' }>, problems: ScriptProblems): void {
  if (!/[<＜]/.test(text)) return;
  try {
    tokenizeInline(text);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const before = item.source.slice(0, Math.max(0, item.source.indexOf(String(error.details.tag)))).split('\n');
    const column = (before.at(-1)?.length ?? 0) + (before.length === 1 ? item.column : 1);
    problems.report(item.line + before.length - 1, column, error.message);
  }
}
