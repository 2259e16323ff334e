import { DEFAULT_SETTINGS, type Settings } from '#shared/contract/settings.ts';
import type { EpisodeSummary, Job, ProjectSummary } from '#shared/contract/values.ts';
import type { AppError } from '#shared/errors.ts';
import type { EpisodeId, RecordId } from '#shared/ids.ts';
import type { EpisodeModel } from '../episode/episode-model.ts';
import type { TimelineView } from '../timeline/timeline-view.ts';

export interface ProjectEntry {
  readonly project: ProjectSummary;
  readonly episodes: readonly EpisodeSummary[];
}

/** What went wrong, and what to do again. `unreachable`: nobody answers behind this page. */
export type Failure = { readonly error: AppError | 'unreachable'; readonly retry: (() => void) | null };

export type Screen = 'start' | 'episode' | 'library' | 'voices' | 'settings';

/** What lies over the window, one at a time. */
export type OpenDialog =
  | { readonly name: 'palette' }
  | { readonly name: 'key-sheet' }
  | { readonly name: 'new-project' }
  | { readonly name: 'paste-script' };

/** Session state: nothing here is saved, nothing is undone. */
export interface StudioState {
  readonly isStarting: boolean;
  readonly screen: Screen;
  readonly dialog: OpenDialog | null;
  readonly isInspectorOpen: boolean;
  readonly isJobsOpen: boolean;
  /** The person's, as the core keeps them. */
  readonly settings: Settings;
  readonly projects: readonly ProjectEntry[];
  /** Running, and ended but not dismissed; oldest first. */
  readonly jobs: readonly Job[];
  readonly openingId: EpisodeId | null;
  readonly episode: EpisodeModel | null;
  /** The newest one. */
  readonly failure: Failure | null;
  readonly isPlayerReady: boolean;
  /** Why nothing can be played in this window. */
  readonly playerFailure: AppError | null;
  readonly selectedId: RecordId | null;
  /** Of the timeline, which may have several clips for one record. */
  readonly activeClipKey: string | null;
  /** The block that sounds at the playhead. */
  readonly playingId: RecordId | null;
  readonly isPlaying: boolean;
  readonly view: TimelineView;
  /** Of the timeline's lanes; 0 until they are measured. */
  readonly timelineWidthPx: number;
  /** null: as high as its lanes, within reason. */
  readonly timelineHeightPx: number | null;
}

export const INITIAL_STATE: StudioState = {
  isStarting: true,
  screen: 'start',
  dialog: null,
  isInspectorOpen: true,
  isJobsOpen: false,
  settings: DEFAULT_SETTINGS,
  projects: [],
  jobs: [],
  openingId: null,
  episode: null,
  failure: null,
  isPlayerReady: false,
  playerFailure: null,
  selectedId: null,
  activeClipKey: null,
  playingId: null,
  isPlaying: false,
  view: { startSample: 0, samplesPerPixel: 4_800 },
  timelineWidthPx: 0,
  timelineHeightPx: null,
};

/** The job that makes the sample, while it runs. */
export function runningSampleJob({ jobs }: StudioState): Job | null {
  return jobs.find(({ kind, state }) => kind === 'sample' && state === 'running') ?? null;
}
