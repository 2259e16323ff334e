/** What people said about a clip, as facets. */
import type { ReadableDb } from '../database.ts';
import type { Facet } from './facets.ts';

/** The columns of the table `clip` that people fill. */
export interface UserFields {
  readonly number: number;
  readonly note: string | null;
  readonly rating: number | null;
  readonly is_favourite: number;
}

export function userFacets({ rating, is_favourite }: Pick<UserFields, 'rating' | 'is_favourite'>): readonly Facet[] {
  return [
    ...(rating === null ? [] : [{ kind: 'rating', value: String(rating) } as const]),
    ...(is_favourite === 1 ? [{ kind: 'favourite', value: 'yes' } as const] : []),
  ];
}

/** None for a clip that is not there yet. */
export function tagFacets(db: ReadableDb, clipNumber: number | undefined): readonly Facet[] {
  if (clipNumber === undefined) return [];
  return db.all<Facet>(
    `SELECT kind, value FROM clip_tag JOIN facet ON facet.number = clip_tag.facet_number
     WHERE clip_number = $clipNumber`,
    { clipNumber },
  );
}
