/** What the search index holds, for comparing it with what it should hold. */
import type { Library } from '#core/library/library.ts';
import { searchClips } from '#core/library/search/search-clips.ts';
import type { ClipQuery } from '#shared/library-clips.ts';

interface IndexedClip {
  readonly number: number;
  readonly facets: string;
}

/** Every clip with the names of its facets and its tokens in order, and every facet with its count. */
export function dumpIndex({ db }: Library): unknown {
  db.run("CREATE VIRTUAL TABLE IF NOT EXISTS temp.token USING fts5vocab('main', 'clip_search', 'instance')");
  const clips = db.all<IndexedClip>('SELECT * FROM clip ORDER BY number');
  const facets = db.all<{ number: number }>('SELECT * FROM facet WHERE clip_count > 0 ORDER BY number');
  const tokens = Map.groupBy(
    db.all<{ doc: number; term: string }>('SELECT doc, term FROM temp.token ORDER BY doc, "offset"'),
    ({ doc }) => doc,
  );
  return {
    clips: clips.map((clip) => [
      clip,
      tokens
        .get(clip.number)
        ?.map(({ term }) => term)
        .join(' '),
    ]),
    facets,
    documents: tokens.size,
    uses: db.all('SELECT * FROM sound_use'),
  };
}

/** What is found, shortly: the kind and the text or name. */
export function found({ db }: Library, query: ClipQuery | string): readonly string[] {
  const page = searchClips(db, typeof query === 'string' ? { text: query } : query);
  return page.rows.map((row) => `${row.kind}: ${row.text === '' ? (row.name ?? '') : row.text}`);
}
