import type { Handlers } from '#shared/contract/contract.ts';
import type { EPISODE_METHODS } from '#shared/contract/episodes.ts';
import { settingsOf } from '#shared/document/episode-document.ts';
import { assetById } from '../../library/assets.ts';
import { applyCommands, cancelGesture, commitGesture } from '../../library/edits.ts';
import { openEpisode } from '../../library/episodes.ts';
import { rateTake, takesOfLine } from '../../library/line-takes.ts';
import { projectById } from '../../library/projects.ts';
import { listSnapshots, makeSnapshot, restoreSnapshot } from '../../library/snapshots.ts';
import { history, jumpTo, redo, undo, undoState } from '../../library/undo.ts';
import { mediaOf } from '../episode-media.ts';
import type { LineDesk } from '../line-desk.ts';
import type { StudioParts } from '../studio-parts.ts';
import { tellChange } from '../tell-change.ts';

export function episodeHandlers(parts: StudioParts, desk: LineDesk): Pick<Handlers, keyof typeof EPISODE_METHODS> {
  const { library, events } = parts;
  const { db } = library;
  return {
    'episodes.open': ({ episodeId }) => {
      const { document, projectId, revision, shelf } = openEpisode(db, episodeId);
      const records = [...document.records.values()];
      return {
        episode: {
          id: episodeId,
          projectId,
          title: settingsOf(document).title,
          revision,
          shelf,
        },
        records,
        defaults: projectById(db, projectId).defaults ?? {},
        media: mediaOf(db, records),
        undoState: undoState(db, episodeId),
      };
    },
    'episodes.edit': ({ episodeId, ...request }) =>
      tellChange(parts, episodeId, applyCommands(library, episodeId, request)),
    'episodes.commitGesture': ({ episodeId, gesture }) =>
      tellChange(parts, episodeId, commitGesture(library, episodeId, gesture)),
    'episodes.cancelGesture': ({ episodeId, gesture }) =>
      tellChange(parts, episodeId, cancelGesture(library, episodeId, gesture)),
    'episodes.undo': ({ episodeId, baseRevision }) =>
      tellChange(parts, episodeId, undo(library, episodeId, { baseRevision })),
    'episodes.redo': ({ episodeId, baseRevision }) =>
      tellChange(parts, episodeId, redo(library, episodeId, { baseRevision })),
    'episodes.jumpTo': ({ episodeId, baseRevision, position }) =>
      tellChange(parts, episodeId, jumpTo(library, episodeId, position, { baseRevision })),
    'episodes.history': ({ episodeId }) => history(db, episodeId),
    'episodes.lineStates': ({ episodeId, blockIds }) => desk.states(episodeId, blockIds),
    'takes.ofLine': async ({ episodeId, blockId }) => {
      const fitting = await desk.requestHashOf(episodeId, blockId);
      const takes = takesOfLine(db, episodeId, blockId).map((entry) => ({
        ...entry,
        isFitting: entry.take.requestHash === fitting,
      }));
      const assetIds = new Set(takes.flatMap(({ take }) => take.segments.map(({ assetId }) => assetId)));
      const assets = Array.from(assetIds, (id) => assetById(db, id)).filter((asset) => asset !== undefined);
      return { takes, assets };
    },
    'takes.rate': ({ takeId, rating }) => {
      rateTake(db, takeId, rating);
      events.publish({ name: 'library.changed', value: {} });
      return {};
    },
    'snapshots.list': ({ episodeId }) => listSnapshots(db, episodeId),
    'snapshots.make': ({ episodeId, name }) => makeSnapshot(library, episodeId, name),
    'snapshots.restore': ({ episodeId, baseRevision, snapshotId }) =>
      tellChange(parts, episodeId, restoreSnapshot(library, episodeId, snapshotId, { baseRevision })),
  };
}
