import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { createClient } from '#shared/contract/client.ts';
import { DEFAULT_SETTINGS } from '#shared/contract/settings.ts';
import { AppError } from '#shared/errors.ts';
import { EpisodeId } from '#shared/ids.ts';
import { type Samples, samples } from '#shared/units.ts';
import { Studio } from '../../../src-renderer/app/studio.ts';
import { runningSampleJob } from '../../../src-renderer/app/studio-state.ts';
import type { Playback, PlaybackEvents } from '../../../src-renderer/player/playback.ts';
import { Unreachable } from '../../../src-renderer/shell/unreachable.ts';
import { FakeStorage } from '../../helpers/fake-storage.ts';
import { createSyntheticEpisode, type SyntheticEpisode } from '../../helpers/synthetic-episode.ts';

let folder: string;
let synthetic: SyntheticEpisode;
let frames: (() => void)[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lectern-studio-'));
  synthetic = await createSyntheticEpisode(folder, resolve('resources/samples/the-night-ferry/the-night-ferry.md'));
});
afterAll(() => rm(folder, { recursive: true }));
beforeEach(() => {
  frames = [];
  vi.stubGlobal('requestAnimationFrame', (frame: () => void) => frames.push(frame));
  vi.stubGlobal('cancelAnimationFrame', () => {});
});

/** As the browser draws: what is asked for during a frame comes in the next. */
function drawFrame(): void {
  for (const frame of frames.splice(0)) frame();
}

/** A player without sound: it is where it is put. */
class FakePlayer implements Playback {
  positionSample: Samples = samples(0);
  loads = 0;
  readonly #events: PlaybackEvents;
  constructor(events: PlaybackEvents) {
    this.#events = events;
  }
  setPlan(): void {
    this.loads++;
  }
  setSolo(): void {}
  async play(): Promise<void> {
    this.#events.onPlayingChange(true);
  }
  pause(): void {
    this.#events.onPlayingChange(false);
  }
  seek(sample: Samples): void {
    this.positionSample = sample;
  }
  takeLevels = () => ({ left: 0, right: 0 });
  readonly loudness = { momentaryLufs: null, shortTermLufs: null, integratedLufs: null, truePeakDbtp: null };
  setRate(): void {}
  setLoop(): void {}
  scrub(sample: Samples): void {
    this.positionSample = sample;
  }
  endScrub(): void {}
  setVolume(): void {}
  async setOutputDevice(): Promise<void> {}
  resetLoudness(): void {}
  async dispose(): Promise<void> {}
}

type Answers = Readonly<Record<string, (input: never) => unknown>>;

/** A core with one project and one episode, and what a test says otherwise. */
function answersOf(overrides: Answers): Answers {
  const { opened, project } = synthetic;
  return {
    'projects.list': () => [project],
    'episodes.list': () => [opened.episode],
    'episodes.open': () => opened,
    'episodes.lineStates': () => [],
    'speech.estimate': () => ({ lines: 0, stale: 0, blocked: 0, byConnection: [] }),
    'settings.change': () => DEFAULT_SETTINGS,
    'jobs.list': () => [],
    'connections.list': () => [],
    'app.notices': () => [],
    'sample.open': () => ({ projectId: project.id, episodeId: opened.episode.id }),
    ...overrides,
  };
}

function studioOver(overrides: Answers = {}, createPlayer?: () => Promise<never>) {
  const answers = answersOf(overrides);
  let player: FakePlayer | null = null;
  let hear: (event: unknown) => void = () => {};
  const invoke = async (method: string, input: unknown): Promise<unknown> => {
    try {
      const value = await answers[method]?.(input as never);
      if (value === undefined) throw new AppError({ code: 'not-found', message: method });
      return JSON.parse(JSON.stringify({ ok: true, value }));
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      return { ok: false, error: { code: error.code, message: error.message, isRetryable: error.isRetryable } };
    }
  };
  const studio = new Studio({
    client: createClient({
      invoke,
      subscribe: (listener) => {
        hear = listener;
        return () => {};
      },
    }),
    host: { upload: () => Promise.reject(new Unreachable('upload')) },
    storage: new FakeStorage(),
    createPlayer:
      createPlayer ??
      (async (playerEvents) => {
        player = new FakePlayer(playerEvents);
        return player;
      }),
  });
  studio.setTimelineWidth(1000);
  return { studio, player: () => player!, tell: (event: unknown) => hear(event) };
}

test('[UI50] the studio starts with the newest episode', async () => {
  const { studio, player } = studioOver();
  await studio.start();
  expect(studio.state).toMatchObject({ isStarting: false, failure: null, isPlayerReady: true });
  expect(studio.state.episode?.summary.title).toBe('The Night Ferry');
  expect(player().loads).toBe(1);
});

