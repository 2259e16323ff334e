import type { EpisodeId, RecordId } from '#shared/ids.ts';
import type { ClipUse } from '#shared/library-clips.ts';
import type { ReadableDb } from '../database.ts';
import type { IdentifiedClip } from './clip-id.ts';
import { recordField } from './record-field.ts';

/** The lines that have the take now, the cues and clips that play the sound, or the record the words stand in. */
export function usesOfClip(db: ReadableDb, clip: IdentifiedClip): readonly ClipUse[] {
  const uses =
    clip.takeNumber !== null
      ? db.all<UseRow>(
          `SELECT episode.id AS episode_id, line_take.record_id FROM line_take
           JOIN episode ON episode.number = line_take.episode_number
           JOIN record ON record.episode_number = episode.number AND record.id = line_take.record_id
           JOIN take ON take.number = line_take.take_number
           WHERE line_take.take_number = $take AND ${recordField('record.json', 'takeId')} = take.id
           ORDER BY line_take.number`,
          { take: clip.takeNumber },
        )
      : clip.assetNumber !== null
        ? db.all<UseRow>(
            `SELECT episode.id AS episode_id, record_id FROM sound_use
             JOIN episode ON episode.number = sound_use.episode_number
             WHERE asset_number = $asset ORDER BY episode_number, record_id`,
            { asset: clip.assetNumber },
          )
        : db.all<UseRow>(
            `SELECT episode.id AS episode_id, record_id FROM clip
             JOIN episode ON episode.number = clip.episode_number WHERE clip.number = $number`,
            { number: clip.number },
          );
  return uses.map((use) => ({ episodeId: use.episode_id, recordId: use.record_id }));
}

interface UseRow {
  readonly episode_id: EpisodeId;
  readonly record_id: RecordId;
}

export interface NamedUse extends ClipUse {
  readonly projectName: string;
  readonly episodeTitle: string;
  /** The line, or what the sound is called where it is played. */
  readonly text: string;
}

/** Uses as people know them. Those of episodes that cannot be read are left out. */
export function namedUses(db: ReadableDb, uses: readonly ClipUse[]): readonly NamedUse[] {
  return uses.flatMap((use) => {
    const row = db.get<{ project: string | null; episode: string | null; text: string | null }>(
      `SELECT ${recordField('project.json', 'name')} AS project, ${recordField('settings.json', 'title')} AS episode,
         coalesce(${recordField('record.json', 'text')}, ${recordField('record.json', 'title')}) AS text
       FROM episode JOIN project ON project.number = episode.project_number
       LEFT JOIN record AS settings ON settings.episode_number = episode.number AND settings.id = 'episode'
       LEFT JOIN record ON record.episode_number = episode.number AND record.id = $recordId
       WHERE episode.id = $episodeId`,
      { episodeId: use.episodeId, recordId: use.recordId },
    );
    if (!row) return [];
    return [{ ...use, projectName: row.project ?? '', episodeTitle: row.episode ?? '', text: row.text ?? '' }];
  });
}
