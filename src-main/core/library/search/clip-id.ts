/** A clip's id says what it is a clip of, so that it lasts when the index is made anew. */
import { AppError } from '#shared/errors.ts';
import { ClipId } from '#shared/library-clips.ts';
import type { ReadableDb } from '../database.ts';

export interface ClipIdParts {
  readonly takeId: string | null;
  readonly assetId: string | null;
  readonly episodeId: string | null;
  readonly recordId: string | null;
}

export function printClipId({ takeId, assetId, episodeId, recordId }: ClipIdParts): ClipId {
  if (takeId !== null) return ClipId.parse(`take/${takeId}`);
  if (assetId !== null) return ClipId.parse(`sound/${assetId}`);
  return ClipId.parse(`text/${episodeId}/${recordId}`);
}

export interface IdentifiedClip {
  readonly number: number;
  readonly takeNumber: number | null;
  readonly assetNumber: number | null;
}

/** Throws AppError `not-found`. */
export function clipById(db: ReadableDb, id: ClipId): IdentifiedClip {
  const [kind, first = '', ...rest] = id.split('/');
  const join = {
    take: 'JOIN take ON take.number = clip.take_number WHERE take.id = $id',
    sound: 'JOIN asset ON asset.number = clip.asset_number WHERE asset.id = $id',
    text: 'JOIN episode ON episode.number = clip.episode_number WHERE episode.id = $first AND clip.record_id = $rest',
  }[kind ?? ''];
  const clip =
    join &&
    db.get<IdentifiedClip>(
      `SELECT clip.number, clip.take_number AS takeNumber, clip.asset_number AS assetNumber FROM clip ${join}`,
      kind === 'text' ? { first, rest: rest.join('/') } : { id: [first, ...rest].join('/') },
    );
  if (clip) return clip;
  throw new AppError({
    code: 'not-found',
    message: `There is no clip "${id}" in this library. \`lectern library search\` finds those there are.`,
    details: { clipId: id },
  });
}
