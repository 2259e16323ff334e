import type { ReadableDb } from '#core/library/database.ts';
import { type EpisodeSummary, listEpisodes } from '#core/library/episodes.ts';
import { listProjects, type Project } from '#core/library/projects.ts';
import { AppError } from '#shared/errors.ts';

/** A project by its id, or by its name when only one has it. Throws AppError `not-found` or `invalid-input`. */
export function findProject(db: ReadableDb, idOrName: string): Project {
  const projects = listProjects(db);
  const byId = projects.find((project) => project.id === idOrName);
  if (byId) return byId;
  const named = projects.filter((project) => project.name === idOrName);
  if (named.length === 1 && named[0]) return named[0];
  if (named.length > 1) {
    throw new AppError({
      code: 'invalid-input',
      message: `${named.length} projects are called "${idOrName}". Name one by its id: ${named.map(({ id }) => id).join(', ')}.`,
      details: { ids: named.map(({ id }) => id) },
    });
  }
  throw new AppError({
    code: 'not-found',
    message: `There is no project "${idOrName}". \`lectern projects\` lists those there are.`,
  });
}

/** An episode by its id, by the beginning of its id, or by its title when only one has it. Throws as {@link findProject}. */
export function findEpisode(db: ReadableDb, idOrTitle: string): EpisodeSummary {
  const episodes = listProjects(db).flatMap((project) => listEpisodes(db, project.id));
  const byId = episodes.find((episode) => episode.id === idOrTitle);
  if (byId) return byId;
  const matching = episodes.filter(
    (episode) => episode.title === idOrTitle || (idOrTitle.length >= 4 && episode.id.startsWith(idOrTitle)),
  );
  if (matching.length === 1 && matching[0]) return matching[0];
  if (matching.length > 1) {
    throw new AppError({
      code: 'invalid-input',
      message: `"${idOrTitle}" fits ${matching.length} episodes. Name one by its id: ${matching.map(({ id }) => id).join(', ')}.`,
      details: { ids: matching.map(({ id }) => id) },
    });
  }
  throw new AppError({
    code: 'not-found',
    message: `There is no episode "${idOrTitle}". \`lectern episodes PROJECT\` lists those of a project.`,
  });
}
