import { access } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Core } from '../app.ts';
import { installationFolder } from '../installation.ts';
import { SynthesisQueue } from '../jobs/synthesis-queue.ts';
import { assetState } from '../library/assets.ts';
import { ensureDecoded, isDecoded, pcmPath, peaksPath } from '../library/decoded-audio.ts';
import { exportReportById } from '../library/export-reports.ts';
import type { Library } from '../library/library.ts';
import { mediaPath } from '../library/media-store.ts';
import type { LocateExport } from '../serving/serve-export.ts';
import type { LocateMedia } from '../serving/serve-media.ts';
import { createHandlers } from './create-handlers.ts';
import { createEventHub } from './event-hub.ts';
import { createJobBoard } from './job-board.ts';
import { createStudio, type Studio, type StudioPlaces } from './studio.ts';
import type { StudioParts } from './studio-parts.ts';
import { tellLibraryChanges } from './tell-library-changes.ts';
import { Uploads } from './uploads.ts';

/** The whole core behind the studio's doors. Opens the library; throws as that does. */
export async function openStudio(core: Core, installation = installationFolder()): Promise<Studio> {
  const library = await core.library();
  const { newId, nowMs, log } = core.ports;
  const events = createEventHub(log);
  const jobs = createJobBoard({ events, newId, nowMs, log });
  const endTelling = tellLibraryChanges(events);
  const uploads = new Uploads(library.folders.incomingMedia, newId);
  const parts: StudioParts = {
    core,
    library,
    events,
    jobs,
    queue: new SynthesisQueue(library),
    uploads,
    installation,
  };
  return createStudio({
    handlers: createHandlers(parts),
    events,
    locateMedia: locateIn(library),
    locateExport: locateExportIn(library),
    places: placesOf(library),
    uploads,
    log,
    close: async () => {
      endTelling();
      await jobs.close();
      await uploads.close();
    },
  });
}

function locateIn(library: Library): LocateMedia {
  return async (kind, assetId) => {
    if (assetState(library.db, assetId)?.status !== 'ready') return null;
    if (!isDecoded(library, assetId)) await ensureDecoded(library, [assetId]);
    return kind === 'pcm' ? pcmPath(library, assetId) : peaksPath(library, assetId);
  };
}

/** Only what a report names, where it was written. */
function locateExportIn(library: Library): LocateExport {
  return async (reportId, name) => {
    const report = exportReportById(library.db, reportId);
    if (!report?.files.some((file) => file.name === name)) return null;
    return report.files.length > 1 ? join(report.file, name) : join(dirname(report.file), name);
  };
}

function placesOf(library: Library): StudioPlaces {
  const existing = async (path: string | undefined): Promise<string | null> => {
    if (path === undefined) return null;
    return access(path).then(
      () => path,
      () => null,
    );
  };
  return {
    folder: library.home,
    exportedFile: (reportId) => existing(exportReportById(library.db, reportId)?.file),
    mediaFile: (assetId) => {
      const state = assetState(library.db, assetId);
      return existing(state && mediaPath(library, state.stored));
    },
  };
}
