import { withProjectDefaults } from '#shared/document/project-defaults.ts';
import type { EpisodeId } from '#shared/ids.ts';
import type { ReadableDb } from './database.ts';
import { type OpenEpisode, openEpisode } from './episodes.ts';
import { projectById } from './projects.ts';

/**
 * The episode with what it inherits from its project: what is spoken, laid out, mixed and exported. What is edited is
 * the episode itself, as `openEpisode` gives it; both have the same revision and the same ids. Throws as that does.
 */
export function openEffectiveEpisode(db: ReadableDb, id: EpisodeId): OpenEpisode {
  const episode = openEpisode(db, id);
  const { defaults } = projectById(db, episode.projectId);
  return defaults ? { ...episode, document: withProjectDefaults(episode.document, defaults) } : episode;
}
