import { resolve } from 'node:path';
import { unarchiveProject } from '#core/archive/unarchive-project.ts';
import type { RunCommand } from './command.ts';

export const run: RunCommand = async ({ core, progress, signal, workingDirectory }, [file = '']) => {
  const value = await unarchiveProject(await core.library(), resolve(workingDirectory, file), {
    signal,
    onProgress: progress.show,
  });
  const warnings =
    value.renewed === 0 ? [] : [`${value.renewed} ids were in use in this library; the new project has others.`];
  return { value, text: [value.projectId, ...value.episodeIds].join('\n'), warnings };
};
