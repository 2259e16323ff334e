import type { Output } from '#shared/contract/contract.ts';
import type { ImportedScript } from '#shared/contract/projects.ts';
import { DEFAULT_SETTINGS, type Settings } from '#shared/contract/settings.ts';
import type { EstimateValue } from '#shared/contract/speech.ts';
import type { EpisodeSummary, Job, ProjectSummary } from '#shared/contract/values.ts';
import type { AppError } from '#shared/errors.ts';
import type { EpisodeId, ProjectId, RecordId } from '#shared/ids.ts';
import type { EpisodeModel } from '../episode/episode-model.ts';
import type { EpisodeSession } from '../episode/episode-session.ts';
import type { SpeechWish } from '../making/making.ts';
import { INITIAL_TIMELINE, type TimelineState } from '../timeline/timeline-state.ts';
import type { TimelineView } from '../timeline/timeline-view.ts';
import { INITIAL_TRANSPORT, type TransportState } from '../transport/transport-state.ts';
import { NOTHING_SELECTED, type Selection } from './selection.ts';

export type ConnectionsValue = Output<'connections.list'>;

export interface ProjectEntry {
  readonly project: ProjectSummary;
  readonly episodes: readonly EpisodeSummary[];
}

/** What went wrong, and what to do again. `unreachable`: nobody answers behind this page. */
export type Failure = { readonly error: AppError | 'unreachable'; readonly retry: (() => void) | null };

export type Screen = 'start' | 'episode' | 'library' | 'voices' | 'settings';

export const SETTINGS_SECTIONS = [
  'general',
  'connections',
  'spending',
  'audio',
  'keyboard',
  'storage',
  'about',
] as const;
export type SettingsSection = (typeof SETTINGS_SECTIONS)[number];

/** What lies over the window, one at a time. */
export type OpenDialog =
  | { readonly name: 'palette' }
  | { readonly name: 'key-sheet' }
  | { readonly name: 'generate'; readonly wish: SpeechWish; readonly estimate: EstimateValue }
  /** With a report: of an export that is done. */
  | { readonly name: 'export'; readonly episodeId: EpisodeId; readonly reportId?: string }
  | { readonly name: 'new-project' }
  | { readonly name: 'new-episode'; readonly project: ProjectSummary; readonly number: number }
  | { readonly name: 'rename-project'; readonly project: ProjectSummary }
  | { readonly name: 'rename-episode'; readonly episode: EpisodeSummary }
  | { readonly name: 'trash' }
  /** Without files: pasted text. */
  | { readonly name: 'import-script'; readonly files: readonly File[]; readonly projectId?: ProjectId }
  /** Files were dropped of which none is a script. */
  | { readonly name: 'no-script' }
  | { readonly name: 'import-report'; readonly reports: readonly ImportedScript[] };

/** Something that was done and is worth a line; it stays until it is dismissed or taken back. */
export interface Notice {
  readonly text: string;
  readonly undo?: () => void;
  readonly action?: { readonly label: string; readonly run: () => void };
}

/** What the library says about itself. */
export interface LibraryNotice {
  readonly kind: string;
  readonly message: string;
}

/** Session state: nothing here is saved, nothing is undone. */
export interface StudioState {
  readonly isStarting: boolean;
  readonly screen: Screen;
  readonly dialog: OpenDialog | null;
  readonly notice: Notice | null;
  readonly libraryNotices: readonly LibraryNotice[];
  /** null: as the window's width allows. */
  readonly isSidebarOpen: boolean | null;
  readonly isInspectorOpen: boolean | null;
  readonly inspectorWidthPx: number;
  readonly isJobsOpen: boolean;
  readonly settingsSection: SettingsSection;
  /** The person's, as the core keeps them. */
  readonly settings: Settings;
  readonly projects: readonly ProjectEntry[];
  /** To speech services; null until they are read. */
  readonly connections: ConnectionsValue | null;
  /** Running, and ended but not dismissed; oldest first. */
  readonly jobs: readonly Job[];
  readonly openingId: EpisodeId | null;
  /** Of the open episode: every edit goes through it. */
  readonly session: EpisodeSession | null;
  /** The session's model. */
  readonly episode: EpisodeModel | null;
  /** The newest one. */
  readonly failure: Failure | null;
  readonly isPlayerReady: boolean;
  /** Why nothing can be played in this window. */
  readonly playerFailure: AppError | null;
  readonly selection: Selection;
  /** `selection.primaryId`. */
  readonly selectedId: RecordId | null;
  /** Of the timeline, which may have several clips for one record. */
  readonly activeClipKey: string | null;
  /** The block that sounds at the playhead. */
  readonly playingId: RecordId | null;
  readonly isPlaying: boolean;
  readonly transport: TransportState;
  readonly timeline: TimelineState;
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
  notice: null,
  libraryNotices: [],
  isSidebarOpen: null,
  isInspectorOpen: null,
  inspectorWidthPx: 304,
  isJobsOpen: false,
  settingsSection: 'general',
  settings: DEFAULT_SETTINGS,
  projects: [],
  connections: null,
  jobs: [],
  openingId: null,
  session: null,
  episode: null,
  failure: null,
  isPlayerReady: false,
  playerFailure: null,
  selection: NOTHING_SELECTED,
  selectedId: null,
  activeClipKey: null,
  playingId: null,
  isPlaying: false,
  transport: INITIAL_TRANSPORT,
  timeline: INITIAL_TIMELINE,
  view: { startSample: 0, samplesPerPixel: 4_800 },
  timelineWidthPx: 0,
  timelineHeightPx: null,
};

/** The job that makes the sample, while it runs. */
export function runningSampleJob({ jobs }: StudioState): Job | null {
  return jobs.find(({ kind, state }) => kind === 'sample' && state === 'running') ?? null;
}
