/** What people say about their clips: tags, ratings, favourites, names, notes, kinds, transcripts. */
import { AppError } from '#shared/errors.ts';
import type { TakeId } from '#shared/ids.ts';
import {
  type ClipId,
  type ClipRow,
  type ClipUse,
  Rating,
  SOUND_KINDS,
  type SoundKind,
  Tag,
} from '#shared/library-clips.ts';
import { addTag, findTag } from './clip-tags.ts';
import type { ReadableDb, WritableDb } from './database.ts';
import { rateTake } from './line-takes.ts';
import { clipById, type IdentifiedClip } from './search/clip-id.ts';
import { readClips } from './search/clip-rows.ts';
import { usesOfClip } from './search/clip-uses.ts';
import { foldedName } from './search/facets.ts';
import { indexSound } from './search/index-sound.ts';
import { indexTake } from './search/index-take.ts';

const LONGEST_NAME = 500;
const LONGEST_NOTE = 20_000;
const LONGEST_TRANSCRIPT = 1_000_000;

/** With all places where it is heard or written now. Throws AppError `not-found`. */
export function clipDetails(db: ReadableDb, id: ClipId): ClipRow & { readonly uses: readonly ClipUse[] } {
  const clip = clipById(db, id);
  return { ...readClips(db, [clip.number])[0]!, uses: usesOfClip(db, clip) };
}

/**
 * Gives clips a tag; those that have it keep it. Case and accents make no other tag: the first spelling stays. Throws
 * AppError `invalid-input` for a tag that is none, and `not-found`; then none of the clips is tagged.
 */
export function tagClips(db: WritableDb, ids: readonly ClipId[], tag: string): void {
  const value = parseTag(tag);
  changeClips(db, ids, (clip) => {
    addTag(db, clip.number, value);
  });
}

/** Takes a tag away; clips that do not have it stay as they are. Throws as {@link tagClips}. */
export function untagClips(db: WritableDb, ids: readonly ClipId[], tag: string): void {
  const facet = findTag(db, parseTag(tag));
  changeClips(db, ids, (clip) => {
    if (facet === undefined) return;
    db.run('DELETE FROM clip_tag WHERE clip_number = $clip AND facet_number = $facet', { clip: clip.number, facet });
  });
}

/** From 1 to 5, or null for none. Throws AppError `invalid-input`, `not-found`. */
export function rateClips(db: WritableDb, ids: readonly ClipId[], rating: number | null): void {
  if (rating !== null && !Rating.safeParse(rating).success)
    throw invalid(`A clip is rated from 1 to 5, not ${rating}.`);
  changeClips(db, ids, (clip) => {
    if (clip.takeNumber === null) setColumn(db, clip, 'rating', rating);
    else rateTake(db, takeIdOf(db, clip.takeNumber), rating);
  });
}

/** Throws AppError `not-found`. */
export function setFavourite(db: WritableDb, ids: readonly ClipId[], isFavourite: boolean): void {
  changeClips(db, ids, (clip) => setColumn(db, clip, 'is_favourite', Number(isFavourite)));
}

/** null or '': the name it came under. Throws AppError `invalid-input`, `not-found`. */
export function renameClip(db: WritableDb, id: ClipId, name: string | null): void {
  setText(db, id, 'name', name, LONGEST_NAME);
}

/** null or '': none. Throws AppError `invalid-input`, `not-found`. */
export function noteClip(db: WritableDb, id: ClipId, note: string | null): void {
  setText(db, id, 'note', note, LONGEST_NOTE);
}

/** What is said in a sound. Throws AppError `invalid-input` (a take has its text), `not-found`. */
export function setTranscript(db: WritableDb, id: ClipId, transcript: string | null): void {
  requireSound(clipById(db, id), 'has a transcript');
  setText(db, id, 'transcript', transcript, LONGEST_TRANSCRIPT);
}

/** What sounds are; null: by their use, else by what the file says. Throws AppError `invalid-input`, `not-found`. */
export function setClipKind(db: WritableDb, ids: readonly ClipId[], kind: SoundKind | null): void {
  if (kind !== null && !SOUND_KINDS.includes(kind)) {
    throw invalid(`A sound is one of ${SOUND_KINDS.join(', ')}, not "${kind}".`);
  }
  changeClips(db, ids, (clip) => {
    requireSound(clip, 'has a kind that can be chosen');
    setColumn(db, clip, 'chosen_kind', kind);
  });
}

/** All or none, each indexed again. */
function changeClips(db: WritableDb, ids: readonly ClipId[], change: (clip: IdentifiedClip) => void): void {
  db.transaction(() => {
    for (const id of ids) {
      const clip = clipById(db, id);
      if (clip.takeNumber === null && clip.assetNumber === null) throw wordsOnly(id);
      change(clip);
      if (clip.takeNumber !== null) indexTake(db, clip.takeNumber);
      else if (clip.assetNumber !== null) indexSound(db, clip.assetNumber);
    }
  });
}

function setText(
  db: WritableDb,
  id: ClipId,
  column: 'name' | 'note' | 'transcript',
  text: string | null,
  longest: number,
): void {
  const value = text?.trim() === '' ? null : text;
  if (value !== null && value.length > longest) {
    throw invalid(`A ${column} has at most ${longest} characters, this one ${value.length}.`);
  }
  changeClips(db, [id], (clip) => setColumn(db, clip, column, value));
}

type Column = 'rating' | 'is_favourite' | 'name' | 'note' | 'transcript' | 'chosen_kind';

function setColumn(db: WritableDb, clip: IdentifiedClip, column: Column, value: string | number | null): void {
  db.run(`UPDATE clip SET ${column} = $value WHERE number = $number`, { value, number: clip.number });
}

function parseTag(tag: string): string {
  const { data } = Tag.safeParse(tag);
  if (data !== undefined && foldedName(data) !== ' ') return data;
  throw invalid(
    `A tag has 1 to 100 characters and a letter or digit among them: "${tag.slice(0, 120)}" cannot be one.`,
  );
}

function takeIdOf(db: ReadableDb, takeNumber: number): TakeId {
  return db.get<{ id: TakeId }>('SELECT id FROM take WHERE number = $takeNumber', { takeNumber })!.id;
}

function requireSound(clip: IdentifiedClip, what: string): void {
  if (clip.assetNumber === null) throw invalid(`Only a sound ${what}; a take is what was spoken.`);
}

function wordsOnly(id: ClipId): AppError {
  return new AppError({
    code: 'invalid-input',
    message: 'Words of a script cannot be tagged or rated. Speak the line first, or choose a take or a sound.',
    details: { clipId: id },
  });
}

function invalid(message: string): AppError {
  return new AppError({ code: 'invalid-input', message });
}
