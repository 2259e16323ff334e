import type { Handlers } from '#shared/contract/contract.ts';
import type { AssetId } from '#shared/ids.ts';
import type { Log } from '../ports.ts';
import { createServeExport, type LocateExport } from '../serving/serve-export.ts';
import { createServeMedia, type LocateMedia, type ServeFile } from '../serving/serve-media.ts';
import { createDispatch, type Dispatch } from './dispatch.ts';
import type { EventHub } from './event-hub.ts';
import type { Uploads } from './uploads.ts';

/** Where things lie, for a shell that shows them in the system's file manager. Never told to a page. */
export interface StudioPlaces {
  /** Of the library. */
  readonly folder: string;
  /** A finished export, by its report. null: gone. */
  exportedFile(reportId: string): Promise<string | null>;
  /** Audio as it was received. null: gone. */
  mediaFile(assetId: AssetId): Promise<string | null>;
}

/** The core as a shell with a page sees it: one door for calls, one for events, one for audio, one for files. */
export interface Studio {
  readonly dispatch: Dispatch;
  readonly events: Pick<EventHub, 'subscribe'>;
  readonly serveMedia: ServeFile;
  /** Finished files, to be downloaded in a browser. */
  readonly serveExport: ServeFile;
  readonly uploads: Uploads;
  readonly places: StudioPlaces;
  readonly log: Log;
  /** Stops what runs and lets go of the core. */
  close(): Promise<void>;
}

export interface StudioDoors {
  readonly handlers: Handlers;
  readonly events: EventHub;
  readonly locateMedia: LocateMedia;
  readonly locateExport: LocateExport;
  readonly uploads: Uploads;
  readonly places: StudioPlaces;
  readonly log: Log;
  readonly close: () => Promise<void>;
}

export function createStudio({
  handlers,
  events,
  locateMedia,
  locateExport,
  uploads,
  places,
  log,
  close,
}: StudioDoors): Studio {
  return {
    dispatch: createDispatch(handlers, log),
    events,
    serveMedia: createServeMedia(locateMedia),
    serveExport: createServeExport(locateExport),
    uploads,
    places,
    log,
    close,
  };
}
