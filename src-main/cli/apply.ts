import { resolve } from 'node:path';
import { applyCommands } from '#core/library/edits.ts';
import { numberOption, type RunCommand, textOption } from './command.ts';
import { findEpisode } from './find-project.ts';
import { readCommands } from './read-commands.ts';

export const run: RunCommand = async ({ core, workingDirectory }, [episode = ''], options) => {
  const commands = await readCommands(resolve(workingDirectory, textOption(options, 'commands') ?? ''));
  const given = numberOption(options, 'baseRevision', { min: 0, isInteger: true });
  const label = textOption(options, 'label');
  const library = await core.library();
  const { id, revision: current } = findEpisode(library.db, episode);
  const { revision } = applyCommands(library, id, {
    baseRevision: given ?? current,
    commands,
    ...(label === undefined ? {} : { label }),
  });
  const text = revision === current ? `Nothing to change. Revision ${revision}.` : `Revision ${revision}.`;
  return { value: { revision }, text };
};
