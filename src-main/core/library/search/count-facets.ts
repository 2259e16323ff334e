import type { ClipConditions, FacetCount, FacetCounts } from '#shared/library-clips.ts';
import type { ReadableDb, WritableDb } from '../database.ts';
import { catchUp } from './catch-up.ts';
import { allFacetCounts, clipCount, parseFacets } from './facets.ts';
import { MOST_COUNTED, newest } from './search-clips.ts';
import { planSearch } from './search-plan.ts';

/** How many of the clips that match have which facet: from kept counts for the whole library, else from the matches. */
export function countFacets(db: WritableDb, conditions: ClipConditions): FacetCounts {
  catchUp(db);
  const plan = planSearch(db, conditions, clipCount(db));
  if (!plan) return { counts: [], isExact: true };
  if (plan.match === null) return { counts: allFacetCounts(db), isExact: true };
  const found = newest(db, plan, MOST_COUNTED + 1);
  const counts = new Map<number, number>();
  const numbers = JSON.stringify(found.slice(0, MOST_COUNTED).map(({ number }) => number));
  const rows = db.all<{ facets: string }>(
    'SELECT facets FROM json_each($numbers) AS found CROSS JOIN clip ON clip.number = found.value',
    { numbers },
  );
  for (const { facets } of rows) {
    for (const facet of parseFacets(facets)) counts.set(facet, (counts.get(facet) ?? 0) + 1);
  }
  return { counts: named(db, counts), isExact: found.length <= MOST_COUNTED };
}

function named(db: ReadableDb, counts: ReadonlyMap<number, number>): readonly FacetCount[] {
  const facets = db.all<Pick<FacetCount, 'kind' | 'value'> & { readonly number: number }>(
    'SELECT number, kind, value FROM facet WHERE number IN (SELECT value FROM json_each($numbers)) ORDER BY kind, value',
    { numbers: JSON.stringify([...counts.keys()]) },
  );
  return facets
    .map(({ number, kind, value }) => ({ kind, value, count: counts.get(number)! }))
    .sort((a, b) => (a.kind === b.kind ? b.count - a.count : 0));
}
