/**
 * How text is cut into what the full-text index knows. Scripts with blanks give words, found by their beginning.
 * Scripts without give every pair of neighbouring characters and the last one alone: a text of two or more characters
 * is then found anywhere by its pairs in a row, a single one by the pairs it begins.
 */
import { foldText } from './fold-text.ts';

/** Pauses are written in the text and are no words of it. */
const INLINE_PAUSE = /<#[^#<>]*#>/g;

/** Scripts whose words are not parted by blanks, or take endings: Han, kana, hangul, bopomofo, Thai and its neighbours. */
const DENSE =
  '(?=[\\p{L}\\p{N}\\p{M}])[\\p{scx=Han}\\p{scx=Hira}\\p{scx=Kana}\\p{scx=Hang}\\p{scx=Bopo}\\p{scx=Yiii}\\p{sc=Thai}\\p{sc=Laoo}\\p{sc=Khmr}\\p{sc=Mymr}]';
const PIECE = new RegExp(
  `(?<dense>(?:${DENSE})+)|(?<word>(?:(?!${DENSE})[\\p{L}\\p{N}])(?:(?!${DENSE})[\\p{L}\\p{N}\\p{M}])*)|(?<sign>\\p{So}|\\p{Extended_Pictographic})`,
  'gu',
);
/** Longer words are cut, in the index as in a query; nobody types more. */
const LONGEST_WORD = 64;

export type Piece =
  /** Found by its beginning. */
  | { readonly kind: 'word'; readonly text: string }
  /** A run of characters of a script without blanks. */
  | { readonly kind: 'dense'; readonly characters: readonly string[] };

/** In the order of the text. Signs that are pictures count as words, other signs as nothing. */
export function piecesOf(text: string): readonly Piece[] {
  const pieces: Piece[] = [];
  for (const match of foldText(text.replace(INLINE_PAUSE, ' ')).matchAll(PIECE)) {
    const { dense, word, sign } = match.groups!;
    if (dense !== undefined) pieces.push({ kind: 'dense', characters: Array.from(dense) });
    else if (word !== undefined) pieces.push({ kind: 'word', text: cut(word) });
    else pieces.push({ kind: 'word', text: sign! });
  }
  return pieces;
}

function cut(word: string): string {
  return word.length <= LONGEST_WORD ? word : Array.from(word).slice(0, LONGEST_WORD).join('');
}

/** Pairs of neighbours, each on the place of its first character. */
export function pairsOf(characters: readonly string[]): readonly string[] {
  return characters.slice(1).map((character, index) => characters[index]! + character);
}

/** What the index is given: tokens parted by blanks. */
export function indexTokens(text: string): string {
  const tokens: string[] = [];
  for (const piece of piecesOf(text)) {
    if (piece.kind === 'word') tokens.push(piece.text);
    else tokens.push(...pairsOf(piece.characters), piece.characters.at(-1)!);
  }
  return tokens.join(' ');
}
