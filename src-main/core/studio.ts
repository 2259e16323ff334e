import { createDispatch, type Dispatch } from './dispatch.ts';
import { createEventHub, type EventHub } from './event-hub.ts';
import { createHandlers } from './handlers.ts';
import { createJobBoard } from './job-board.ts';
import type { Log } from './ports.ts';
import { createServeMedia, type ServeFile } from './serving/serve-media.ts';
import type { StudioCore } from './studio-core.ts';

/** The core as a shell with a page sees it: one door for calls, one for events, one for audio. */
export interface Studio {
  readonly dispatch: Dispatch;
  readonly events: Pick<EventHub, 'subscribe'>;
  readonly serveMedia: ServeFile;
  readonly log: Log;
  /** Stops what runs. The core itself is closed by whoever made it. */
  close(): Promise<void>;
}

export function createStudio(core: StudioCore): Studio {
  const { log, newId } = core;
  const events = createEventHub(log);
  const jobs = createJobBoard({ events, newId, log });
  return {
    dispatch: createDispatch(createHandlers(core, jobs), log),
    events,
    serveMedia: createServeMedia(core.locateMedia),
    log,
    close: () => jobs.close(),
  };
}
