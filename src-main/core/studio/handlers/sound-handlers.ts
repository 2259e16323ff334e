import type { Handlers } from '#shared/contract/contract.ts';
import type { FileId } from '#shared/contract/files.ts';
import type { ImportedSound, SOUND_METHODS } from '#shared/contract/sounds.ts';
import { AppError, type AppErrorCode, throwIfCancelled } from '#shared/errors.ts';
import { answerOf } from '../../error-answer.ts';
import { importSound } from '../../import/import-sound.ts';
import { assetById } from '../../library/assets.ts';
import type { JobWork } from '../job-board.ts';
import type { StudioParts } from '../studio-parts.ts';

/** What would stop every file that follows. */
const STOPS: ReadonlySet<AppErrorCode> = new Set(['disk-full', 'file-unwritable', 'library-damaged', 'ffmpeg-missing']);

export function soundHandlers(parts: StudioParts): Pick<Handlers, keyof typeof SOUND_METHODS> {
  const { library, jobs, uploads } = parts;
  return {
    'sounds.import': async ({ fileIds }) => {
      const [first] = fileIds;
      const subject = fileIds.length === 1 && first !== undefined ? uploads.file(first).name : '';
      const job = jobs.start({ kind: 'import', subject }, importAll(parts, fileIds));
      const sounds = await job.result;
      // What could not be read stays on the list of jobs until somebody has seen it.
      if (sounds.every(({ problem }) => problem === undefined)) jobs.dismiss(job.id);
      return sounds;
    },
    'sounds.get': ({ assetIds }) => assetIds.flatMap((id) => assetById(library.db, id) ?? []),
  };
}

/** One after the other: decoding is what takes the time, and the person watches the first ones come in. */
function importAll(parts: StudioParts, fileIds: readonly FileId[]): JobWork<readonly ImportedSound[]> {
  const { library, uploads, events } = parts;
  return async ({ signal, onProgress, tell }) => {
    const sounds: ImportedSound[] = [];
    let failed = 0;
    try {
      for (const [done, fileId] of fileIds.entries()) {
        throwIfCancelled(signal);
        try {
          const { path, name } = uploads.file(fileId);
          onProgress({ stage: 'import', done, total: fileIds.length, note: name });
          const { asset } = await importSound(library, { path, name }, { signal });
          sounds.push({ fileId, asset });
        } catch (error) {
          if (!(error instanceof AppError) || STOPS.has(error.code)) throw error;
          sounds.push({ fileId, problem: answerOf(error, library.ports.log) });
          tell({ failed: ++failed });
        }
        await uploads.forget(fileId);
      }
    } finally {
      if (sounds.length > failed) events.publish({ name: 'library.changed', value: {} });
    }
    onProgress({ stage: 'import', done: fileIds.length, total: fileIds.length });
    return sounds;
  };
}
