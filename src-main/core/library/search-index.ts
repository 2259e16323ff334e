/** Where what is written becomes findable. */
import type { RecordsDiff } from '#shared/document/diff.ts';
import type { Clip, Cue, EpisodeRecord } from '#shared/document/records.ts';
import type { WritableDb } from './database.ts';
import { markReindexDue } from './search/catch-up.ts';
import { removeClip } from './search/clip-writer.ts';
import { indexSound } from './search/index-sound.ts';
import { indexTake } from './search/index-take.ts';
import { type EpisodeContext, episodeContext, indexText, textOf } from './search/index-text.ts';

/**
 * Brings the search index up to what an edit changed. Called by write-records.ts, the one place where records are
 * written, within the edit's own transaction: text and index are never apart, whatever happens in between.
 *
 * `episodeNumber` is the episode's key in the table `episode`. `diff` is what was really written; it is never empty.
 * Must take time proportional to the diff, not to the episode: one keystroke in 10,000 lines calls this once. A change
 * that touches all of an episode's clips (a speaker renamed, another language) is noted, and made before the next search.
 */
export function indexRecords(db: WritableDb, episodeNumber: number, diff: RecordsDiff): void {
  const episode = episodeContext(db, episodeNumber);
  if (diff.updated.some(([from, to]) => touchesAll(from, to))) markReindexDue(db, episodeNumber);
  for (const record of diff.removed) unindexRecord(db, episode, record);
  for (const [from, to] of diff.updated) reindexRecord(db, episode, from, to);
  for (const record of diff.added) indexRecord(db, episode, record);
}

/** A name, language or kind of track that other records' clips show. */
function touchesAll(from: EpisodeRecord, to: EpisodeRecord): boolean {
  if (from.type === 'speaker' && to.type === 'speaker') return from.name !== to.name;
  if (from.type === 'episode' && to.type === 'episode') return from.language !== to.language;
  return from.type === 'track' && to.type === 'track' && from.kind !== to.kind;
}

function indexRecord(db: WritableDb, episode: EpisodeContext, record: EpisodeRecord): void {
  if (textOf(record)) indexText(db, episode, record);
  if (record.type === 'line' || record.type === 'heading') indexTakesOf(db, episode, record.id);
  if (isSound(record)) putSoundUse(db, episode, record);
}

function reindexRecord(db: WritableDb, episode: EpisodeContext, from: EpisodeRecord, to: EpisodeRecord): void {
  if (textOf(to) && !hasSameWords(from, to)) indexText(db, episode, to);
  if (from.type === 'line' && to.type === 'line' && from.speakerId !== to.speakerId) indexTakesOf(db, episode, to.id);
  else if ('takeId' in to && to.takeId !== undefined && !('takeId' in from && from.takeId === to.takeId)) {
    indexTakeNamed(db, to.takeId);
  }
  if (isSound(from) && isSound(to)) {
    if (from.assetId === to.assetId && from.trackId === to.trackId && from.title === to.title) return;
    if (from.assetId !== to.assetId) dropSoundUse(db, episode, from);
    putSoundUse(db, episode, to);
  }
}

function unindexRecord(db: WritableDb, episode: EpisodeContext, record: EpisodeRecord): void {
  if (textOf(record)) removeClip(db, { episodeNumber: episode.number, recordId: record.id });
  if (record.type === 'line' || record.type === 'heading') indexTakesOf(db, episode, record.id);
  if (isSound(record)) dropSoundUse(db, episode, record);
}

/** Whether the words' own clip stays as it is. */
function hasSameWords(from: EpisodeRecord, to: EpisodeRecord): boolean {
  const takeOf = (record: EpisodeRecord) => ('takeId' in record ? record.takeId : undefined);
  const speakerOf = (record: EpisodeRecord) => (record.type === 'line' ? record.speakerId : null);
  return textOf(from)?.text === textOf(to)?.text && takeOf(from) === takeOf(to) && speakerOf(from) === speakerOf(to);
}

/** Every take the line ever had: who speaks in it is the line's speaker as long as the line is there. */
function indexTakesOf(db: WritableDb, episode: EpisodeContext, recordId: string): void {
  const takes = db.all<{ number: number }>(
    `SELECT take_number AS number FROM line_take WHERE episode_number = $episode AND record_id = $recordId
     ORDER BY number`,
    { episode: episode.number, recordId },
  );
  for (const take of takes) indexTake(db, take.number);
}

function indexTakeNamed(db: WritableDb, takeId: string): void {
  const take = db.get<{ number: number }>('SELECT number FROM take WHERE id = $takeId', { takeId });
  if (take) indexTake(db, take.number);
}

function isSound(record: EpisodeRecord): record is Cue | Clip {
  return record.type === 'cue' || record.type === 'clip';
}

function putSoundUse(db: WritableDb, episode: EpisodeContext, record: Cue | Clip): void {
  const asset = soundNumber(db, record);
  if (asset === undefined) return;
  db.run(
    `INSERT OR REPLACE INTO sound_use (episode_number, record_id, asset_number, track_id, title)
     VALUES ($episode, $id, $asset, $trackId, $title)`,
    { episode: episode.number, id: record.id, asset, trackId: record.trackId, title: record.title },
  );
  indexSound(db, asset);
}

function dropSoundUse(db: WritableDb, episode: EpisodeContext, record: Cue | Clip): void {
  const asset = soundNumber(db, record);
  if (asset === undefined) return;
  db.run('DELETE FROM sound_use WHERE episode_number = $episode AND record_id = $id', {
    episode: episode.number,
    id: record.id,
  });
  indexSound(db, asset);
}

function soundNumber(db: WritableDb, record: Cue | Clip): number | undefined {
  if (record.assetId === undefined) return undefined;
  return db.get<{ number: number }>('SELECT number FROM asset WHERE id = $id', { id: record.assetId })?.number;
}
