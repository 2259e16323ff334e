/** Where facets get their numbers and counts. */
import type { WritableDb } from '../database.ts';
import { type Facet, foldedName } from './facets.ts';

export interface FacetBook {
  /** The facet's number, given to it here where it is new. */
  numberOf(facet: Facet): number;
  changeCount(number: number, by: 1 | -1): void;
}

/** Straight from the table: for edits, within whose transaction it is used. */
export function facetTable(db: WritableDb): FacetBook {
  return {
    numberOf: ({ kind, value }) => {
      const known = db.get<{ number: number }>('SELECT number FROM facet WHERE kind = $kind AND value = $value', {
        kind,
        value,
      });
      if (known) return known.number;
      return db.get<{ number: number }>(
        'INSERT INTO facet (kind, value, folded) VALUES ($kind, $value, $folded) RETURNING number',
        { kind, value, folded: foldedName(value) },
      )!.number;
    },
    changeCount: (number, by) => addToCount(db, number, by),
  };
}

/** For a rebuild: remembers numbers and counts until {@link GatheredFacets.write}. */
export class GatheredFacets implements FacetBook {
  readonly #db: WritableDb;
  readonly #table: FacetBook;
  readonly #numbers = new Map<string, number>();
  readonly #counts = new Map<number, number>();

  constructor(db: WritableDb) {
    this.#db = db;
    this.#table = facetTable(db);
  }

  numberOf(facet: Facet): number {
    const key = `${facet.kind} ${facet.value}`;
    const number = this.#numbers.get(key) ?? this.#table.numberOf(facet);
    this.#numbers.set(key, number);
    return number;
  }

  changeCount(number: number, by: 1 | -1): void {
    this.#counts.set(number, (this.#counts.get(number) ?? 0) + by);
  }

  write(): void {
    for (const [number, count] of this.#counts) addToCount(this.#db, number, count);
    this.#counts.clear();
  }
}

function addToCount(db: WritableDb, number: number, by: number): void {
  db.run('UPDATE facet SET clip_count = clip_count + $by WHERE number = $number', { number, by });
}
