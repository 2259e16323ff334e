import { resolve } from 'node:path';
import { openEpisode } from '#core/library/episodes.ts';
import { writeFileSafely } from '#core/library/safe-file.ts';
import { printScript } from '#shared/script/print-script.ts';
import { type RunCommand, textOption } from './command.ts';
import { findEpisode } from './find-project.ts';

export const run: RunCommand = async ({ core, workingDirectory, signal }, [episode = ''], options) => {
  const { db } = await core.library();
  const { document } = openEpisode(db, findEpisode(db, episode).id);
  const file = resolve(workingDirectory, textOption(options, 'output') ?? '');
  await writeFileSafely(file, new TextEncoder().encode(printScript(document)), { signal });
  return { value: { file }, text: file };
};
