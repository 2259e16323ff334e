/** What people and files say about a clip, as it is carried from one library into another. */
import type { AssetId, TakeId } from '#shared/ids.ts';
import { type SoundKind, Tag } from '#shared/library-clips.ts';
import { addTag } from './clip-tags.ts';
import type { ReadableDb, WritableDb } from './database.ts';
import { foldedName } from './search/facets.ts';
import { indexSound } from './search/index-sound.ts';
import { indexTake } from './search/index-take.ts';

export type ClipOf = { readonly takeId: TakeId } | { readonly assetId: AssetId };

export interface ClipWords {
  readonly name?: string;
  readonly note?: string;
  readonly transcript?: string;
  readonly kind?: SoundKind;
  readonly rating?: number;
  readonly isFavourite?: true;
  readonly tags?: readonly string[];
  /** As the file said when it came in. */
  readonly fileText?: string;
  readonly fileKind?: 'recording' | 'music';
  readonly fileLanguage?: string;
}

/** Column and field of what is kept in the table `clip`. */
const COLUMNS = [
  ['name', 'name'],
  ['note', 'note'],
  ['transcript', 'transcript'],
  ['chosen_kind', 'kind'],
  ['rating', 'rating'],
  ['file_text', 'fileText'],
  ['file_kind', 'fileKind'],
  ['file_language', 'fileLanguage'],
] as const;

type StoredWords = { readonly [Column in (typeof COLUMNS)[number][0]]: string | number | null } & {
  readonly number: number;
  readonly is_favourite: number;
  readonly take_rating: number | null;
};

/** undefined where nothing has been said, or where there is no such clip. */
export function clipWordsOf(db: ReadableDb, of: ClipOf): ClipWords | undefined {
  const row = db.get<StoredWords>(
    `SELECT clip.*, take.rating AS take_rating FROM clip LEFT JOIN take ON take.number = clip.take_number
     WHERE clip.number = (${CLIP_NUMBER})`,
    parametersOf(of),
  );
  if (!row) return undefined;
  const said = COLUMNS.flatMap(([column, field]) => (row[column] === null ? [] : [[field, row[column]]]));
  const tags = db
    .all<{ value: string }>(
      `SELECT facet.value FROM clip_tag JOIN facet ON facet.number = clip_tag.facet_number
       WHERE clip_number = $number ORDER BY facet.number`,
      { number: row.number },
    )
    .map(({ value }) => value);
  const words: ClipWords = {
    ...(Object.fromEntries(said) as ClipWords),
    ...(row.take_rating === null ? {} : { rating: row.take_rating }),
    ...(row.is_favourite === 1 ? { isFavourite: true } : {}),
    ...(tags.length === 0 ? {} : { tags }),
  };
  return Object.keys(words).length === 0 ? undefined : words;
}

/**
 * Adds what another library says about a take or sound that is here. What has been said here stays as it is: only what is
 * empty is filled, and tags are added. Must run within a transaction. False where nothing was added.
 */
export function addClipWords(db: WritableDb, of: ClipOf, words: ClipWords): boolean {
  const before = JSON.stringify(clipWordsOf(db, of));
  const { number, take_number: takeNumber, asset_number: assetNumber } = clipFor(db, of);
  for (const [column, field] of COLUMNS) {
    const value = words[field];
    // A take's rating is the take's own.
    if (value === undefined || (field === 'rating' && takeNumber !== null)) continue;
    db.run(`UPDATE clip SET ${column} = coalesce(${column}, $value) WHERE number = $number`, { number, value });
  }
  if (takeNumber !== null && words.rating !== undefined) {
    const { rating } = words;
    db.run('UPDATE take SET rating = coalesce(rating, $rating) WHERE number = $takeNumber', { takeNumber, rating });
  }
  if (words.isFavourite) db.run('UPDATE clip SET is_favourite = 1 WHERE number = $number', { number });
  for (const tag of words.tags ?? []) {
    const value = Tag.safeParse(tag).data;
    if (value !== undefined && foldedName(value) !== ' ') addTag(db, number, value);
  }
  if (takeNumber !== null) indexTake(db, takeNumber);
  else if (assetNumber !== null) indexSound(db, assetNumber);
  return JSON.stringify(clipWordsOf(db, of)) !== before;
}

const CLIP_NUMBER = `SELECT number FROM clip WHERE take_number = (SELECT number FROM take WHERE id = $takeId)
   OR asset_number = (SELECT number FROM asset WHERE id = $assetId)`;

function parametersOf(of: ClipOf): { readonly takeId: string | null; readonly assetId: string | null } {
  return 'takeId' in of ? { takeId: of.takeId, assetId: null } : { takeId: null, assetId: of.assetId };
}

interface ClipNumbers {
  readonly number: number;
  readonly take_number: number | null;
  readonly asset_number: number | null;
}

/** Also of an answer of a service, which is no clip until somebody says something about it. */
function clipFor(db: WritableDb, of: ClipOf): ClipNumbers {
  const find = () =>
    db.get<ClipNumbers>(
      `SELECT number, take_number, asset_number FROM clip WHERE number = (${CLIP_NUMBER})`,
      parametersOf(of),
    );
  const known = find();
  if (known) return known;
  if ('takeId' in of) indexTake(db, numberIn(db, 'take', of.takeId));
  else indexSound(db, numberIn(db, 'asset', of.assetId), { isImported: true });
  return find()!;
}

function numberIn(db: ReadableDb, table: 'take' | 'asset', id: string): number {
  return db.get<{ number: number }>(`SELECT number FROM ${table} WHERE id = $id`, { id })!.number;
}
