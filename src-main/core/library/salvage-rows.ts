/**
 * Out of a library that was set aside, what a backup cannot know: sounds, answers of speech services and takes that
 * came after it, and what was said about them. They were paid for or recorded. Edits are not taken over: which of them hold is what going back to a
 * backup decides.
 */
import { copyFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { AppError } from '#shared/errors.ts';
import type { AssetId, TakeId } from '#shared/ids.ts';
import { assetState, insertAsset, recordFacts, recordRefusal } from './assets.ts';
import { addClipWords, type ClipOf, clipWordsOf } from './clip-words.ts';
import { type OpenDatabase, openDatabase, type ReadableDb, type WritableDb } from './database.ts';
import type { Library } from './library.ts';
import { removeDatabaseCopy } from './remove-database.ts';
import { newTemporaryPath } from './safe-file.ts';
import { insertTake, takeById } from './takes.ts';
import { insertUtterance, isUtteranceKnown, utteranceByNumber } from './utterances.ts';

export interface Salvage {
  readonly sounds: number;
  readonly answers: number;
  readonly takes: number;
  /** Clips about which something was said there and not here: tags, names, notes, ratings, transcripts. */
  readonly clips: number;
  /** Rows that could not be read, or null where nothing of the old library could be. */
  readonly unreadable: number | null;
}

/** From the database at `path`, which is only copied. */
export async function salvageRows(library: Library, path: string): Promise<Salvage> {
  // With its log, which opening would write back; the file as it was found stays as it was found.
  const copy = newTemporaryPath(join(library.home, basename(path)));
  let old: OpenDatabase | undefined;
  try {
    await copyFile(path, copy);
    await copyFile(`${path}-wal`, `${copy}-wal`).catch(() => {
      // Closed in peace, it has none.
    });
    old = openDatabase(copy);
    return salvageFrom(old, library.db);
  } catch (error) {
    library.ports.log.warn('nothing could be taken over from the library that was set aside', {
      reason: String(error),
    });
    return { sounds: 0, answers: 0, takes: 0, clips: 0, unreadable: null };
  } finally {
    try {
      old?.close();
    } finally {
      await removeDatabaseCopy(copy);
    }
  }
}

function salvageFrom(old: ReadableDb, db: WritableDb): Salvage {
  const tally = { sounds: 0, answers: 0, takes: 0, clips: 0, unreadable: 0 };
  // One by one: a damaged page costs the rows on it and no others.
  const eachNumber = (
    table: string,
    name: 'sounds' | 'answers' | 'takes' | 'clips',
    take: (number: number) => boolean,
  ) => {
    const last = attempt(() => old.get<{ last: number | null }>(`SELECT max(number) AS last FROM ${table}`)?.last);
    if (last === FAILED) tally.unreadable++;
    for (let number = 1; number <= (last === FAILED ? 0 : (last ?? 0)); number++) {
      const isTaken = attempt(() => take(number));
      if (isTaken === FAILED) tally.unreadable++;
      else if (isTaken) tally[name]++;
    }
  };
  db.transaction(() => {
    eachNumber('asset', 'sounds', (number) => {
      const id = old.get<{ id: AssetId }>('SELECT id FROM asset WHERE number = $number', { number })?.id;
      return id !== undefined && takeAsset(old, db, id);
    });
    eachNumber('utterance', 'answers', (number) => takeUtterance(old, db, number));
    eachNumber('take', 'takes', (number) => takeTake(old, db, number));
    if (hasClips(old)) eachNumber('clip', 'clips', (number) => takeWords(old, db, number));
  });
  return tally;
}

const FAILED = Symbol('failed');

/** Only damage is passed over; a full disk, or a bug, ends the whole. */
function attempt<Result>(read: () => Result): Result | typeof FAILED {
  try {
    return read();
  } catch (error) {
    if (error instanceof AppError && error.code === 'library-damaged') return FAILED;
    throw error;
  }
}

function takeAsset(old: ReadableDb, db: WritableDb, id: AssetId): boolean {
  if (assetState(db, id)) return false;
  const state = assetState(old, id);
  if (!state) return false;
  insertAsset(db, state.stored);
  if (state.status === 'ready') recordFacts(db, id, { ...state.asset, ...state.speech });
  if (state.status === 'refused') recordRefusal(db, id, state.refusal);
  return true;
}

function takeUtterance(old: ReadableDb, db: WritableDb, number: number): boolean {
  const utterance = utteranceByNumber(old, number);
  if (!utterance || !assetState(db, utterance.assetId)) return false;
  if (isUtteranceKnown(db, utterance)) return false;
  insertUtterance(db, utterance);
  return true;
}

function takeTake(old: ReadableDb, db: WritableDb, number: number): boolean {
  const row = old.get<{ id: TakeId; variation: number }>('SELECT id, variation FROM take WHERE number = $number', {
    number,
  });
  if (!row || takeById(db, row.id)) return false;
  const take = takeById(old, row.id);
  if (!take || take.segments.some(({ assetId }) => !assetState(db, assetId))) return false;
  insertTake(db, take, row.variation);
  return true;
}

/** The first libraries had none. */
function hasClips(old: ReadableDb): boolean {
  return old.get("SELECT 1 FROM sqlite_schema WHERE name = 'clip'") !== undefined;
}

/** What has been said in the backup stays; only what it does not say is taken over. */
function takeWords(old: ReadableDb, db: WritableDb, number: number): boolean {
  const row = old.get<{ take: TakeId | null; asset: AssetId | null }>(
    `SELECT take.id AS take, asset.id AS asset FROM clip
     LEFT JOIN take ON take.number = clip.take_number LEFT JOIN asset ON asset.number = clip.asset_number
     WHERE clip.number = $number`,
    { number },
  );
  const of: ClipOf | undefined = row?.take ? { takeId: row.take } : row?.asset ? { assetId: row.asset } : undefined;
  if (!of) return false;
  const words = clipWordsOf(old, of);
  const isHere =
    'takeId' in of ? takeById(db, of.takeId) !== undefined : assetState(db, of.assetId)?.status === 'ready';
  return words !== undefined && isHere && addClipWords(db, of, words);
}
