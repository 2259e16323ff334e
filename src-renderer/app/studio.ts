/** The studio without its looks: what can be done, and the state that follows. Components call it and watch the state. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Client } from '#shared/contract/client.ts';
import type { EventMessage } from '#shared/contract/contract.ts';
import type { EpisodeChange } from '#shared/contract/episodes.ts';
import type { EpisodeSummary } from '#shared/contract/values.ts';
import type { EpisodeId, ProjectId, RecordId } from '#shared/ids.ts';
import { type Samples, samples, ZERO_SAMPLES } from '#shared/units.ts';
import { blockAt } from '../episode/episode-model.ts';
import { UnsentJournal } from '../episode/unsent-journal.ts';
import { LibraryBrowser } from '../library/library-browser.ts';
import { Making } from '../making/making.ts';
import { Audition } from '../player/audition.ts';
import type { Levels, Playback, PlaybackEvents } from '../player/playback.ts';
import { ScriptDesk } from '../script/script-desk.ts';
import type { Host } from '../shell/host.ts';
import { filesOfScripts, SCRIPT_ACCEPT } from '../start/script-files.ts';
import { TimelineControl } from '../timeline/timeline-control.ts';
import {
  clampView,
  fitView,
  reveal,
  scrollBy,
  type TimelineBounds,
  type TimelineView,
  zoomAbout,
} from '../timeline/timeline-view.ts';
import { TransportControl } from '../transport/transport-control.ts';
import { chooseFiles } from '../ui/choose-files.ts';
import { VoiceBrowser } from '../voices/voice-browser.ts';
import { ConnectionList } from './connection-list.ts';
import { EpisodeControl } from './episode-control.ts';
import { appErrorOf, Failures } from './failures.ts';
import { FrameClock } from './frame-clock.ts';
import { JobList } from './job-list.ts';
import { Preferences } from './preferences.ts';
import { ProjectShelf } from './project-shelf.ts';
import type { SelectOptions } from './selection.ts';
import { sidePanelsOf } from './side-panels.ts';
import {
  INITIAL_STATE,
  type Notice,
  type OpenDialog,
  type ProjectEntry,
  runningSampleJob,
  type Screen,
  type SettingsSection,
  type StudioState,
} from './studio-state.ts';

export interface StudioParts {
  readonly client: Client;
  readonly host: Host;
  readonly createPlayer: (events: PlaybackEvents) => Promise<Playback>;
  /** Where edits are kept until the core has them; what a person did must outlive the page. */
  readonly storage: Storage;
}

export class Studio {
  readonly store: StoreApi<StudioState> = createStore(() => INITIAL_STATE);
  readonly clock = new FrameClock();
  readonly client: Client;
  readonly host: Host;
  readonly failures = new Failures(this.store);
  readonly preferences: Preferences;
  readonly jobs: JobList;
  readonly making: Making;
  readonly audition: Audition;
  readonly library: LibraryBrowser;
  readonly voices: VoiceBrowser;
  readonly projects: ProjectShelf;
  readonly connections: ConnectionList;
  readonly episodes: EpisodeControl;
  readonly transport: TransportControl;
  readonly timeline: TimelineControl;
  readonly script: ScriptDesk;
  readonly #createPlayer: StudioParts['createPlayer'];
  #player: Playback | null = null;
  /** Where playing began last: Stop goes back there. */
  #playedFrom: Samples = ZERO_SAMPLES;
  readonly #endings: (() => void)[] = [];

