/** An imported or recorded sound as a clip. */
import type { ClipKind, SoundKind } from '#shared/library-clips.ts';
import type { Samples } from '#shared/units.ts';
import type { WritableDb } from '../database.ts';
import { removeClip, writeClip } from './clip-writer.ts';
import type { FacetBook } from './facet-book.ts';
import { type Facet, lengthFacet, monthFacet } from './facets.ts';
import { recordField } from './record-field.ts';
import { tagFacets, type UserFields, userFacets } from './user-facets.ts';

interface SoundRow extends UserFields {
  readonly asset_number: number;
  readonly original_name: string | null;
  readonly asset_duration_samples: Samples;
  readonly asset_created_at_ms: number;
  readonly chosen_kind: SoundKind | null;
  readonly name: string | null;
  readonly file_text: string | null;
  readonly file_kind: SoundKind | null;
  readonly file_language: string | null;
  readonly transcript: string | null;
}

interface UseRow {
  readonly title: string;
  readonly project: string;
  readonly language: string | null;
  readonly track_kind: 'dialogue' | 'music' | 'effects' | null;
}

/**
 * Makes a decoded sound findable. One that is merely the answer of a speech service is part of a take and no clip of
 * its own, unless it is one already or `isImported`. Must run within a transaction.
 */
export function indexSound(
  db: WritableDb,
  assetNumber: number,
  options: { readonly isImported?: boolean; readonly book?: FacetBook } = {},
): void {
  const sound = db.get<SoundRow>(
    `SELECT clip.*, asset.number AS asset_number, asset.original_name,
       asset.duration_samples AS asset_duration_samples, asset.created_at_ms AS asset_created_at_ms
     FROM asset LEFT JOIN clip ON clip.asset_number = asset.number
     WHERE asset.number = $assetNumber AND asset.format IS NOT NULL`,
    { assetNumber },
  );
  if (!sound) return;
  const isClip = sound.number !== null || options.isImported === true;
  if (!isClip && isAnswer(db, assetNumber)) return;
  const uses = db.all<UseRow>(
    `SELECT sound_use.title, project.id AS project, ${recordField('settings.json', 'language')} AS language,
       ${recordField('track.json', 'kind')} AS track_kind
     FROM sound_use
     JOIN episode ON episode.number = sound_use.episode_number
     JOIN project ON project.number = episode.project_number
     LEFT JOIN record AS settings ON settings.episode_number = episode.number AND settings.id = 'episode'
     LEFT JOIN record AS track ON track.episode_number = episode.number AND track.id = sound_use.track_id
     WHERE sound_use.asset_number = $assetNumber`,
    { assetNumber },
  );
  const projects = db.all<{ project: string }>(
    `SELECT DISTINCT project.id AS project FROM episode_asset
     JOIN episode ON episode.number = episode_asset.episode_number
     JOIN project ON project.number = episode.project_number
     WHERE episode_asset.asset_number = $assetNumber`,
    { assetNumber },
  );
  const kind = kindOf(sound, uses);
  const facets: Facet[] = [
    { kind: 'kind', value: kind },
    { kind: 'length', value: lengthFacet(sound.asset_duration_samples) },
    { kind: 'month', value: monthFacet(sound.asset_created_at_ms) },
    ...projects.map(({ project }) => ({ kind: 'project', value: project }) as const),
    ...(sound.file_language === null ? [] : [{ kind: 'language', value: sound.file_language } as const]),
    ...userFacets({ rating: sound.rating ?? null, is_favourite: sound.is_favourite ?? 0 }),
    ...tagFacets(db, sound.number ?? undefined),
  ];
  writeClip(
    db,
    { assetNumber },
    {
      kind,
      words: [
        sound.original_name,
        sound.name,
        sound.file_text,
        sound.transcript,
        sound.note,
        ...new Set(uses.map((use) => use.title)),
      ],
      facets,
      durationSamples: sound.asset_duration_samples,
      createdAtMs: sound.asset_created_at_ms,
    },
    options.book,
  );
}

/** A person's word first, then what it is used for, then what the file says of itself. */
function kindOf(sound: SoundRow, uses: readonly UseRow[]): ClipKind {
  if (sound.chosen_kind !== null) return sound.chosen_kind;
  const tracks = new Set(uses.map((use) => use.track_kind));
  if (tracks.has('music')) return 'music';
  if (tracks.has('effects')) return 'effect';
  return sound.file_kind ?? 'recording';
}

function isAnswer(db: WritableDb, assetNumber: number): boolean {
  return db.get('SELECT 1 FROM utterance WHERE asset_number = $assetNumber LIMIT 1', { assetNumber }) !== undefined;
}

/**
 * A sound turns out to be the answer of a speech service (archives and salvage bring sounds before answers): it is part
 * of a take, and no clip unless somebody uses it or has said something about it. Must run within a transaction.
 */
export function forgetAnswer(db: WritableDb, assetNumber: number): void {
  const isPlain = db.get(
    `SELECT 1 FROM clip WHERE asset_number = $assetNumber
       AND coalesce(chosen_kind, name, file_text, file_kind, file_language, transcript, note, rating) IS NULL
       AND is_favourite = 0 AND NOT EXISTS (SELECT 1 FROM clip_tag WHERE clip_number = clip.number)
       AND NOT EXISTS (SELECT 1 FROM sound_use WHERE sound_use.asset_number = clip.asset_number)`,
    { assetNumber },
  );
  if (isPlain) removeClip(db, { assetNumber });
}
