import type { Output } from '#shared/contract/contract.ts';
import type { EpisodeId, NewId, ProjectId } from '#shared/ids.ts';
import type { JobWork } from './job-board.ts';
import type { Log } from './ports.ts';
import type { LocateMedia } from './serving/serve-media.ts';

/** What the studio's contract needs of the application. `createCore` in app.ts makes it; tests make small ones. */
export interface StudioCore {
  readonly version: string;
  readonly log: Log;
  readonly newId: NewId;
  listProjects(): Output<'projects.list'>;
  /** Throws AppError `not-found`. */
  listEpisodes(projectId: ProjectId): Output<'episodes.list'>;
  /** Throws AppError `not-found`. */
  openEpisode(episodeId: EpisodeId): Output<'episodes.open'>;
  listVoices(): Promise<Output<'voices.list'>>;
  /** Imports and speaks the sample when the library has none yet; never twice. */
  readonly openSample: JobWork<Output<'sample.open'>>;
  readonly locateMedia: LocateMedia;
}
