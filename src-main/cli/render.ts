import { basename, dirname, resolve } from 'node:path';
import { attachSounds } from '#core/episode/attach-sounds.ts';
import { castVoices } from '#core/episode/cast-voices.ts';
import { readScript } from '#core/episode/read-script.ts';
import { speakEpisode } from '#core/episode/speak-episode.ts';
import { exportEpisode } from '#core/export/export-episode.ts';
import { openMediaIndex } from '#core/library/media-index.ts';
import { settingsOf } from '#shared/document/episode-document.ts';
import { costOption, flagOption, listOption, type RunCommand } from './command.ts';
import { chosenPreset, exportSummary, exportValue, exportWishes } from './export-options.ts';

export const run: RunCommand = async (context, [script = ''], options) => {
  const { core, progress, signal, workingDirectory } = context;
  const path = resolve(workingDirectory, script);
  const wishes = exportWishes(options, workingDirectory);
  const maxCost = costOption(options, 'maxCost');
  const isDraft = flagOption(options, 'draft');
  const watch = { signal, onProgress: progress.show };

  const read = await readScript({ path }, { newId: core.ports.newId, signal });
  const cast = castVoices(read.document, listOption(options, 'voice'));
  const preset = chosenPreset(options, settingsOf(cast).exportPreset);
  const ffmpeg = await core.ffmpeg();
  const library = await core.library();
  const sounds = await attachSounds(library, cast, {
    folder: dirname(path),
    scriptName: basename(path),
    lineOfSound: read.lineOfSound,
    isDraft,
    ...watch,
  });
  const spoken = await speakEpisode(library, sounds.document, {
    voices: await core.voices(),
    costOf: await core.connections.costOf(),
    isDraft,
    isOffline: flagOption(options, 'offline'),
    ...(maxCost === undefined ? {} : { maxCost }),
    ...watch,
  });
  const exported = await exportEpisode(library, ffmpeg, {
    ...wishes,
    document: spoken.document,
    media: openMediaIndex(library.db),
    preset,
    baseFolder: dirname(path),
    rememberAs: path,
    ...watch,
  });
  const { lines, spoken: spokenNow, reused, billedCharacters, warnings } = spoken;
  const dropped = read.dropped.map(({ line, what }) => (line > 0 ? `${basename(path)}:${line}: ${what}` : what));
  const value = exportValue(exported, { lines, spoken: spokenNow, reused, billedCharacters }, [
    ...dropped,
    ...sounds.problems,
    ...warnings,
  ]);
  return { value, text: exportSummary(value), warnings: value.warnings };
};
