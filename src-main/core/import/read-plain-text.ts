/** Plain text: paragraphs, names before lines, scene breaks and chapter titles. */
import { joinLines } from '#shared/script/join-lines.ts';
import { classifyLine } from '#shared/script/line-grammar.ts';
import { readDuration } from '#shared/script/quantities.ts';
import { CastNames, type Label, readLabel } from '#shared/script/read-label.ts';
import { isChapterTitle } from './chapter-title.ts';
import type { ManuscriptBuilder } from './manuscript-builder.ts';
import { findRecurringNames } from './recurring-names.ts';
import { isSceneBreak } from './scene-break.ts';
import { stripEmphasis } from './strip-emphasis.ts';

interface TextLine {
  readonly number: number;
  readonly text: string;
  readonly isIndented: boolean;
}

/** Lines between blank ones. */
type Passage = readonly TextLine[];

export function readPlainText(text: string, builder: ManuscriptBuilder): void {
  const passages = splitPassages(text);
  const lines = passages.flat();
  const cast = new CastNames();
  for (const name of findRecurringNames(lines.map((line) => line.text))) cast.add(name);
  const isLinePerParagraph = hasParagraphPerLine(passages);
  for (const passage of passages) readPassage(passage, isLinePerParagraph, cast, builder);
}

function splitPassages(text: string): readonly Passage[] {
  const passages: TextLine[][] = [];
  let open: TextLine[] | null = null;
  text.split(/\r\n?|\n|\f/).forEach((raw, index) => {
    const trimmed = raw.trim();
    if (trimmed === '') {
      open = null;
      return;
    }
    if (!open) {
      open = [];
      passages.push(open);
    }
    open.push({ number: index + 1, text: trimmed, isIndented: /^(?: {2}|\t|\u3000)/.test(raw) });
  });
  return passages;
}

/** Share of lines that end as sentences end, from which on a line is taken for a paragraph. */
const SENTENCE_SHARE = 0.6;

/**
 * Whether every line is a paragraph of its own, without blank lines between (as web novels are saved), or lines are
 * wrapped: then few but the last of a passage end like a sentence.
 */
function hasParagraphPerLine(passages: readonly Passage[]): boolean {
  const inner = passages.flatMap((passage) => passage.slice(0, -1));
  const ended = inner.filter((line) => /[.!?…:。！？：；」』”"’')）]$/u.test(line.text));
  return inner.length > 0 && ended.length >= SENTENCE_SHARE * inner.length;
}

function readPassage(passage: Passage, isLinePerParagraph: boolean, cast: CastNames, builder: ManuscriptBuilder): void {
  let open: { readonly line: number; readonly label: Label | null; readonly texts: string[] } | null = null;
  let previousSpeaker: string | null | undefined;
  const close = () => {
    if (!open) return;
    const { line, label, texts } = open;
    open = null;
    const paragraph = stripEmphasis(joinLines(texts));
    if (!label && isChapterTitle(paragraph)) {
      builder.addHeading(line, 1, paragraph, true);
      previousSpeaker = undefined;
      return;
    }
    const speaker = label?.name ?? null;
    const isContinuation = speaker !== null && speaker === previousSpeaker;
    builder.addParagraph({
      line,
      speaker,
      text: paragraph,
      ...(label?.direction && { direction: label.direction }),
      isContinuation,
    });
    previousSpeaker = speaker;
  };

  passage.forEach((line, index) => {
    if (isSceneBreak(line.text)) {
      close();
      builder.addSceneBreak(line.number);
      return;
    }
    if (readDirective(line, builder, close)) return;
    // A chapter in capitals looks like somebody speaking its title.
    const label = isChapterTitle(line.text) ? null : readLabel(line.text, cast);
    const isNewParagraph = isLinePerParagraph || (line.isIndented && !passage[index - 1]?.isIndented);
    if (label || !open || isNewParagraph) {
      close();
      if (label?.isNew) cast.add(label.name);
      open = { line: line.number, label, texts: [label ? label.rest : line.text] };
    } else open.texts.push(line.text);
  });
  close();
}

/** `[pause 1s]` and `[sfx: door]` on lines of their own. */
function readDirective(line: TextLine, builder: ManuscriptBuilder, close: () => void): boolean {
  const kind = classifyLine(line.text);
  if (kind.kind !== 'directive' || kind.name === 'anchor' || kind.name === 'marker') return false;
  const durationSamples = kind.name === 'pause' ? readDuration(kind.rest) : null;
  if (kind.name === 'pause' && (durationSamples === null || durationSamples < 0)) return false;
  close();
  if (durationSamples !== null) builder.addPause(line.number, durationSamples);
  else {
    builder.drop(line.number, `[${kind.name}: ${kind.rest}] names no file: kept as a note`);
    builder.addNote(line.number, `${kind.name}: ${kind.rest}`);
  }
  return true;
}
