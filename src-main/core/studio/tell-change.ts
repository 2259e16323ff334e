import type { EpisodeChange } from '#shared/contract/episodes.ts';
import type { EpisodeId } from '#shared/ids.ts';
import type { EditOutcome } from '../library/edit-episode.ts';
import { undoState } from '../library/undo.ts';
import { mediaOf } from './episode-media.ts';
import type { StudioParts } from './studio-parts.ts';

/** What was done to an episode, as pages hear it: all that show it, whoever did it. */
export function tellChange(
  { library, events }: Pick<StudioParts, 'library' | 'events'>,
  episodeId: EpisodeId,
  { revision, previousRevision, diff }: EditOutcome,
): EpisodeChange {
  const brought = [...diff.added, ...diff.updated.map(([, to]) => to)];
  const change: EpisodeChange = {
    episodeId,
    revision,
    previousRevision,
    diff,
    media: mediaOf(library.db, brought),
    undoState: undoState(library.db, episodeId),
  };
  // From this follows that the library has changed, see tell-library-changes.ts.
  if (revision !== previousRevision) events.publish({ name: 'episode.changed', value: change });
  return change;
}
