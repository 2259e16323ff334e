/** From what a person looks for to a condition that the indexes answer quickly. */
import type { ClipConditions, FacetKind } from '#shared/library-clips.ts';
import type { ReadableDb, SqlParameters } from '../database.ts';
import { lengthFacet, monthFacet } from './facets.ts';
import { allOf, anyOf, facetExpression, pieceExpression } from './match-expression.ts';
import { facetsNamed, facetsWhere } from './named-facets.ts';
import { piecesOf } from './search-tokens.ts';

export interface SearchPlan {
  /** An FTS5 expression; null: every clip. */
  readonly match: string | null;
  /** Conditions on the table `clip` besides, each beginning with AND. */
  readonly filter: string;
  readonly parameters: SqlParameters;
  /** How many match, where the kept counts say so. */
  readonly knownTotal: number | null;
}

/** Null when nothing can match. */
export function planSearch(db: ReadableDb, conditions: ClipConditions, clipCount: number): SearchPlan | null {
  const words = wordExpressions(db, conditions.text ?? '');
  const facets = facetConditions(db, conditions);
  if (!words || facets.some((condition) => condition.numbers.length === 0)) return null;
  const ranges = rangeFilters(conditions);
  const [first] = facets;
  const isOneFacet = facets.length === 1 && first!.numbers.length === 1;
  const isPlain = words.length === 0 && ranges.filter === '';
  const all = [...words, ...facets.map(({ numbers }) => anyOf(numbers.map(facetExpression)))];
  return {
    match: all.length === 0 ? null : allOf(all),
    ...ranges,
    knownTotal: isPlain && facets.length === 0 ? clipCount : isPlain && isOneFacet ? first!.count : null,
  };
}

/**
 * An expression for each word: it is in the text, or a name (of a voice, speaker or tag) has it. Null for text
 * that has no words: to look for `%` is not to look for everything.
 */
function wordExpressions(db: ReadableDb, text: string): readonly string[] | null {
  if (text.trim() === '') return [];
  const pieces = piecesOf(text);
  if (pieces.length === 0) return null;
  return [
    ...new Set(pieces.map((piece) => anyOf([pieceExpression(piece), ...facetsNamed(db, piece).map(facetExpression)]))),
  ];
}

interface FacetCondition {
  /** Any of these. */
  readonly numbers: readonly number[];
  /** Of the first. */
  readonly count: number;
}

function facetConditions(db: ReadableDb, conditions: ClipConditions): readonly FacetCondition[] {
  const any = (kind: FacetKind, values: readonly string[] | undefined, sql = 'value = $value'): FacetCondition[] => {
    if (values === undefined || values.length === 0) return [];
    const found = values.flatMap((value) => facetsWhere(db, kind, sql, { value }));
    return [condition(found)];
  };
  const between = (kind: FacetKind, type: 'INTEGER' | 'TEXT', from: string | null, to: string | null) => {
    if (from === null && to === null) return [];
    const value = `CAST(value AS ${type})`;
    const sql = [
      ...(from === null ? [] : [`${value} >= CAST($from AS ${type})`]),
      ...(to === null ? [] : [`${value} <= CAST($to AS ${type})`]),
    ].join(' AND ');
    return [
      condition(facetsWhere(db, kind, sql, { ...(from === null ? {} : { from }), ...(to === null ? {} : { to }) })),
    ];
  };
  const { minDurationSamples, maxDurationSamples, createdFromMs, createdBeforeMs, minRating } = conditions;
  const orNull = <Value>(value: Value | undefined, facetOf: (value: Value) => string) =>
    value === undefined ? null : facetOf(value);
  return [
    ...any('kind', conditions.kinds),
    ...any('provider', conditions.providers),
    ...any('voice', conditions.voices, "(value = $value OR substr(value, instr(value, '/') + 1) = $value)"),
    ...any('project', conditions.projects),
    ...any('speaker', conditions.speakers, 'folded = $value'),
    ...any(
      'language',
      conditions.languages,
      "(lower(value) = lower($value) OR substr(lower(value), 1, length($value) + 1) = lower($value) || '-')",
    ),
    ...(conditions.tags ?? []).flatMap((tag) => any('tag', [tag], 'folded = $value')),
    ...(minRating === undefined ? [] : between('rating', 'INTEGER', String(minRating), null)),
    ...any('favourite', conditions.isFavourite === true ? ['yes'] : undefined),
    ...between('length', 'INTEGER', orNull(minDurationSamples, lengthFacet), orNull(maxDurationSamples, lengthFacet)),
    ...between('month', 'TEXT', orNull(createdFromMs, monthFacet), orNull(createdBeforeMs, monthFacet)),
  ];
}

function condition(found: readonly { readonly number: number; readonly clip_count: number }[]): FacetCondition {
  const unique = new Map(found.map((facet) => [facet.number, facet]));
  return { numbers: [...unique.keys()], count: found[0]?.clip_count ?? 0 };
}

/** Lengths and months are found by their facets; what lies within the first and last of those is compared exactly. */
function rangeFilters(conditions: ClipConditions): Pick<SearchPlan, 'filter' | 'parameters'> {
  const ranges = [
    ['clip.duration_samples >=', 'minDuration', conditions.minDurationSamples],
    ['clip.duration_samples <=', 'maxDuration', conditions.maxDurationSamples],
    ['clip.created_at_ms >=', 'createdFrom', conditions.createdFromMs],
    ['clip.created_at_ms <', 'createdBefore', conditions.createdBeforeMs],
  ] as const;
  const given = ranges.filter(([, , value]) => value !== undefined);
  return {
    filter: given.map(([comparison, name]) => ` AND ${comparison} $${name}`).join(''),
    parameters: Object.fromEntries(given.map(([, name, value]) => [name, value!])),
  };
}
