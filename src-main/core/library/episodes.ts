/** Episodes: their place in a project, and what opening one gives. */
import type { EpisodeDocument } from '#shared/document/episode-document.ts';
import { orderKeyBetween } from '#shared/document/order-key.ts';
import type { EpisodeId, ProjectId } from '#shared/ids.ts';
import type { ReadableDb, WritableDb } from './database.ts';
import { type EpisodeRow, episodeRow, SELECT_EPISODE, type Shelf } from './episode-rows.ts';
import { documentAt, forgetDocument } from './open-documents.ts';
import { projectById } from './projects.ts';
import { writeRecords } from './write-records.ts';

export interface EpisodeSummary {
  readonly id: EpisodeId;
  readonly projectId: ProjectId;
  readonly title: string;
  readonly shelf: Shelf;
  /** Counts changes; an edit names the revision it was made against. */
  readonly revision: number;
  readonly createdAtMs: number;
}

export interface OpenEpisode {
  readonly id: EpisodeId;
  readonly projectId: ProjectId;
  readonly shelf: Shelf;
  readonly revision: number;
  readonly document: EpisodeDocument;
}

function summaryOf(row: EpisodeRow): EpisodeSummary {
  return {
    id: row.id,
    projectId: row.project_id,
    title: row.title,
    shelf: row.shelf,
    revision: row.revision,
    createdAtMs: row.created_at_ms,
  };
}

/**
 * In the order of the project; those in the trash only where they are asked for. Throws AppError `not-found` for a
 * project that is not there.
 */
export function listEpisodes(
  db: ReadableDb,
  projectId: ProjectId,
  options: { readonly shelf?: Shelf } = {},
): readonly EpisodeSummary[] {
  projectById(db, projectId);
  return db
    .all<EpisodeRow>(`${SELECT_EPISODE} WHERE project.id = $projectId ORDER BY episode.order_key, episode.number`, {
      projectId,
    })
    .filter(({ shelf }) => (options.shelf === undefined ? shelf !== 'trashed' : shelf === options.shelf))
    .map(summaryOf);
}

export interface NewEpisode {
  readonly id: EpisodeId;
  readonly projectId: ProjectId;
  readonly document: EpisodeDocument;
  readonly createdAtMs: number;
  /** Its neighbours in the project. Absent: after the last. */
  readonly orderKey?: string;
}

/** Puts an episode into a project. Throws AppError `not-found` for a project that is not there. */
export function createEpisode(db: WritableDb, episode: NewEpisode): EpisodeSummary {
  return db.transaction(() => {
    projectById(db, episode.projectId);
    db.run(
      `INSERT INTO episode (id, project_number, order_key, revision, edit_revision, created_at_ms)
       VALUES ($id, (SELECT number FROM project WHERE id = $projectId), $orderKey, 1, 1, $createdAtMs)`,
      {
        id: episode.id,
        projectId: episode.projectId,
        orderKey: episode.orderKey ?? orderKeyBetween(lastOrderKey(db, episode.projectId), null),
        createdAtMs: episode.createdAtMs,
      },
    );
    forgetDocument(db, episode.id);
    const row = episodeRow(db, episode.id);
    writeRecords(db, row, { added: [...episode.document.records.values()], updated: [], removed: [] });
    return summaryOf(episodeRow(db, episode.id));
  });
}

function lastOrderKey(db: ReadableDb, projectId: ProjectId): string | null {
  return db.get<{ last: string | null }>(
    `SELECT max(order_key) AS last FROM episode
     WHERE project_number = (SELECT number FROM project WHERE id = $projectId)`,
    { projectId },
  )!.last;
}

/** Throws AppError `not-found`, or `library-damaged` naming the record that cannot be read. */
export function openEpisode(db: ReadableDb, id: EpisodeId): OpenEpisode {
  const row = episodeRow(db, id);
  return {
    id: row.id,
    projectId: row.project_id,
    shelf: row.shelf,
    revision: row.revision,
    document: documentAt(db, row),
  };
}
