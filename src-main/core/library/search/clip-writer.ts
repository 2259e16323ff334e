/** One clip's row, facets and full-text entry, always written together. */
import type { ClipKind } from '#shared/library-clips.ts';
import type { Samples } from '#shared/units.ts';
import type { WritableDb } from '../database.ts';
import { type FacetBook, facetTable } from './facet-book.ts';
import { type Facet, parseFacets } from './facets.ts';
import { facetToken } from './match-expression.ts';
import { indexTokens } from './search-tokens.ts';

/** What a clip is a clip of. */
export type ClipSource =
  | { readonly takeNumber: number }
  | { readonly assetNumber: number }
  | { readonly episodeNumber: number; readonly recordId: string };

/** What follows from other tables. */
export interface ClipContent {
  readonly kind: ClipKind;
  readonly words: readonly (string | null | undefined)[];
  readonly facets: readonly Facet[];
  readonly durationSamples: Samples | null;
  readonly createdAtMs: number;
}

interface StoredClip {
  readonly number: number;
  readonly facets: string;
}

const WHERE = {
  take: 'take_number = $take',
  asset: 'asset_number = $asset',
  record: 'episode_number = $episode AND record_id = $record',
} as const;

function findClip(db: WritableDb, source: ClipSource): StoredClip | undefined {
  if ('takeNumber' in source) {
    return db.get(`SELECT number, facets FROM clip WHERE ${WHERE.take}`, { take: source.takeNumber });
  }
  if ('assetNumber' in source) {
    return db.get(`SELECT number, facets FROM clip WHERE ${WHERE.asset}`, { asset: source.assetNumber });
  }
  return db.get(`SELECT number, facets FROM clip WHERE ${WHERE.record}`, {
    episode: source.episodeNumber,
    record: source.recordId,
  });
}

/** Brings the clip up to `content`, making it where there is none. Must run within a transaction. */
export function writeClip(
  db: WritableDb,
  source: ClipSource,
  content: ClipContent,
  book: FacetBook = facetTable(db),
): number {
  const old = findClip(db, source);
  const facets = facetNumbers(book, content.facets);
  const before = old ? parseFacets(old.facets) : [];
  for (const facet of before) if (!facets.includes(facet)) book.changeCount(facet, -1);
  for (const facet of facets) if (!before.includes(facet)) book.changeCount(facet, 1);
  const { number } = old ?? insertClip(db, source, content);
  db.run(
    `UPDATE clip SET kind = $kind, duration_samples = $durationSamples, created_at_ms = $createdAtMs, facets = $facets
     WHERE number = $number`,
    {
      number,
      kind: content.kind,
      durationSamples: content.durationSamples,
      createdAtMs: content.createdAtMs,
      facets: JSON.stringify(facets),
    },
  );
  if (old) db.run('DELETE FROM clip_search WHERE rowid = $number', { number });
  db.run('INSERT INTO clip_search (rowid, tokens) VALUES ($number, $tokens)', {
    number,
    tokens: tokensOf(content, facets),
  });
  return number;
}

function facetNumbers(book: FacetBook, facets: readonly Facet[]): readonly number[] {
  return [...new Set(facets.map((facet) => book.numberOf(facet)))].sort((a, b) => a - b);
}

function tokensOf(content: ClipContent, facets: readonly number[]): string {
  const words = content.words.filter((text) => text !== null && text !== undefined && text !== '');
  return [...words.map((text) => indexTokens(text!)), ...facets.map(facetToken)].join(' ');
}

function insertClip(db: WritableDb, source: ClipSource, content: ClipContent): StoredClip {
  return db.get<StoredClip>(
    `INSERT INTO clip (take_number, asset_number, episode_number, record_id, kind, created_at_ms)
     VALUES ($take, $asset, $episode, $record, $kind, $createdAtMs) RETURNING number, facets`,
    {
      take: 'takeNumber' in source ? source.takeNumber : null,
      asset: 'assetNumber' in source ? source.assetNumber : null,
      episode: 'recordId' in source ? source.episodeNumber : null,
      record: 'recordId' in source ? source.recordId : null,
      kind: content.kind,
      createdAtMs: content.createdAtMs,
    },
  )!;
}

/** Of words that are no more, or that are part of a take; what was spoken or recorded stays where it is. */
export function removeClip(db: WritableDb, source: ClipSource, book: FacetBook = facetTable(db)): void {
  const old = findClip(db, source);
  if (!old) return;
  for (const facet of parseFacets(old.facets)) book.changeCount(facet, -1);
  db.run('DELETE FROM clip WHERE number = $number', { number: old.number });
  db.run('DELETE FROM clip_search WHERE rowid = $number', { number: old.number });
}