test('[UI51] an empty library gets the sample, and the way there is shown', async () => {
  let isMade = false;
  const job = { id: 'j1', startSequence: 0, kind: 'sample', state: 'running', subject: '', stage: 'speak', done: 1 };
  const counted = { ...job, total: 2, canPause: false, costs: [], failed: 0 };
  const setup = studioOver({
    'projects.list': () => (isMade ? [synthetic.project] : []),
    'sample.open': () => {
      setup.tell({ name: 'job.changed', value: counted });
      isMade = true;
      setup.tell({ name: 'job.changed', value: { ...counted, state: 'done' } });
      return { projectId: synthetic.project.id, episodeId: synthetic.opened.episode.id };
    },
  });
  const { studio } = setup;
  const seen: string[] = [];
  studio.store.subscribe((state) => {
    const sampleJob = runningSampleJob(state);
    seen.push(sampleJob ? `${sampleJob.stage} ${sampleJob.done}` : '-');
  });
  await studio.start();
  expect(seen).toContain('speak 1');
  expect(runningSampleJob(studio.state)).toBeNull();
  expect(studio.state.episode).not.toBeNull();
});

test('[UI52] a failure is a state with a way to try again', async () => {
  let isBroken = true;
  const { studio } = studioOver({
    'projects.list': () => {
      if (isBroken) throw new AppError({ code: 'disk-full', message: 'Full.' });
      return [synthetic.project];
    },
  });
  await studio.start();
  expect(studio.state.failure?.error).toMatchObject({ code: 'disk-full' });
  isBroken = false;
  studio.state.failure?.retry?.();
  await expect.poll(() => studio.state.episode).not.toBeNull();
  expect(studio.state.failure).toBeNull();
});

test('[UI53] a studio without sound can still be read', async () => {
  const silent = new AppError({ code: 'unsupported-audio', message: 'No audio here.' });
  const { studio } = studioOver({}, () => Promise.reject(silent));
  await studio.start();
  expect(studio.state.playerFailure).toBe(silent);
  expect(studio.state.episode).not.toBeNull();
  expect(studio.canPlay).toBe(false);
});

test('[UI54] nobody answering is said as such', async () => {
  const studio = new Studio({
    client: createClient({ invoke: () => Promise.reject(new Unreachable(0)), subscribe: () => () => {} }),
    host: { upload: () => Promise.reject(new Unreachable('upload')) },
    storage: new FakeStorage(),
    createPlayer: () => Promise.reject(new Error('none')),
  });
  vi.spyOn(console, 'error').mockImplementation(() => {});
  await studio.start();
  expect(studio.state.failure?.error).toBe('unreachable');
});

test('[UI55] selecting goes to the place in sound and timeline', async () => {
  const { studio, player } = studioOver();
  await studio.start();
  const line = studio.state.episode!.rows.findLast((row) => row.kind === 'line')!;
  studio.zoom(1 / 16, 0);
  studio.select(line.id);
  const { startSample } = studio.state.episode!.placeOf(line.id)!;
  expect(player().positionSample).toBe(startSample);
  expect(studio.state.activeClipKey).toContain(line.id);
  const { view } = studio.state;
  expect(startSample).toBeGreaterThanOrEqual(view.startSample);
  expect(startSample).toBeLessThan(view.startSample + 1000 * view.samplesPerPixel);
});

test('[UI56] next and previous go line by line, past what is no line; while playing, from the line that is heard', async () => {
  const { studio, player } = studioOver();
  await studio.start();
  const lines = studio.state.episode!.rows.filter((row) => row.kind === 'line');
  studio.selectLine(1);
  studio.selectLine(1);
  expect(studio.state.selectedId).toBe(lines[1]!.id);
  studio.selectLine(-1);
  studio.selectLine(-1);
  expect(studio.state.selectedId).toBe(lines[0]!.id);

  await studio.play();
  player().positionSample = studio.state.episode!.placeOf(lines[7]!.id)!.startSample;
  drawFrame();
  expect(studio.state.playingId).toBe(lines[7]!.id);
  studio.selectLine(1);
  expect(studio.state.selectedId).toBe(lines[8]!.id);
});

test('[UI57] while playing, the timeline turns its page with the playhead', async () => {
  const { studio, player } = studioOver();
  await studio.start();
  studio.zoom(1 / 16, 0);
  await studio.play();
  const { view } = studio.state;
  player().positionSample = samples(Math.round(view.startSample + 1200 * view.samplesPerPixel));
  drawFrame();
  expect(studio.state.view.startSample).toBeGreaterThan(view.startSample);
});

test('[UI58] Stop goes back to where playing began, then to the start', async () => {
  const { studio, player } = studioOver();
  await studio.start();
  studio.seek(48_000);
  await studio.play();
  player().positionSample = samples(90_000);
  studio.stop();
  expect(player().positionSample).toBe(48_000);
  studio.stop();
  expect(player().positionSample).toBe(0);
});

test('[UI59] of two episodes opened in quick succession the last one is shown', async () => {
  const { episode } = synthetic.opened;
  const { studio } = studioOver({
    'episodes.open': ({ episodeId }: { readonly episodeId: string }) => ({
      ...synthetic.opened,
      episode: { ...episode, id: episodeId },
    }),
  });
  await studio.start();
  const other = EpisodeId.parse('other');
  await Promise.all([studio.openEpisode(other), studio.openEpisode(episode.id)]);
  expect(studio.state.episode?.summary.id).toBe(episode.id);
});
