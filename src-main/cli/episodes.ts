import { listEpisodes } from '#core/library/episodes.ts';
import type { RunCommand } from './command.ts';
import { findProject } from './find-project.ts';
import { textTable } from './text-table.ts';

export const run: RunCommand = async ({ core }, [project = '']) => {
  const { db } = await core.library();
  const episodes = listEpisodes(db, findProject(db, project).id);
  return {
    value: episodes,
    text:
      episodes.length === 0
        ? 'No episodes yet.'
        : textTable(
            ['episode', 'title', 'revision'],
            episodes.map(({ id, title, revision }) => [id, title, revision]),
          ),
  };
};
