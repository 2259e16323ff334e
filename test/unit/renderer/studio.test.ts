import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { createDispatch } from '#core/dispatch.ts';
import { createEventHub } from '#core/event-hub.ts';
import { createHandlers } from '#core/handlers.ts';
import { createJobBoard } from '#core/job-board.ts';
import type { StudioCore } from '#core/studio-core.ts';
import { createClient } from '#shared/contract/client.ts';
import { AppError } from '#shared/errors.ts';
import { type Samples, samples } from '#shared/units.ts';
import { Studio } from '../../../src-renderer/app/studio.ts';
import type { Playback, PlaybackEvents } from '../../../src-renderer/player/playback.ts';
import { Unreachable } from '../../../src-renderer/shell/unreachable.ts';
import { silentLog } from '../../helpers/silent-log.ts';
import { createSyntheticStudioCore } from '../../helpers/synthetic-studio-core.ts';

let folder: string;
let core: StudioCore;
let frames: (() => void)[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lectern-studio-'));
  core = await createSyntheticStudioCore(folder, resolve('resources/samples/the-night-ferry/the-night-ferry.md'));
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
  load(): void {
    this.loads++;
  }
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
  async dispose(): Promise<void> {}
}

function studioOver(overrides: Partial<StudioCore> = {}, createPlayer?: () => Promise<never>) {
  const parts = { ...core, ...overrides };
  const events = createEventHub(silentLog);
  const jobs = createJobBoard({ events, newId: core.newId, log: silentLog });
  const dispatch = createDispatch(createHandlers(parts, jobs), silentLog);
  let player: FakePlayer | null = null;
  const studio = new Studio({
    client: createClient({ invoke: dispatch, subscribe: (listener) => events.subscribe(listener) }),
    createPlayer:
      createPlayer ??
      (async (playerEvents) => {
        player = new FakePlayer(playerEvents);
        return player;
      }),
  });
  studio.setTimelineWidth(1000);
  return { studio, player: () => player! };
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
  const seen: string[] = [];
  const { studio } = studioOver({
    listProjects: () => (isMade ? core.listProjects() : []),
    openSample: async (options) => {
      options.onProgress({ stage: 'speak', done: 1, total: 2 });
      isMade = true;
      return core.openSample(options);
    },
  });
  studio.store.subscribe(({ sampleJob }) => seen.push(sampleJob ? `${sampleJob.stage} ${sampleJob.done}` : '-'));
  await studio.start();
  expect(seen).toContain('speak 1');
  expect(studio.state.sampleJob).toBeNull();
  expect(studio.state.episode).not.toBeNull();
});

test('[UI52] a failure is a state with a way to try again', async () => {
  let isBroken = true;
  const { studio } = studioOver({
    listProjects: () => {
      if (isBroken) throw new AppError({ code: 'disk-full', message: 'Full.' });
      return core.listProjects();
    },
  });
  await studio.start();
  expect(studio.state.failure?.error).toMatchObject({ code: 'disk-full' });
  isBroken = false;
  studio.state.failure?.retry();
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
  expect(player().positionSample).toBe(line.startSample);
  expect(studio.state.activeClipKey).toContain(line.id);
  const { view } = studio.state;
  expect(line.startSample).toBeGreaterThanOrEqual(view.startSample);
  expect(line.startSample).toBeLessThan(view.startSample + 1000 * view.samplesPerPixel);
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
  player().positionSample = lines[7]!.startSample;
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
  const [first] = core.listEpisodes(core.listProjects()[0]!.id);
  const other = { ...first!, id: 'other' as typeof first extends undefined ? never : NonNullable<typeof first>['id'] };
  const { studio } = studioOver({
    openEpisode: (id) => {
      const opened = core.openEpisode(first!.id);
      return { ...opened, episode: { ...opened.episode, id, title: id === other.id ? 'Other' : opened.episode.title } };
    },
  });
  await studio.start();
  const opening = [studio.openEpisode(other.id), studio.openEpisode(first!.id)];
  await Promise.all(opening);
  expect(studio.state.episode?.summary.id).toBe(first!.id);
});
