/**
 * Facets by their names: so that a speaker, a voice or a tag is found like any word. A project is not: its name would
 * find all that is in it, whatever the word means elsewhere; it is a condition of its own.
 */
import type { FacetKind } from '#shared/library-clips.ts';
import type { ReadableDb, SqlParameters } from '../database.ts';
import { type FacetRow, foldedName } from './facets.ts';
import type { Piece } from './search-tokens.ts';

/** A single letter begins too many names to mean one. */
const SHORTEST_NAMED = 2;
/** Of names that begin alike, those most clips have. */
const MOST_NAMED = 100;

/** Facets that clips have and that fulfil a condition; `$value` is also there folded, to be compared with `folded`. */
export function facetsWhere(
  db: ReadableDb,
  kind: FacetKind,
  sql: string,
  parameters: SqlParameters & { readonly value?: string },
): readonly FacetRow[] {
  const { value } = parameters;
  const folded = value !== undefined && sql.startsWith('folded') ? foldedName(value) : value;
  return db.all<FacetRow>(
    `SELECT number, kind, value, clip_count FROM facet WHERE kind = $kind AND clip_count > 0 AND ${sql}`,
    { ...parameters, kind, ...(folded === undefined ? {} : { value: folded }) },
  );
}

/** Facets with a word in their name that the piece begins; a run of Chinese, Japanese or Korean stands anywhere in it. */
export function facetsNamed(db: ReadableDb, piece: Piece): readonly number[] {
  if (piece.kind === 'word' && piece.text.length < SHORTEST_NAMED) return [];
  const needle = piece.kind === 'word' ? ` ${piece.text}` : piece.characters.join('');
  const named = db.all<{ number: number }>(
    `SELECT number FROM facet
     WHERE kind IN ('voice', 'speaker', 'tag') AND clip_count > 0 AND instr(folded, $needle) > 0
     ORDER BY clip_count DESC LIMIT ${MOST_NAMED}`,
    { needle },
  );
  return named.map((facet) => facet.number);
}
