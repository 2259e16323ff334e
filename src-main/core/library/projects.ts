/** Projects: a show or a book, and what its episodes have in common. */
import { z } from 'zod';
import { ProjectDefaults } from '#shared/document/project-defaults.ts';
import { AppError } from '#shared/errors.ts';
import { ProjectId } from '#shared/ids.ts';
import type { ReadableDb, WritableDb } from './database.ts';
import type { Shelf } from './episode-rows.ts';
import { markReindexDue } from './search/catch-up.ts';

export const Project = z
  .object({
    id: ProjectId,
    name: z.string().min(1).max(200),
    kind: z.enum(['podcast', 'audiobook']),
    /** BCP 47. */
    language: z.string().min(2).max(35),
    defaults: ProjectDefaults.optional(),
    createdAtMs: z.number(),
  })
  .readonly();
export type Project = z.infer<typeof Project>;

export type StoredProject = Project & { readonly shelf: Shelf };

interface ProjectRow {
  readonly id: string;
  readonly json: string;
  readonly shelf: Shelf;
  readonly created_at_ms: number;
}

const SELECT_PROJECT = 'SELECT id, json, shelf, created_at_ms FROM project';

function projectOf(row: ProjectRow): StoredProject {
  try {
    const project = Project.parse({ ...JSON.parse(row.json), id: row.id, createdAtMs: row.created_at_ms });
    return { ...project, shelf: row.shelf };
  } catch (cause) {
    throw new AppError({
      code: 'library-damaged',
      message: `The project "${row.id}" has settings that cannot be read. They were left as they are; the other projects are not affected.`,
      details: { projectId: row.id },
      cause,
    });
  }
}

function isReadable(row: ProjectRow): boolean {
  try {
    projectOf(row);
    return true;
  } catch (error) {
    if (error instanceof AppError) return false;
    throw error;
  }
}

function rowOf({ id, createdAtMs, ...rest }: Project) {
  return { id, json: JSON.stringify(rest), createdAtMs };
}

export function createProject(db: WritableDb, project: Project): void {
  db.run('INSERT INTO project (id, json, created_at_ms) VALUES ($id, $json, $createdAtMs)', rowOf(checked(project)));
}

/**
 * Newest first; those in the trash only where they are asked for. One that cannot be read does not stop the others:
 * {@link unreadableProjects} names it.
 */
export function listProjects(db: ReadableDb, options: { readonly shelf?: Shelf } = {}): readonly StoredProject[] {
  return db
    .all<ProjectRow>(`${SELECT_PROJECT} ORDER BY number DESC`)
    .filter(({ shelf }) => (options.shelf === undefined ? shelf !== 'trashed' : shelf === options.shelf))
    .filter(isReadable)
    .map(projectOf);
}

/** Whose settings are damaged. Their rows are kept. */
export function unreadableProjects(db: ReadableDb): readonly string[] {
  return db
    .all<ProjectRow>(`${SELECT_PROJECT} ORDER BY number`)
    .filter((row) => !isReadable(row))
    .map(({ id }) => id);
}

/** Throws AppError `not-found`, or `library-damaged` for one that cannot be read. */
export function projectById(db: ReadableDb, id: ProjectId): StoredProject {
  const row = db.get<ProjectRow>(`${SELECT_PROJECT} WHERE id = $id`, { id });
  if (!row) {
    throw new AppError({
      code: 'not-found',
      message: `There is no project "${id}" in this library. "lectern projects" lists those there are.`,
      details: { projectId: id },
    });
  }
  return projectOf(row);
}

export type ProjectChanges = Partial<Pick<Project, 'name' | 'kind' | 'language'>> & {
  /** Replaces the fields that are named; undefined takes one away. */
  readonly defaults?: { readonly [Key in keyof ProjectDefaults]?: ProjectDefaults[Key] | undefined };
};

/**
 * Changes what is named and leaves the rest. Its episodes inherit the change at once; none of them is written.
 * Throws AppError `not-found`, or `invalid-input` that names the field.
 */
export function changeProject(db: WritableDb, id: ProjectId, changes: ProjectChanges): StoredProject {
  return db.transaction(() => {
    const { shelf: _shelf, ...project } = projectById(db, id);
    const { defaults, ...fields } = changes;
    const next = checked({
      ...project,
      ...fields,
      // Through JSON, a field that was taken away is not there.
      ...(defaults ? { defaults: JSON.parse(JSON.stringify({ ...project.defaults, ...defaults })) } : {}),
    });
    const { json } = rowOf(next);
    db.run('UPDATE project SET json = $json WHERE id = $id', { id, json });
    return projectById(db, id);
  });
}

/** Archives a project, moves it to the trash, or brings it back. Throws AppError `not-found`. */
export function setProjectShelf(db: WritableDb, id: ProjectId, shelf: Shelf): void {
  db.transaction(() => {
    projectById(db, id);
    db.run('UPDATE project SET shelf = $shelf WHERE id = $id', { id, shelf });
    const episodes = db.all<{ number: number }>(
      'SELECT number FROM episode WHERE project_number = (SELECT number FROM project WHERE id = $id)',
      { id },
    );
    for (const { number } of episodes) markReindexDue(db, number);
  });
}

function checked(project: Project): Project {
  const { data, error } = Project.safeParse(project);
  if (data) return data;
  const issue = error.issues[0];
  throw new AppError({
    code: 'invalid-input',
    message: `The project cannot be saved: ${[...(issue?.path ?? [])].join('.')}: ${issue?.message}.`,
    details: { path: issue?.path },
  });
}
