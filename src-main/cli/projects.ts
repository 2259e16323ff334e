import { listProjects } from '#core/library/projects.ts';
import type { RunCommand } from './command.ts';
import { textTable } from './text-table.ts';

export const run: RunCommand = async ({ core }) => {
  const projects = listProjects((await core.library()).db);
  return {
    value: projects,
    text:
      projects.length === 0
        ? 'No projects yet. `lectern import script.md --project NAME` makes one.'
        : textTable(
            ['project', 'name', 'kind', 'language'],
            projects.map(({ id, name, kind, language }) => [id, name, kind, language]),
          ),
  };
};
