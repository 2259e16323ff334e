import { createIngestAudio } from '#core/audio/ingest-audio.ts';
import { adoptMedia } from '#core/library/adopt-media.ts';
import { type RestoreReport, restoreLibrary } from '#core/library/restore-library.ts';
import { flagOption, type RunCommand, textOption } from './command.ts';

export const run: RunCommand = async ({ core, progress, signal }, _parameters, options) => {
  if (flagOption(options, 'adopt')) {
    const value = await adoptMedia(await core.library(), { signal, onProgress: progress.show });
    return { value, text: `${value.adopted.length} sounds were taken back.`, warnings: strangersOf(value.altered) };
  }
  const backup = textOption(options, 'backup');
  // The library itself is not opened: it may be what is damaged.
  const value = await restoreLibrary({
    home: core.home,
    ports: core.ports,
    program: 'the command line',
    ingest: createIngestAudio(core.ffmpeg),
    signal,
    onProgress: progress.show,
    ...(backup === undefined ? {} : { backup }),
  });
  return { value, text: textOf(value), warnings: strangersOf(value.altered) };
};

function textOf({ backup, damagedBackups, aside, salvaged, adopted }: RestoreReport): string {
  return [
    ...damagedBackups.map((name) => `Passed over, because it is damaged: ${name}`),
    `The library is as it was on ${new Date(backup.createdAtMs).toISOString()} (${backup.name}).`,
    aside === null ? '' : `The library that was there is in ${aside}.`,
    `Taken over from it: ${salvaged.sounds} sounds, ${salvaged.answers} answers of speech services, ${salvaged.takes} takes, what was said about ${salvaged.clips} clips.`,
    salvaged.unreadable === null ? 'Its database could not be read.' : '',
    adopted.length === 0 ? '' : `${adopted.length} more sounds were found by their files.`,
  ]
    .filter((line) => line !== '')
    .join('\n');
}

function strangersOf(paths: readonly string[]): readonly string[] {
  return paths.map((path) => `${path} does not hold what its name says, and was left.`);
}
