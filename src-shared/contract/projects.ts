/** Projects and the episodes in them. */
import { z } from 'zod';
import { ProjectDefaults } from '../document/project-defaults.ts';
import { EpisodeId, ProjectId } from '../ids.ts';
import { FileId } from './files.ts';
import { EpisodeSummary, ProjectSummary, Shelf } from './values.ts';

const Kind = z.enum(['podcast', 'audiobook']);
const Name = z.string().trim().min(1).max(200);
const Title = z.string().trim().min(1).max(500);
const { shape: defaults } = ProjectDefaults.unwrap();
const Language = z.string().min(2).max(35);

export const Project = ProjectSummary.extend({ defaults: ProjectDefaults });
export type Project = z.infer<typeof Project>;

export const ImportedScript = z.strictObject({
  projectId: ProjectId,
  episodeId: EpisodeId,
  title: z.string(),
  lines: z.number().int().min(0),
  /** What was left out, with the line of the file where there is one, and why. */
  /** Who was added to the cast because the script names them. */
  addedSpeakers: z.array(z.string()).readonly(),
  dropped: z.array(z.strictObject({ line: z.number().exactOptional(), what: z.string() })).readonly(),
});
export type ImportedScript = z.infer<typeof ImportedScript>;

export const PROJECT_METHODS = {
  /** Newest first. Without `shelf`: all but those in the trash. */
  'projects.list': {
    input: z.strictObject({ shelf: Shelf.exactOptional() }),
    output: z.array(ProjectSummary).readonly(),
  },
  'projects.get': { input: z.strictObject({ projectId: ProjectId }), output: Project },
  'projects.create': {
    input: z.strictObject({ name: Name, kind: Kind, language: Language }),
    output: ProjectSummary,
  },
  /** Changes what is named. In `defaults`, null takes a field away. */
  'projects.change': {
    input: z.strictObject({
      projectId: ProjectId,
      name: Name.exactOptional(),
      kind: Kind.exactOptional(),
      language: Language.exactOptional(),
      defaults: z
        .strictObject({
          cast: defaults.cast.nullable(),
          pronunciations: defaults.pronunciations.nullable(),
          gaps: defaults.gaps.nullable(),
          tracks: defaults.tracks.nullable(),
          author: defaults.author.nullable(),
          exportPreset: defaults.exportPreset.nullable(),
          coverPath: defaults.coverPath.nullable(),
        })
        .partial()
        .exactOptional(),
    }),
    output: Project,
  },
  'projects.setShelf': {
    input: z.strictObject({ projectId: ProjectId, shelf: Shelf }),
    output: z.strictObject({}),
  },
  /** In the project's order. Without `shelf`: all but those in the trash. */
  'episodes.list': {
    input: z.strictObject({ projectId: ProjectId, shelf: Shelf.exactOptional() }),
    output: z.array(EpisodeSummary).readonly(),
  },
  /** An empty episode with the project's cast and tracks, at the end of the project. */
  'episodes.create': { input: z.strictObject({ projectId: ProjectId, title: Title }), output: EpisodeSummary },
  'episodes.duplicate': { input: z.strictObject({ episodeId: EpisodeId, title: Title }), output: EpisodeSummary },
  /** null: to the front. */
  'episodes.move': {
    input: z.strictObject({ episodeId: EpisodeId, afterId: EpisodeId.nullable() }),
    output: z.strictObject({}),
  },
  'episodes.setShelf': {
    input: z.strictObject({ episodeId: EpisodeId, shelf: Shelf }),
    output: z.strictObject({}),
  },
  /**
   * Reads a script or manuscript (Markdown, plain text, Fountain, DOCX, EPUB, CSV, SRT, VTT) into a new episode, of a
   * new project where none is named.
   */
  'scripts.import': {
    input: z.strictObject({
      source: z.union([
        z.strictObject({ fileId: FileId }),
        /** Pasted. */
        z.strictObject({ text: z.string().min(1).max(20_000_000), fileName: z.string().max(255).exactOptional() }),
      ]),
      projectId: ProjectId.exactOptional(),
      projectName: Name.exactOptional(),
    }),
    output: ImportedScript,
  },
  /** The episode as a script in Lectern's own format, for the clipboard or a file. */
  'scripts.print': { input: z.strictObject({ episodeId: EpisodeId }), output: z.strictObject({ text: z.string() }) },
  /** The sample episode, imported and spoken on the first call; later calls answer the same one at once. */
  'sample.open': { input: z.strictObject({}), output: z.strictObject({ projectId: ProjectId, episodeId: EpisodeId }) },
} as const;
