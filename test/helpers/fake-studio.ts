import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Log } from '#core/ports.ts';
import type { LocateMedia } from '#core/serving/serve-media.ts';
import { createEventHub, type EventHub } from '#core/studio/event-hub.ts';
import { createJobBoard, type JobBoard } from '#core/studio/job-board.ts';
import { createStudio, type Studio } from '#core/studio/studio.ts';
import { Uploads } from '#core/studio/uploads.ts';
import { type Handlers, METHODS } from '#shared/contract/contract.ts';
import { AppError } from '#shared/errors.ts';
import { EpisodeId, ProjectId } from '#shared/ids.ts';
import { silentLog } from './silent-log.ts';

export const SAMPLE = { projectId: ProjectId.parse('p1'), episodeId: EpisodeId.parse('e1') };

export interface FakeStudio {
  readonly studio: Studio;
  readonly events: EventHub;
  readonly jobs: JobBoard;
}

/** Doors with little behind them: what is not given says that there is nothing. */
export function fakeStudio(
  options: {
    readonly handlers?: (parts: { readonly jobs: JobBoard; readonly events: EventHub }) => Partial<Handlers>;
    readonly locateMedia?: LocateMedia;
    readonly log?: Log;
  } = {},
): FakeStudio {
  const { log = silentLog, locateMedia = () => Promise.resolve(null) } = options;
  let nextId = 0;
  const newId = (): string => `id-${nextId++}`;
  const events = createEventHub(log);
  const jobs = createJobBoard({ events, newId, nowMs: () => 0, log });
  const nothing = Object.fromEntries(
    Object.keys(METHODS).map((name) => [
      name,
      () => {
        throw new AppError({ code: 'not-found', message: `There is nothing behind ${name}.` });
      },
    ]),
  ) as unknown as Handlers;
  const studio = createStudio({
    handlers: {
      ...nothing,
      'app.info': () => ({ version: '9.9.9', platform: process.platform }),
      'projects.list': () => [],
      'jobs.list': () => jobs.list(),
      'jobs.cancel': ({ jobId }) => ({ isRunning: jobs.cancel(jobId) }),
      'sample.open': () => jobs.start({ kind: 'sample' }, () => Promise.resolve(SAMPLE)).result,
      ...options.handlers?.({ jobs, events }),
    },
    events,
    locateMedia,
    locateExport: () => Promise.resolve(null),
    uploads: new Uploads(join(tmpdir(), `lectern-uploads-${process.pid}`), newId),
    places: {
      folder: tmpdir(),
      exportedFile: () => Promise.resolve(null),
      mediaFile: () => Promise.resolve(null),
    },
    log,
    close: () => jobs.close(),
  });
  return { studio, events, jobs };
}
