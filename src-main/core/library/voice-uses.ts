/** Where a voice is cast. */
import type { VoiceBinding } from '#shared/document/records.ts';
import type { EpisodeId, RecordId } from '#shared/ids.ts';
import type { ReadableDb } from './database.ts';
import { listProjects } from './projects.ts';
import { recordField } from './search/record-field.ts';

export interface VoiceUse {
  readonly episodeId: EpisodeId;
  /** The speaker's. */
  readonly recordId: RecordId;
  readonly projectName: string;
  readonly episodeTitle: string;
  readonly speaker: string;
}

interface SpeakerRow {
  readonly episode_id: EpisodeId;
  readonly record_id: RecordId;
  readonly project_id: string;
  readonly title: string | null;
  readonly name: string | null;
  readonly provider: string | null;
  readonly voice: string | null;
}

/**
 * Speakers of all episodes that are not in the trash, with a voice of their own or the one the project's cast gives
 * them. In the order of the projects, newest first, and of their episodes.
 */
export function usesOfVoice(
  db: ReadableDb,
  { provider, voiceId }: Pick<VoiceBinding, 'provider' | 'voiceId'>,
): readonly VoiceUse[] {
  const rows = db.all<SpeakerRow>(
    `SELECT episode.id AS episode_id, record.id AS record_id, project.id AS project_id,
       ${recordField('settings.json', 'title')} AS title, ${recordField('record.json', 'name')} AS name,
       ${recordField('record.json', 'voice.provider')} AS provider, ${recordField('record.json', 'voice.voiceId')} AS voice
     FROM record
     JOIN episode ON episode.number = record.episode_number
     JOIN project ON project.number = episode.project_number
     LEFT JOIN record AS settings ON settings.episode_number = episode.number AND settings.id = 'episode'
     WHERE record.type = 'speaker' AND episode.shelf <> 'trashed'
     ORDER BY episode.order_key, episode.number, record.number`,
  );
  const byProject = Map.groupBy(rows, (row) => row.project_id);
  return listProjects(db).flatMap(({ id, name: projectName, defaults }) => {
    const isMeant = (binding: VoiceBinding | undefined): boolean =>
      binding?.provider === provider && binding.voiceId === voiceId;
    const inherited = new Set(
      defaults?.cast?.filter(({ voice }) => isMeant(voice)).map(({ name }) => name.toUpperCase()) ?? [],
    );
    return (byProject.get(id) ?? [])
      .filter((row) =>
        row.provider === null
          ? inherited.has((row.name ?? '').toUpperCase())
          : row.provider === provider && row.voice === voiceId,
      )
      .map((row) => ({
        episodeId: row.episode_id,
        recordId: row.record_id,
        projectName,
        episodeTitle: row.title ?? '',
        speaker: row.name ?? '',
      }));
  });
}
