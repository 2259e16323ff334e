/** An episode in a library, takes and sounds for it, and what is really stored of it. */

import { episodeRow, readDocument } from '#core/library/episode-rows.ts';
import { createEpisode } from '#core/library/episodes.ts';
import type { Library } from '#core/library/library.ts';
import { createProject, type Project } from '#core/library/projects.ts';
import { insertTake } from '#core/library/takes.ts';
import type { EpisodeDocument } from '#shared/document/episode-document.ts';
import { type AssetId, EpisodeId, ProjectId, ProviderId, RequestHash, TakeId } from '#shared/ids.ts';
import type { Take } from '#shared/media.ts';

export const PROJECT_ID = ProjectId.parse('project');
export const EPISODE_ID = EpisodeId.parse('episode-1');

export function addProject({ db }: Library, project: Partial<Project> = {}): ProjectId {
  const id = project.id ?? PROJECT_ID;
  createProject(db, { id, name: 'The Night Ferry', kind: 'podcast', language: 'en', createdAtMs: 5, ...project });
  return id;
}

/** In the project {@link PROJECT_ID}, which is made when there is none. */
export function addEpisode(library: Library, document: EpisodeDocument, id: EpisodeId = EPISODE_ID): EpisodeId {
  if (!library.db.get('SELECT 1 FROM project WHERE id = $id', { id: PROJECT_ID })) addProject(library);
  createEpisode(library.db, { id, projectId: PROJECT_ID, document, createdAtMs: 7 });
  return id;
}

/** As it lies on the disk, whatever is remembered of it. */
export function storedDocument({ db }: Library, id: EpisodeId = EPISODE_ID): EpisodeDocument {
  return readDocument(db, episodeRow(db, id));
}

/** A take without audio, of the line request that the letter stands for. */
export function addTake({ db }: Library, name: string, hashLetter = 'a'): Take {
  const take: Take = {
    id: TakeId.parse(name),
    requestHash: RequestHash.parse(hashLetter.repeat(64)),
    provider: ProviderId.parse('flite'),
    voiceId: 'slt',
    text: name,
    segments: [],
    cues: [],
    billedCharacters: 0,
    cost: 0,
    createdAtMs: 9,
  };
  insertTake(db, take, 0);
  return take;
}

/** The row of a sound without its bytes. */
export function addAssetRow({ db }: Library, id: AssetId): void {
  db.run(`INSERT INTO asset (id, extension, byte_length, created_at_ms) VALUES ($id, 'wav', 1, 1)`, { id });
}
