import { resolve } from 'node:path';
import { archiveProject } from '#core/archive/archive-project.ts';
import { byteSizeOf } from './byte-size.ts';
import { type RunCommand, textOption } from './command.ts';
import { findProject } from './find-project.ts';

export const run: RunCommand = async ({ core, progress, signal, workingDirectory }, [project = ''], options) => {
  const library = await core.library();
  const file = resolve(workingDirectory, textOption(options, 'output') ?? '');
  const { id } = findProject(library.db, project);
  const byteLength = await archiveProject(library, id, file, { signal, onProgress: progress.show });
  return { value: { file, byteLength }, text: `${file} (${byteSizeOf(byteLength)})` };
};
