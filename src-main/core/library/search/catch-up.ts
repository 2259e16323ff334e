/** Changes that touch every clip of an episode, put off until somebody searches. */
import type { WritableDb } from '../database.ts';
import { indexSound } from './index-sound.ts';
import { indexTake } from './index-take.ts';
import { episodeContext, indexText } from './index-text.ts';
import { parseRecord } from './parse-record.ts';
import { rebuildSearchIndex } from './rebuild-index.ts';

/** In the table `reindex_due`, where the first episode is 1. */
const WHOLE_LIBRARY = 0;

/**
 * Notes that the clips of an episode must be indexed again: what they show of it has changed (a speaker's name, the
 * language, its shelf). Must run in the transaction of the change.
 */
export function markReindexDue(db: WritableDb, episodeNumber: number): void {
  db.run('INSERT INTO reindex_due (episode_number) VALUES ($episodeNumber) ON CONFLICT DO NOTHING', { episodeNumber });
}

/** Does what is due; nothing, at once, when nothing is. A library of before there was a search is indexed as a whole. */
export function catchUp(db: WritableDb): void {
  const due = db.all<{ episode: number }>('SELECT episode_number AS episode FROM reindex_due');
  if (due.some(({ episode }) => episode === WHOLE_LIBRARY)) {
    rebuildSearchIndex(db);
    return;
  }
  for (const { episode } of due) {
    db.transaction(() => {
      indexEpisode(db, episode);
      db.run('DELETE FROM reindex_due WHERE episode_number = $episode', { episode });
    });
  }
}

function indexEpisode(db: WritableDb, episodeNumber: number): void {
  const episode = episodeContext(db, episodeNumber);
  const records = db.all<{ json: string }>(
    `SELECT json FROM record
     WHERE episode_number = $episodeNumber AND type IN ('line', 'heading', 'note', 'episode') ORDER BY number`,
    { episodeNumber },
  );
  for (const { json } of records) {
    const record = parseRecord(json);
    if (record) indexText(db, episode, record);
  }
  const takes = db.all<{ number: number }>(
    'SELECT DISTINCT take_number AS number FROM line_take WHERE episode_number = $episodeNumber ORDER BY number',
    { episodeNumber },
  );
  for (const { number } of takes) indexTake(db, number);
  const sounds = db.all<{ number: number }>(
    'SELECT asset_number AS number FROM episode_asset WHERE episode_number = $episodeNumber ORDER BY number',
    { episodeNumber },
  );
  for (const { number } of sounds) indexSound(db, number);
}
