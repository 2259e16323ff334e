import { speakEpisode } from '#core/episode/speak-episode.ts';
import { exportEpisode } from '#core/export/export-episode.ts';
import { openEffectiveEpisode } from '#core/library/effective-episode.ts';
import { attachTakes } from '#core/library/line-takes.ts';
import { openMediaIndex } from '#core/library/media-index.ts';
import { settingsOf } from '#shared/document/episode-document.ts';
import { costOption, flagOption, type RunCommand } from './command.ts';
import { chosenPreset, exportSummary, exportValue, exportWishes } from './export-options.ts';
import { findEpisode } from './find-project.ts';

export const run: RunCommand = async (context, [name = ''], options) => {
  const { core, progress, signal, workingDirectory } = context;
  const wishes = exportWishes(options, workingDirectory);
  const maxCost = costOption(options, 'maxCost');
  const watch = { signal, onProgress: progress.show };
  const library = await core.library();
  const episode = openEffectiveEpisode(library.db, findEpisode(library.db, name).id);
  const preset = chosenPreset(options, settingsOf(episode.document).exportPreset);
  const ffmpeg = await core.ffmpeg();
  const spoken = await speakEpisode(library, episode.document, {
    voices: await core.voices(),
    costOf: await core.connections.costOf(),
    isDraft: flagOption(options, 'draft'),
    isOffline: flagOption(options, 'offline'),
    ...(maxCost === undefined ? {} : { maxCost }),
    ...watch,
  });
  // The speech belongs to the episode from now on, whatever becomes of this export.
  attachTakes(library, episode.id, spoken.takes);
  const exported = await exportEpisode(library, ffmpeg, {
    ...wishes,
    document: spoken.document,
    media: openMediaIndex(library.db),
    preset,
    rememberAs: episode.id,
    ...watch,
  });
  const { lines, spoken: spokenNow, reused, billedCharacters, warnings } = spoken;
  const value = exportValue(exported, { lines, spoken: spokenNow, reused, billedCharacters }, warnings);
  return { value, text: exportSummary(value), warnings: value.warnings };
};
