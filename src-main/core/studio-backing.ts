import { join } from 'node:path';
import type { Output } from '#shared/contract/contract.ts';
import { blocksOf, type EpisodeDocument } from '#shared/document/episode-document.ts';
import type { AssetId, EpisodeId, TakeId } from '#shared/ids.ts';
import type { Asset, Take } from '#shared/media.ts';
import type { Core } from './app.ts';
import { importEpisode } from './episode/import-episode.ts';
import { speakEpisode } from './episode/speak-episode.ts';
import { assetById, assetState } from './library/assets.ts';
import { ensureDecoded, isDecoded, pcmPath, peaksPath } from './library/decoded-audio.ts';
import { openEffectiveEpisode } from './library/effective-episode.ts';
import { listEpisodes, openEpisode } from './library/episodes.ts';
import type { Library } from './library/library.ts';
import { attachTakes } from './library/line-takes.ts';
import { listProjects } from './library/projects.ts';
import { takeById } from './library/takes.ts';
import type { StudioCore } from './studio-core.ts';
import { VERSION } from './version.ts';

/** In the repository and, packaged, beside the program: see electron-builder.yml. */
const SAMPLE_SCRIPT = join('resources', 'samples', 'the-night-ferry', 'the-night-ferry.md');
const SAMPLE_PROJECT = 'Lectern samples';

/** The folder that holds `resources`: the checkout, or the packaged program's. */
export function installationFolder(): string {
  // Packaged: Electron's own folder for files beside the archive.
  const packaged = (process as { resourcesPath?: string }).resourcesPath;
  return import.meta.dirname.includes('app.asar') && packaged !== undefined
    ? packaged
    : join(import.meta.dirname, '..', '..');
}

/** The core as the studio's contract needs it. Opens the library; throws as that does. */
export async function createStudioCore(core: Core, installation = installationFolder()): Promise<StudioCore> {
  const library = await core.library();
  const { db } = library;
  const openIt = (id: EpisodeId): Output<'episodes.open'> => {
    const { document, projectId, revision } = openEpisode(db, id);
    const summary = listEpisodes(db, projectId).find((episode) => episode.id === id);
    return {
      episode: { id, projectId, title: summary?.title ?? '', revision },
      records: [...document.records.values()],
      ...mediaOf(library, document),
    };
  };
  return {
    version: VERSION,
    log: core.ports.log,
    newId: core.ports.newId,
    listProjects: () => listProjects(db).map(({ id, name }) => ({ id, name })),
    listEpisodes: (projectId) =>
      listEpisodes(db, projectId).map(({ id, title, revision }) => ({ id, projectId, title, revision })),
    openEpisode: openIt,
    listVoices: async () => {
      const lists = await Promise.all((await core.providers()).map((provider) => provider.listVoices()));
      return lists.flat();
    },
    openSample: async ({ signal, onProgress }) => {
      const known = listProjects(db).find((project) => project.name === SAMPLE_PROJECT);
      const [first] = known ? listEpisodes(db, known.id) : [];
      const episodeId =
        first?.id ??
        (
          await importEpisode(library, join(installation, SAMPLE_SCRIPT), {
            projectName: SAMPLE_PROJECT,
            signal,
            onProgress,
          })
        ).episodeId;
      const episode = openEffectiveEpisode(db, episodeId);
      // Also where an earlier start was stopped half-way: only what is missing is spoken.
      const spoken = await speakEpisode(library, episode.document, {
        voices: await core.voices(),
        isDraft: true,
        isOffline: true,
        signal,
        onProgress,
      });
      attachTakes(library, episodeId, spoken.takes);
      return { projectId: episode.projectId, episodeId };
    },
    locateMedia: async (kind, assetId) => {
      if (assetState(db, assetId)?.status !== 'ready') return null;
      if (!isDecoded(library, assetId)) await ensureDecoded(library, [assetId]);
      return kind === 'pcm' ? pcmPath(library, assetId) : peaksPath(library, assetId);
    },
  };
}

/** The takes an episode's lines use, and the audio of those and of its sounds. */
function mediaOf(library: Library, document: EpisodeDocument): { takes: Take[]; assets: Asset[] } {
  const takeIds = new Set<TakeId>();
  const assetIds = new Set<AssetId>();
  for (const block of blocksOf(document))
    if ('takeId' in block && block.takeId !== undefined) takeIds.add(block.takeId);
  const takes = Array.from(takeIds, (id) => takeById(library.db, id)).filter((take) => take !== undefined);
  for (const take of takes) for (const segment of take.segments) assetIds.add(segment.assetId);
  for (const record of document.records.values()) {
    if ('assetId' in record && record.assetId !== undefined) assetIds.add(record.assetId);
  }
  const assets = Array.from(assetIds, (id) => assetById(library.db, id)).filter((asset) => asset !== undefined);
  return { takes, assets };
}
