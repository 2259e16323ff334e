import type { Handlers, Output } from '#shared/contract/contract.ts';
import type { SETTINGS_METHODS } from '#shared/contract/settings.ts';
import { AppError } from '#shared/errors.ts';
import { locateFfmpeg } from '../../audio/ffmpeg-location.ts';
import { backUp } from '../../library/back-up.ts';
import { emptyCache, storageFacts } from '../../library/storage-facts.ts';
import { type VerifyReport, verifyLibrary } from '../../library/verify-library.ts';
import { VERSION } from '../../version.ts';
import type { StudioParts } from '../studio-parts.ts';

export function settingsHandlers(parts: StudioParts): Pick<Handlers, keyof typeof SETTINGS_METHODS> {
  const { core, library, events, jobs } = parts;
  return {
    'app.info': () => ({ version: VERSION, platform: process.platform }),
    'app.notices': () => core.notices(),
    'settings.get': () => core.settings.read(),
    'settings.change': async (changes) => {
      // One that does not run is said now, and not when an export is under way.
      if (typeof changes.ffmpegPath === 'string') {
        await locateFfmpeg({ setting: changes.ffmpegPath, environment: core.ports.environment });
      }
      const settings = await core.settings.change(changes);
      events.publish({ name: 'settings.changed', value: settings });
      return settings;
    },
    'storage.facts': async () => {
      const { backups, ...facts } = await storageFacts(library);
      return {
        ...facts,
        backups: backups.map(({ name, createdAtMs, byteLength }) => ({ name, createdAtMs, byteLength })),
        ffmpeg: await ffmpegFacts(parts),
      };
    },
    'storage.backUp': async () => ({ name: (await backUp(library)).name }),
    'storage.verify': async () => {
      const report = await verifyLibrary(library);
      return { checked: report.media.checked, problems: problemsOf(report) };
    },
    'storage.emptyCache': async () => {
      const isExporting = jobs
        .list()
        .some(({ kind, state }) => kind === 'export' && (state === 'running' || state === 'paused'));
      if (isExporting) {
        throw new AppError({
          code: 'conflict',
          message: 'An export is reading the decoded audio now. Wait until it is done, or stop it.',
          isRetryable: true,
        });
      }
      return { freedBytes: await emptyCache(library) };
    },
  };
}

/** null where none is found: what is wrong then is said by what needs it. */
async function ffmpegFacts({ core }: StudioParts): Promise<Output<'storage.facts'>['ffmpeg']> {
  try {
    const { path, version, source } = await core.ffmpeg();
    return { path, version, source };
  } catch (error) {
    if (error instanceof AppError && error.code === 'ffmpeg-missing') return null;
    throw error;
  }
}

function problemsOf({ databaseProblems, brokenRows, media }: VerifyReport): readonly string[] {
  const files = (ids: readonly string[], what: string) =>
    ids.map((id) => `The file of the sound ${id.slice(0, 12)}… ${what}.`);
  return [
    ...databaseProblems,
    ...brokenRows.map(({ kind, id, reason }) => `The ${kind} ${id} cannot be read: ${reason}`),
    ...files(media.missing, 'is gone'),
    ...files(media.altered, 'is not what was stored'),
    ...files(media.unreadable, 'cannot be read'),
  ];
}
