/**
 * FTS5 query expressions, built of parts that are ours: what a person typed only ever stands within quotes, as letters
 * and digits, so that no sign of theirs is an operator.
 */
import { type Piece, pairsOf } from './search-tokens.ts';

/** Supplementary private use: no text has these, because signs that are no letters are not indexed. */
const FIRST_PLANE = 0xf0000;
const SECOND_PLANE = 0x100000;
const PLANE_SIZE = 0xfffe;

/** The token that stands for a facet: one character for the first 65,534, then two. */
export function facetToken(facetNumber: number): string {
  const low = String.fromCodePoint(FIRST_PLANE + (facetNumber % PLANE_SIZE));
  const high = Math.floor(facetNumber / PLANE_SIZE);
  return high === 0 ? low : String.fromCodePoint(SECOND_PLANE + high) + low;
}

/** Words by their beginning, runs of other scripts anywhere. */
export function pieceExpression(piece: Piece): string {
  if (piece.kind === 'word') return `"${piece.text}" *`;
  if (piece.characters.length === 1) return `"${piece.characters[0]}" *`;
  return `"${pairsOf(piece.characters).join(' ')}"`;
}

export function facetExpression(facetNumber: number): string {
  return `"${facetToken(facetNumber)}"`;
}

export function anyOf(expressions: readonly string[]): string {
  return expressions.length === 1 ? expressions[0]! : `(${expressions.join(' OR ')})`;
}

export function allOf(expressions: readonly string[]): string {
  return expressions.join(' AND ');
}
