import type { Handlers } from '#shared/contract/contract.ts';
import type { ClipDetails, LIBRARY_METHODS } from '#shared/contract/library.ts';
import { AppError } from '#shared/errors.ts';
import type { ClipId } from '#shared/library-clips.ts';
import { hearClips } from '../../hearing/hear-clips.ts';
import {
  clipDetails,
  noteClip,
  rateClips,
  renameClip,
  setClipKind,
  setFavourite,
  tagClips,
  untagClips,
} from '../../library/clips.ts';
import { namedUses } from '../../library/search/clip-uses.ts';
import { countFacets } from '../../library/search/count-facets.ts';
import { searchClips } from '../../library/search/search-clips.ts';
import type { SpeechService } from '../../providers/speech-service.ts';
import type { StartedJob } from '../job-board.ts';
import type { StudioParts } from '../studio-parts.ts';

export function libraryHandlers(parts: StudioParts): Pick<Handlers, keyof typeof LIBRARY_METHODS> {
  const { library, events } = parts;
  const { db } = library;
  const changed = (): Record<string, never> => {
    events.publish({ name: 'library.changed', value: {} });
    return {};
  };
  return {
    'library.search': (query) => searchClips(db, query),
    'library.facets': (conditions) => countFacets(db, conditions),
    'library.clip': ({ id }): ClipDetails => {
      const { uses, ...clip } = clipDetails(db, id);
      return { ...clip, uses: namedUses(db, uses) };
    },
    'library.tag': ({ ids, tag }) => {
      tagClips(db, ids, tag);
      return changed();
    },
    'library.untag': ({ ids, tag }) => {
      untagClips(db, ids, tag);
      return changed();
    },
    'library.rate': ({ ids, rating }) => {
      rateClips(db, ids, rating);
      return changed();
    },
    'library.setFavourite': ({ ids, isFavourite }) => {
      setFavourite(db, ids, isFavourite);
      return changed();
    },
    'library.setKind': ({ ids, kind }) => {
      setClipKind(db, ids, kind);
      return changed();
    },
    'library.rename': ({ id, name }) => {
      renameClip(db, id, name);
      return changed();
    },
    'library.note': ({ id, note }) => {
      noteClip(db, id, note);
      return changed();
    },
    'library.hear': async ({ ids, what, connection }) => {
      const service = await parts.core.connections.service(connection);
      return { jobId: startHearing(parts, service, ids, what).id };
    },
  };
}

type Wish = Parameters<Handlers['library.hear']>[0];

function startHearing(
  parts: StudioParts,
  service: SpeechService,
  ids: readonly ClipId[],
  what: Wish['what'],
): StartedJob<void> {
  const { understanding } = service;
  if (!understanding) {
    throw new AppError({
      code: 'provider-error',
      message: `${service.name} does not understand audio. MiMo does.`,
      details: { kind: 'unsupported_operation', provider: service.id },
    });
  }
  const { core, library, jobs, events } = parts;
  let left = ids;
  const job = jobs.start(
    {
      kind: 'hear',
      retry: async () => (left.length === 0 ? null : startHearing(parts, service, left, what).id),
    },
    async ({ signal, onProgress, tell }) => {
      const onChange = () => events.publish({ name: 'library.changed', value: {} });
      const { ffmpeg } = core;
      const { failures } = await hearClips(library, ids, { what, understanding, ffmpeg, signal, onProgress, onChange });
      left = failures.map(({ id }) => id);
      tell({ failed: failures.length });
      // With nothing to show for it the reason is what the person has to see.
      const [first] = failures;
      if (first && failures.length === ids.length) throw first.error;
    },
  );
  // Its failure is on the board; nobody waits for it here.
  job.result.catch(() => undefined);
  return job;
}
