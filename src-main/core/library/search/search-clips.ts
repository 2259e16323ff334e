/** Searching the library. */
import type { ClipPage, ClipQuery } from '#shared/library-clips.ts';
import type { ReadableDb, WritableDb } from '../database.ts';
import { catchUp } from './catch-up.ts';
import { readClips } from './clip-rows.ts';
import { clipCount } from './facets.ts';
import { parseCursor, printCursor, type SearchCursor } from './search-cursor.ts';
import { planSearch, type SearchPlan } from './search-plan.ts';

const DEFAULT_LIMIT = 50;
/** Matches are counted up to here; above, the total is "at least". */
export const MOST_COUNTED = 10_000;
/** So many of the newest matches are ranked when relevance is asked for; ranking all of a million takes seconds. */
const MOST_RANKED = 5_000;

interface Found {
  readonly number: number;
  readonly score?: number;
}

/**
 * A page of clips, newest first. Throws AppError `invalid-input` for an `after` that no page answered. Writes only
 * where an edit has left indexing due (see catch-up.ts).
 */
export function searchClips(db: WritableDb, query: ClipQuery): ClipPage {
  catchUp(db);
  const { limit = DEFAULT_LIMIT, order = 'newest' } = query;
  const after = query.after === undefined ? undefined : parseCursor(query.after, order === 'relevance');
  const plan = planSearch(db, query, clipCount(db));
  if (!plan) return { total: 0, isTotalExact: true, rows: [], next: null };
  // Without text every clip is as relevant as any other.
  const isRanked = order === 'relevance' && plan.match !== null;
  const found = isRanked ? mostRelevant(db, plan, limit + 1, after) : newest(db, plan, limit + 1, after);
  const page = found.slice(0, limit);
  const last = page.at(-1);
  return {
    // A first page that is not full is all there is, and need not be counted.
    ...(after === undefined && found.length <= limit ? exactly(found.length) : totalOf(db, plan)),
    rows: readClips(
      db,
      page.map(({ number }) => number),
    ),
    next: last && found.length > limit ? printCursor(order === 'relevance' ? { score: 0, ...last } : last) : null,
  };
}

/** Numbers of the clips that match, newest first: the full-text index answers in that order without sorting. */
export function newest(
  db: ReadableDb,
  plan: SearchPlan,
  limit: number,
  after?: SearchCursor,
): readonly { readonly number: number }[] {
  const before = after === undefined ? '' : ' AND NUMBER < $before';
  const parameters = {
    ...plan.parameters,
    limit,
    ...(plan.match === null ? {} : { match: plan.match }),
    ...(after === undefined ? {} : { before: after.number }),
  };
  return db.all<{ number: number }>(`${selectMatches(plan, before)} DESC LIMIT $limit`, parameters);
}

function selectMatches({ match, filter }: SearchPlan, before: string): string {
  if (match === null) {
    const conditions = before.replace('NUMBER', 'clip.number') + filter;
    return `SELECT clip.number FROM clip WHERE 1${conditions} ORDER BY clip.number`;
  }
  // CROSS: the index leads, the table follows.
  const join = filter === '' ? '' : ' CROSS JOIN clip ON clip.number = clip_search.rowid';
  return `SELECT clip_search.rowid AS number FROM clip_search${join}
    WHERE clip_search MATCH $match${before.replace('NUMBER', 'clip_search.rowid')}${filter} ORDER BY clip_search.rowid`;
}

/** The smaller bm25, the better; of equals the newest. */
function mostRelevant(db: ReadableDb, plan: SearchPlan, limit: number, after?: SearchCursor): readonly Found[] {
  const join = plan.filter === '' ? '' : ' CROSS JOIN clip ON clip.number = clip_search.rowid';
  return db.all<Found>(
    `SELECT number, score FROM (
       SELECT clip_search.rowid AS number, bm25(clip_search) AS score FROM clip_search${join}
       WHERE clip_search MATCH $match${plan.filter} ORDER BY clip_search.rowid DESC LIMIT ${MOST_RANKED})
     WHERE ${after ? '(score, -number) > ($score, -$number)' : '1'} ORDER BY score, number DESC LIMIT $limit`,
    {
      ...plan.parameters,
      match: plan.match!,
      limit,
      ...(after ? { score: after.score ?? 0, number: after.number } : {}),
    },
  );
}

function exactly(total: number): Pick<ClipPage, 'total' | 'isTotalExact'> {
  return { total, isTotalExact: true };
}

function totalOf(db: ReadableDb, plan: SearchPlan): Pick<ClipPage, 'total' | 'isTotalExact'> {
  if (plan.knownTotal !== null) return exactly(plan.knownTotal);
  const { count } = db.get<{ count: number }>(
    `SELECT count(*) AS count FROM (${selectMatches(plan, '')} DESC LIMIT ${MOST_COUNTED + 1})`,
    { ...plan.parameters, ...(plan.match === null ? {} : { match: plan.match }) },
  )!;
  return { total: Math.min(count, MOST_COUNTED), isTotalExact: count <= MOST_COUNTED };
}
