/** The words of an episode as clips: so that what has not been spoken is found too. */
import { EPISODE_RECORD_ID, type EpisodeRecord } from '#shared/document/records.ts';
import type { ClipKind } from '#shared/library-clips.ts';
import type { ReadableDb, WritableDb } from '../database.ts';
import { removeClip, writeClip } from './clip-writer.ts';
import type { FacetBook } from './facet-book.ts';
import { monthFacet } from './facets.ts';
import { recordField } from './record-field.ts';
import { indexTokens } from './search-tokens.ts';

/** What all words of an episode have in common. */
export interface EpisodeContext {
  readonly number: number;
  readonly project: string;
  readonly shelf: string;
  readonly created_at_ms: number;
  readonly language: string | null;
}

export function episodeContext(db: ReadableDb, episodeNumber: number): EpisodeContext {
  return db.get<EpisodeContext>(
    `SELECT episode.number, project.id AS project,
       iif(project.shelf = 'trashed', 'trashed', episode.shelf) AS shelf, episode.created_at_ms,
       ${recordField('settings.json', 'language')} AS language
     FROM episode JOIN project ON project.number = episode.project_number
     LEFT JOIN record AS settings ON settings.episode_number = episode.number AND settings.id = '${EPISODE_RECORD_ID}'
     WHERE episode.number = $episodeNumber`,
    { episodeNumber },
  )!;
}

/**
 * Words are a clip of their own until a take says them as they stand: each line is found once. What lies in the trash
 * is not found. Must run within a transaction.
 */
export function indexText(db: WritableDb, episode: EpisodeContext, record: EpisodeRecord, book?: FacetBook): void {
  const source = { episodeNumber: episode.number, recordId: record.id };
  const words = textOf(record);
  if (!words || indexTokens(words.text) === '' || episode.shelf === 'trashed' || isSpoken(db, record, words.text)) {
    removeClip(db, source, book);
    return;
  }
  const speaker =
    record.type === 'line' && record.speakerId !== null ? speakerName(db, episode, record.speakerId) : null;
  writeClip(
    db,
    source,
    {
      kind: words.kind,
      words: [words.text],
      facets: [
        { kind: 'kind', value: words.kind },
        { kind: 'project', value: episode.project },
        { kind: 'month', value: monthFacet(episode.created_at_ms) },
        ...(episode.language === null ? [] : [{ kind: 'language', value: episode.language } as const]),
        ...(speaker === null ? [] : [{ kind: 'speaker', value: speaker } as const]),
      ],
      durationSamples: null,
      createdAtMs: episode.created_at_ms,
    },
    book,
  );
}

/** Undefined for records without words to look for. */
export function textOf(record: EpisodeRecord): { readonly kind: ClipKind; readonly text: string } | undefined {
  switch (record.type) {
    case 'line':
      return {
        kind: 'line',
        text: record.direction === undefined ? record.text : `${record.text}\n${record.direction}`,
      };
    case 'heading':
    case 'note':
      return { kind: record.type, text: record.text };
    case 'episode':
      return {
        kind: 'episode',
        text: [record.title, record.author, record.description].filter((part) => part !== undefined).join('\n'),
      };
    case 'speaker':
    case 'pause':
    case 'cue':
    case 'clip':
    case 'track':
    case 'marker':
      return undefined;
  }
}

function isSpoken(db: ReadableDb, record: EpisodeRecord, text: string): boolean {
  if (!('takeId' in record) || record.takeId === undefined) return false;
  const take = db.get<{ text: string }>('SELECT text FROM take WHERE id = $takeId', { takeId: record.takeId });
  return take !== undefined && indexTokens(take.text) === indexTokens(text);
}

function speakerName(db: ReadableDb, episode: EpisodeContext, speakerId: string): string | null {
  return (
    db.get<{ name: string }>(
      `SELECT ${recordField('json', 'name')} AS name FROM record WHERE episode_number = $episode AND id = $speakerId`,
      { episode: episode.number, speakerId },
    )?.name ?? null
  );
}
