/** Tags in their tables. Case and accents make no other tag: the first spelling stays. */
import type { ReadableDb, WritableDb } from './database.ts';
import { facetTable } from './search/facet-book.ts';
import { foldedName } from './search/facets.ts';

/** The number of its facet; undefined where no clip ever had it. */
export function findTag(db: ReadableDb, tag: string): number | undefined {
  return db.get<{ number: number }>("SELECT number FROM facet WHERE kind = 'tag' AND folded = $folded", {
    folded: foldedName(tag),
  })?.number;
}

/** The clip is to be indexed again afterwards. Must run within a transaction. */
export function addTag(db: WritableDb, clip: number, tag: string): void {
  const facet = findTag(db, tag) ?? facetTable(db).numberOf({ kind: 'tag', value: tag });
  db.run('INSERT INTO clip_tag (clip_number, facet_number) VALUES ($clip, $facet) ON CONFLICT DO NOTHING', {
    clip,
    facet,
  });
}
