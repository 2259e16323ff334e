/** Facets: what clips have in common, each with the count of clips that have it, kept up to date and never counted anew. */
import type { FacetCount, FacetKind } from '#shared/library-clips.ts';
import { type Samples, samplesToSeconds } from '#shared/units.ts';
import type { ReadableDb } from '../database.ts';
import { foldText } from './fold-text.ts';

export interface Facet {
  readonly kind: FacetKind;
  readonly value: string;
}

export interface FacetRow extends Facet {
  readonly number: number;
  readonly clip_count: number;
}

/** Folded, with one blank before each word: what follows a blank is the beginning of a word. */
export function foldedName(name: string): string {
  const words = foldText(name).replace(/[^\p{L}\p{N}\p{M}\p{So}]+/gu, ' ');
  return ` ${words.trim()}`;
}

/** `2` for 4 up to 8 seconds; what is shorter than 1/8 s counts as that. */
export function lengthFacet(durationSamples: Samples): string {
  return String(Math.floor(Math.log2(Math.max(samplesToSeconds(durationSamples), 1 / 8))));
}

/** `2026-11`, UTC. */
export function monthFacet(createdAtMs: number): string {
  return new Date(createdAtMs).toISOString().slice(0, 7);
}

/** All facets that some clip has, of each kind the most frequent first. */
export function allFacetCounts(db: ReadableDb): readonly FacetCount[] {
  return db.all<FacetCount>(
    'SELECT kind, value, clip_count AS count FROM facet WHERE clip_count > 0 ORDER BY kind, clip_count DESC, value',
  );
}

export function clipCount(db: ReadableDb): number {
  return db.get<{ count: number }>("SELECT coalesce(sum(clip_count), 0) AS count FROM facet WHERE kind = 'kind'")!
    .count;
}

/** As a row keeps them. */
export function parseFacets(json: string): readonly number[] {
  return JSON.parse(json) as readonly number[];
}
