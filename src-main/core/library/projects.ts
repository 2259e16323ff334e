/** Projects: a show or a book. */
import { z } from 'zod';
import { AppError } from '#shared/errors.ts';
import { ProjectId } from '#shared/ids.ts';
import type { ReadableDb, WritableDb } from './database.ts';

export const Project = z
  .object({
    id: ProjectId,
    name: z.string().min(1).max(200),
    kind: z.enum(['podcast', 'audiobook']),
    /** BCP 47. */
    language: z.string().min(2).max(35),
    createdAtMs: z.number(),
  })
  .readonly();
export type Project = z.infer<typeof Project>;

interface ProjectRow {
  readonly id: string;
  readonly json: string;
  readonly created_at_ms: number;
}

function projectOf(row: ProjectRow): Project {
  return Project.parse({ ...JSON.parse(row.json), id: row.id, createdAtMs: row.created_at_ms });
}

function rowOf({ id, createdAtMs, ...rest }: Project) {
  return { id, json: JSON.stringify(rest), createdAtMs };
}

export function createProject(db: WritableDb, project: Project): void {
  db.run(
    'INSERT INTO project (id, json, created_at_ms) VALUES ($id, $json, $createdAtMs)',
    rowOf(Project.parse(project)),
  );
}

/** Newest first. */
export function listProjects(db: ReadableDb): readonly Project[] {
  return db.all<ProjectRow>('SELECT id, json, created_at_ms FROM project ORDER BY number DESC').map(projectOf);
}

/** Throws AppError `not-found`. */
export function projectById(db: ReadableDb, id: ProjectId): Project {
  const row = db.get<ProjectRow>('SELECT id, json, created_at_ms FROM project WHERE id = $id', { id });
  if (!row) {
    throw new AppError({
      code: 'not-found',
      message: `There is no project "${id}" in this library. "lectern projects" lists those there are.`,
      details: { projectId: id },
    });
  }
  return projectOf(row);
}
