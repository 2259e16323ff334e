/** Long texts in pieces that a voice takes, cut where a reader would breathe. */
import { isSpeakable, tokenizeInline } from '#shared/script/inline.ts';
import { sentencesOf } from './sentences.ts';

type Cut = (text: string, language: string) => readonly string[];

/** From the best place for a cut to the worst. */
const CUTS: readonly Cut[] = [
  sentencesOf,
  // After a comma or its like, and the quote that closes there.
  (text) => text.split(/(?<=[,;:，；：、—][”’」』）"')]*\s|[，；：、—][”’」』）]*)(?=\S)/u),
  (text) => text.split(/(?<=\s)(?=\S)/u),
  (text) => Array.from(new Intl.Segmenter().segment(text), ({ segment }) => segment),
];

/**
 * The text in pieces of at most `maxLength` UTF-16 units, as few as possible, trimmed. Only blanks between pieces are
 * lost. A tag is never cut, so a piece is longer than `maxLength` only when a single tag is.
 */
export function splitText(text: string, maxLength: number, language: string): readonly string[] {
  const trimmed = text.trim();
  if (trimmed.length <= maxLength) return trimmed === '' ? [] : [trimmed];
  const pieces = pack(trimmed, maxLength, language, 0).map((piece) => piece.trim());
  return joinSilent(
    pieces.filter((piece) => piece !== ''),
    maxLength,
  );
}

/** Fills pieces with what a cut gives; what is still too long for a piece is cut in the next best way. */
function pack(text: string, maxLength: number, language: string, level: number): string[] {
  const cut = CUTS[level];
  if (!cut) return [text];
  const pieces: string[] = [];
  for (const unit of withoutCutTags(text, cut(text, language))) {
    const last = pieces.at(-1);
    if (last !== undefined && `${last}${unit}`.trimEnd().length <= maxLength) pieces[pieces.length - 1] = last + unit;
    else if (unit.trim().length <= maxLength) pieces.push(unit);
    else pieces.push(...pack(unit, maxLength, language, level + 1));
  }
  return pieces;
}

/** Joins units whose border lies within a tag. */
function withoutCutTags(text: string, units: readonly string[]): readonly string[] {
  const tags = tokenizeInline(text).filter((token) => token.kind !== 'text');
  if (tags.length === 0) return units;
  const joined: string[] = [];
  let position = 0;
  for (const unit of units) {
    const isWithinTag = tags.some((tag) => tag.start < position && position < tag.end);
    if (isWithinTag) joined[joined.length - 1] += unit;
    else joined.push(unit);
    position += unit.length;
  }
  return joined;
}

/** No voice can say a piece of punctuation: it goes with a neighbour that has room, else it is left out. */
function joinSilent(pieces: readonly string[], maxLength: number): readonly string[] {
  const joined: string[] = [];
  for (const piece of pieces) {
    const last = joined.at(-1);
    if (isSpeakable(piece)) joined.push(piece);
    else if (last !== undefined && last.length + piece.length <= maxLength) joined[joined.length - 1] = last + piece;
  }
  return joined;
}
