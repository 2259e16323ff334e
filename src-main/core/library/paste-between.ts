/** Copying from one episode into another, or to another place of the same. */
import { copyRecords, withNewIds } from '#shared/document/copy-records.ts';
import { clipsOf, type EpisodeDocument, markersOf } from '#shared/document/episode-document.ts';
import { type Anchor, isBlock } from '#shared/document/records.ts';
import type { EpisodeId, RecordId } from '#shared/ids.ts';
import type { EditOutcome } from './edit-episode.ts';
import { applyCommands } from './edits.ts';
import { openEffectiveEpisode } from './effective-episode.ts';
import { episodeRow } from './episode-rows.ts';
import { openEpisode } from './episodes.ts';
import type { Library } from './library.ts';
import { copyTakesOfLine } from './line-takes.ts';

export interface PasteRequest {
  readonly from: { readonly episodeId: EpisodeId; readonly ids: readonly RecordId[] };
  readonly to: {
    readonly episodeId: EpisodeId;
    readonly baseRevision: number;
    /** Behind that block; null: before all; absent: at the end. */
    readonly afterId?: RecordId | null;
  };
}

/**
 * Pastes blocks with the clips and markers that hang on them. Speakers and tracks are those of the same name, or come
 * along: with the voice their own project gives them, where they move to another. Every take of every line comes along.
 * One entry to undo. Throws as `applyCommands`.
 */
export function pasteBetween(library: Library, { from, to }: PasteRequest): EditOutcome {
  const { db, ports } = library;
  return db.transaction(() => {
    const source = openEpisode(db, from.episodeId);
    const isMoving = openEpisode(db, to.episodeId).projectId !== source.projectId;
    const { document } = isMoving ? openEffectiveEpisode(db, from.episodeId) : source;
    const originals = copyRecords(document, withWhatHangs(document, from.ids));
    const records = withNewIds(originals, ports.newId);
    const { afterId, baseRevision } = to;
    const outcome = applyCommands(library, to.episodeId, {
      baseRevision,
      commands: [{ type: 'records.paste', records, ...(afterId === undefined ? {} : { afterId }) }],
    });
    const rows = { from: episodeRow(db, from.episodeId), to: episodeRow(db, to.episodeId) };
    originals.forEach((original, index) => {
      if (!isBlock(original)) return;
      copyTakesOfLine(
        db,
        { episode: rows.from, recordId: original.id },
        { episode: rows.to, recordId: records[index]!.id },
      );
    });
    return outcome;
  });
}

function withWhatHangs(document: EpisodeDocument, ids: readonly RecordId[]): readonly RecordId[] {
  const copied = new Set(ids);
  const hangs = (anchor: Anchor) => 'blockId' in anchor && copied.has(anchor.blockId);
  const hanging = [...clipsOf(document), ...markersOf(document)].filter(({ anchor }) => hangs(anchor));
  return [...new Set([...ids, ...hanging.map(({ id }) => id)])];
}