  constructor({ client, host, createPlayer, storage }: StudioParts) {
    this.client = client;
    this.host = host;
    this.preferences = new Preferences(client, this.store, this.failures);
    this.jobs = new JobList(client, this.store, this.failures);
    this.projects = new ProjectShelf(client, this.store);
    this.making = new Making(client, this.store, this.failures, async () => this.state.session?.settled());
    this.audition = new Audition((thrown) => this.failures.report(thrown));
    const { failures, audition } = this;
    const onHear = (): void => this.pause();
    this.library = new LibraryBrowser({ client, host, failures, audition, onHear });
    this.voices = new VoiceBrowser({ client, failures, audition, onHear });
    this.connections = new ConnectionList(client, this.store);
    this.#createPlayer = createPlayer;
    this.transport = new TransportControl(this, () => this.#player);
    this.timeline = new TimelineControl(this);
    this.script = new ScriptDesk(this);
    const newId = (): string => crypto.randomUUID();
    this.episodes = new EpisodeControl({
      client,
      store: this.store,
      failures: this.failures,
      journal: new UnsentJournal(storage, newId()),
      newId,
      player: () => this.#player,
      goTo: (sample) => this.goTo(sample),
      onOpened: () => {
        this.transport.forget();
        this.seek(ZERO_SAMPLES);
        if (this.state.timelineWidthPx > 0) this.fit();
      },
    });
  }

  /** Opens the newest episode; the sample, made now, where there is none. Failures are states, not rejections. */
  async start(): Promise<void> {
    this.#endings.push(
      this.transport.followSettings(),
      this.client.subscribe(
        (event) => this.#hear(event),
        () => this.episodes.readAgain(),
      ),
      this.clock.subscribe(() => this.#followPlayhead()),
      this.store.subscribe(({ settings }, { settings: before }) => {
        if (settings.outputDeviceId !== before.outputDeviceId) void this.transport.playOn(settings.outputDeviceId);
      }),
    );
    await Promise.all([this.#openPlayer(), this.refresh(), this.jobs.load(), this.#loadSurroundings()]);
  }

  async refresh(): Promise<void> {
    await this.#attempt(
      async () => {
        const projects = await this.projects.load();
        this.store.setState({ isStarting: false });
        if (this.state.episode) return;
        const episode = firstToOpen(projects, this.state.settings.lastEpisodeId);
        if (episode) await this.openEpisode(episode.id);
        else if (await this.#isFirstRun()) await this.openSample();
        else this.goToScreen('start');
      },
      () => this.refresh(),
    );
  }

  async openSample(): Promise<void> {
    await this.#attempt(
      async () => {
        const { episodeId } = await this.client.call('sample.open', {});
        await this.projects.load();
        this.store.setState({ isStarting: false });
        await this.openEpisode(episodeId);
      },
      () => this.openSample(),
    );
  }

  async cancelSample(): Promise<void> {
    const sampleJob = runningSampleJob(this.state);
    if (sampleJob) await this.jobs.cancel(sampleJob.id);
  }

  async openEpisode(episodeId: EpisodeId): Promise<void> {
    this.store.setState({ openingId: episodeId, screen: 'episode', failure: null });
    await this.#attempt(
      async () => {
        await this.episodes.open(episodeId);
        if (this.state.settings.lastEpisodeId === episodeId) return;
        await this.preferences.change({ lastEpisodeId: episodeId });
      },
      () => this.openEpisode(episodeId),
    );
  }

  get state(): StudioState {
    return this.store.getState();
  }

  get positionSample(): Samples {
    return this.#player?.positionSample ?? ZERO_SAMPLES;
  }

  takeLevels(): Levels {
    return this.#player?.takeLevels() ?? { left: 0, right: 0 };
  }

  get canPlay(): boolean {
    return this.state.isPlayerReady && (this.state.episode?.durationSamples ?? 0) > 0;
  }

  async play(): Promise<void> {
    if (!this.#player || !this.canPlay) return;
    this.store.setState({ failure: null });
    this.transport.prepare();
    this.#playedFrom = this.positionSample;
    await this.#player.play();
  }

  pause(): void {
    this.#player?.pause();
  }

  togglePlaying(): void {
    if (this.state.isPlaying) this.pause();
    else void this.play();
  }

  /** Back to where playing began; from there, to the start. */
  stop(): void {
    const wasPlaying = this.state.isPlaying;
    this.pause();
    this.seek(wasPlaying ? this.#playedFrom : ZERO_SAMPLES);
  }

  seek(sample: number): void {
    this.#player?.seek(samples(Math.round(sample)));
    this.clock.request();
  }

  /** Seeks, and shows the place. */
  goTo(sample: number): void {
    this.seek(sample);
    this.setView(reveal(this.state.view, sample, this.#bounds));
  }

  /** Selects in script and timeline alike. Goes there, unless the caller has a place of its own. */
  select(recordId: RecordId | null, options: SelectOptions = {}): void {
    this.episodes.select(recordId, options);
  }

  /** The line before or after the one that is heard; while nothing plays, before or after the selected one. */
  selectLine(direction: -1 | 1): void {
    const { episode, isPlaying, playingId, selectedId } = this.state;
    if (!episode) return;
    const from = isPlaying ? (playingId ?? selectedId) : (selectedId ?? playingId);
    const fromIndex = from === null ? (direction === 1 ? -1 : 0) : (episode.rowIndexById.get(from) ?? -1);
    for (let index = fromIndex + direction; index >= 0 && index < episode.rows.length; index += direction) {
      const row = episode.rows[index]!;
      if (row.kind === 'line') {
        this.select(row.id);
        return;
      }
    }
  }

  setView(view: TimelineView): void {
    if (view !== this.state.view) this.store.setState({ view });
  }

  fit(): void {
    this.setView(fitView(this.#bounds));
  }

  scroll(deltaPx: number): void {
    this.setView(scrollBy(this.state.view, deltaPx, this.#bounds));
  }

  /** About a place in the window: the pointer, or the playhead where there is none. */
  zoom(factor: number, atPx = this.#playheadPx()): void {
    this.setView(zoomAbout(this.state.view, factor, atPx, this.#bounds));
  }

  setTimelineWidth(timelineWidthPx: number): void {
    const isFirst = this.state.timelineWidthPx === 0;
    this.store.setState({ timelineWidthPx });
    if (isFirst) this.fit();
    else this.setView(clampView(this.state.view, this.#bounds));
  }

  setTimelineHeight(timelineHeightPx: number): void {
    this.store.setState({ timelineHeightPx });
  }

  goToScreen(screen: Screen): void {
    this.store.setState({ screen, dialog: null });
  }

  openSettings(settingsSection: SettingsSection): void {
    this.store.setState({ screen: 'settings', settingsSection, dialog: null });
  }

  showNotice(notice: Notice | null): void {
    this.store.setState({ notice });
  }

  /** Asks for script files, then where they belong. */
  async chooseScripts(projectId?: ProjectId): Promise<void> {
    const files = await chooseFiles(SCRIPT_ACCEPT, true);
    if (files.length > 0) this.showDialog({ name: 'import-script', files, ...(projectId ? { projectId } : {}) });
  }

  /** Files from outside that nothing in the window has taken. */
  importDropped(files: readonly File[]): void {
    const scripts = filesOfScripts(files);
    this.showDialog(scripts.length > 0 ? { name: 'import-script', files: scripts } : { name: 'no-script' });
  }

  showDialog(dialog: OpenDialog | null): void {
    this.store.setState({ dialog });
  }

  toggleSidebar(): void {
    this.store.setState({ isSidebarOpen: !sidePanelsOf(this.state).isSidebarOpen });
  }

  toggleInspector(): void {
    this.store.setState({ isInspectorOpen: !sidePanelsOf(this.state).isInspectorOpen });
  }

  showExport(): void {
    const { episode } = this.state;
    if (episode) this.showDialog({ name: 'export', episodeId: episode.summary.id });
  }

  /** Lines and spoken headings among what is selected. */
  get selectedLineIds(): readonly RecordId[] {
    const { episode, selection } = this.state;
    return [...selection.ids].filter((id) => {
      const record = episode?.document.records.get(id);
      return record?.type === 'line' || (record?.type === 'heading' && record.isSpoken);
    });
  }

  toggleJobs(): void {
    this.store.setState({ isJobsOpen: !this.state.isJobsOpen });
  }

  async dispose(): Promise<void> {
    for (const end of this.#endings.splice(0)) end();
    this.clock.dispose();
    this.episodes.dispose();
    await this.audition.dispose();
    await this.#player?.dispose();
  }

  /** A studio without sound is still a studio: the script can be read, and why it is silent is said. */
  async #openPlayer(): Promise<void> {
    try {
      this.#player = await this.#createPlayer({
        onPlayingChange: (isPlaying) => {
          this.store.setState({ isPlaying });
          if (!isPlaying) this.transport.endShuttle();
          this.clock.request();
        },
        onFailure: (error) => this.failures.report(error, () => this.play()),
      });
      if (this.state.episode) this.#player.setPlan(this.state.episode);
      this.transport.resume();
      this.store.setState({ isPlayerReady: true });
    } catch (thrown) {
      this.store.setState({ playerFailure: appErrorOf(thrown) });
    }
  }

  /** Nothing was ever made here; what is in the trash was. */
  async #isFirstRun(): Promise<boolean> {
    if (this.state.projects.length > 0) return false;
    return (await this.client.call('projects.list', { shelf: 'trashed' })).length === 0;
  }

  /** What the window shows beside the episode. */
  async #loadSurroundings(): Promise<void> {
    await this.failures.attempt(async () => {
      await this.connections.load();
      this.store.setState({ libraryNotices: await this.client.call('app.notices', {}) });
    });
  }

  async #loadProjects(): Promise<void> {
    await this.failures.attempt(async () => void (await this.projects.load()));
  }

  #hear(event: EventMessage): void {
    if (event.name === 'job.changed') this.jobs.show(event.value);
    else if (event.name === 'settings.changed') this.preferences.show(event.value);
    else if (event.name === 'library.changed') this.library.hearChange();
    else this.episodes.hear(event);
    if (event.name === 'episode.changed' && touchesTitle(event.value.diff)) void this.#loadProjects();
  }

  /** Each frame while playing: the block that sounds, and the page of the timeline it is on. */
  #followPlayhead(): boolean {
    const { episode, isPlaying, playingId, view, settings } = this.state;
    if (!episode) return false;
    const position = this.positionSample;
    const block = blockAt(episode.layout, position);
    if ((block?.blockId ?? null) !== playingId) this.store.setState({ playingId: block?.blockId ?? null });
    const isFollowing = settings.isFollowingPlayhead && !this.timeline.isBusy;
    if (isPlaying && isFollowing) this.setView(reveal(view, position, this.#bounds));
    return isPlaying;
  }

  #playheadPx(): number {
    const { view, timelineWidthPx } = this.state;
    const px = (this.positionSample - view.startSample) / view.samplesPerPixel;
    return px >= 0 && px <= timelineWidthPx ? px : timelineWidthPx / 2;
  }

  get #bounds(): TimelineBounds {
    const { episode, timelineWidthPx } = this.state;
    return { durationSamples: episode?.durationSamples ?? 0, widthPx: Math.max(1, timelineWidthPx) };
  }

  async #attempt(action: () => Promise<void>, retry: () => Promise<void>): Promise<void> {
    const isDone = await this.failures.attempt(action, retry);
    if (!isDone) this.store.setState({ isStarting: false, openingId: null });
  }
}

function touchesTitle({ updated }: EpisodeChange['diff']): boolean {
  return updated.some(([, to]) => to.type === 'episode');
}

/** The one that was open last, else the first of the newest project. */
function firstToOpen(projects: readonly ProjectEntry[], lastId: EpisodeId | null): EpisodeSummary | undefined {
  const episodes = projects.filter(({ project }) => project.shelf === 'active').flatMap((entry) => entry.episodes);
  return episodes.find(({ id }) => id === lastId) ?? episodes[0];
}
