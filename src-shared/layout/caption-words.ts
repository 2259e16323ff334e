/** A text cut into what must stay together on a line, with how good a place each end is to break. */

import { bindsToNext, isAbbreviation, isConjunction, isPreposition } from './caption-grammar.ts';
import { LINE_WIDTH, NARROW_WIDTH, WIDE_WIDTH } from './caption-limits.ts';
import { isWide } from './text-class.ts';

export interface CaptionWord {
  readonly text: string;
  /** Offsets into the whole text, in UTF-16 units. */
  readonly start: number;
  readonly end: number;
  readonly width: number;
  readonly hasSpaceAfter: boolean;
  /** What it costs to end a line or a caption after this word: 0 after a sentence, more where words belong together. */
  readonly breakCost: number;
}

export const BREAK_COST = {
  sentence: 0,
  clause: 4,
  beforeQuote: 6,
  beforeConjunction: 10,
  beforePreposition: 13,
  words: 20,
  name: 30,
  bound: 45,
} as const;

/** Scripts that write words without spaces between them. */
const UNSPACED_SCRIPT =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
/** Must not begin a line, and must not end one. */
const CLOSING = /^[\p{Pe}\p{Pf}\p{Po}\u30fc\u3005\u301c~～%％]+$/u;
const OPENING = /^[\p{Ps}\p{Pi}]+$/u;

const SENTENCE_END = /[.!?…。！？｡]["'”“’‘»«›」』）)\]]*$/u;
const CLAUSE_END = /[,;:，；：、–—]["'”“’‘»«›」』）)\]]*$/u;
const CAPITAL = /^\p{Lu}/u;
const QUOTE_START = /^["'“„‘‚«»‹「『（(]/u;

/** `text` is readable text: single spaces, no tags. */
export function captionWordsOf(text: string, language: string): readonly CaptionWord[] {
  const pieces: { text: string; start: number; hasSpaceAfter: boolean }[] = [];
  for (const match of text.matchAll(/\S+/gu)) {
    const chunks = chunksOf(match[0], language).flatMap(cutToLine);
    let start = match.index;
    chunks.forEach((chunk, index) => {
      const isLast = index === chunks.length - 1;
      pieces.push({ text: chunk, start, hasSpaceAfter: isLast && start + chunk.length < text.length });
      start += chunk.length;
    });
  }
  return pieces.map(
    (piece, index): CaptionWord => ({
      ...piece,
      end: piece.start + piece.text.length,
      width: widthOf(piece.text),
      breakCost: breakCostBetween(piece.text, pieces[index + 1]?.text, pieces[index - 1]?.text, language),
    }),
  );
}

export function widthOf(text: string): number {
  let width = 0;
  for (const sign of text) {
    if (/\p{M}|\p{Cf}/u.test(sign)) continue;
    width += isWide(sign.codePointAt(0) ?? 0) ? WIDE_WIDTH : NARROW_WIDTH;
  }
  return width;
}

const segmenters = new Map<string, Intl.Segmenter>();
function segmenterOf(language: string, granularity: 'word' | 'grapheme'): Intl.Segmenter {
  const key = `${granularity} ${language}`;
  let segmenter = segmenters.get(key);
  if (!segmenter) {
    const known = Intl.Segmenter.supportedLocalesOf(isLanguageTag(language) ? [language] : []);
    segmenter = new Intl.Segmenter(known, { granularity });
    segmenters.set(key, segmenter);
  }
  return segmenter;
}

/** The language comes from a person; Intl throws for anything that is no tag. */
function isLanguageTag(language: string): boolean {
  return /^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/.test(language);
}

/** What stands between two spaces, cut where a line may end without a hyphen. */
function chunksOf(token: string, language: string): readonly string[] {
  if (!UNSPACED_SCRIPT.test(token)) return token.split(/(?<=\p{L}[—–]+)(?=\p{L})/u);
  const chunks: string[] = [];
  let isOpening = false;
  for (const { segment } of segmenterOf(language, 'word').segment(token)) {
    const last = chunks.length - 1;
    if (last >= 0 && (isOpening || CLOSING.test(segment))) chunks[last] += segment;
    else chunks.push(segment);
    isOpening = OPENING.test(segment);
  }
  return chunks;
}

/** A word that is wider than a line has to be cut after all, but never inside a character. */
function cutToLine(chunk: string): readonly string[] {
  if (widthOf(chunk) <= LINE_WIDTH) return [chunk];
  const parts: string[] = [];
  let part = '';
  for (const { segment } of segmenterOf('', 'grapheme').segment(chunk)) {
    if (part !== '' && widthOf(part + segment) > LINE_WIDTH) {
      parts.push(part);
      part = '';
    }
    part += segment;
  }
  return [...parts, part];
}

function breakCostBetween(
  word: string,
  next: string | undefined,
  previous: string | undefined,
  language: string,
): number {
  if (next === undefined) return BREAK_COST.sentence;
  if (isAbbreviation(word, language)) return BREAK_COST.bound;
  if (SENTENCE_END.test(word)) return BREAK_COST.sentence;
  if (CLAUSE_END.test(word)) return BREAK_COST.clause;
  if (bindsToNext(word, language)) return BREAK_COST.bound;
  if (QUOTE_START.test(next)) return BREAK_COST.beforeQuote;
  if (isConjunction(next, language)) return BREAK_COST.beforeConjunction;
  if (isPreposition(next, language)) return BREAK_COST.beforePreposition;
  const isSentenceStart = previous === undefined || SENTENCE_END.test(previous);
  if (!isSentenceStart && CAPITAL.test(word) && CAPITAL.test(next)) return BREAK_COST.name;
  return BREAK_COST.words;
}
