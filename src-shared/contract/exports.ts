/** Finished files: what can be made, what stands in the way, the work, and the measured report. */
import { z } from 'zod';
import { EpisodeId } from '../ids.ts';
import { FileId } from './files.ts';
import { count, JobId } from './values.ts';

export const ExportPresetValue = z.strictObject({
  name: z.string(),
  title: z.string(),
  /** '-16 LUFS', '-20 dB RMS'. */
  level: z.string(),
  truePeakLimitDbtp: z.number(),
  channels: z.union([z.literal(1), z.literal(2)]),
  defaultFormat: z.string(),
  formats: z.array(z.string()).readonly(),
  isFilePerChapter: z.boolean(),
  aiPolicy: z.strictObject({ kind: z.enum(['prohibited', 'disclose', 'ok']), text: z.string() }),
});
export type ExportPresetValue = z.infer<typeof ExportPresetValue>;

export const ExportCheckValue = z.strictObject({
  durationSamples: count,
  chapters: count,
  /** What would be silence: each with the block to go to, where there is one. */
  missing: z.array(z.strictObject({ blockId: z.string().exactOptional(), what: z.string() })).readonly(),
  /** Lines whose take does not say what they say now. */
  stale: count,
  /** The files that would be made, by name. */
  files: z.array(z.string()).readonly(),
  /** Where they go when nothing else is chosen, for people. */
  folder: z.string(),
});
export type ExportCheckValue = z.infer<typeof ExportCheckValue>;

export const ExportReportValue = z.strictObject({
  id: z.string(),
  episodeId: EpisodeId,
  preset: z.string(),
  format: z.string(),
  /** The file; the folder where a file a chapter was made. */
  file: z.string(),
  files: z.array(z.strictObject({ name: z.string(), byteLength: count })).readonly(),
  durationMs: z.number(),
  chapters: count,
  /** As measured in the finished files, decoded. */
  loudness: z.strictObject({
    integratedLufs: z.number().nullable(),
    truePeakDbtp: z.number().nullable(),
    rmsDb: z.number().nullable(),
    noiseFloorDb: z.number().nullable(),
  }),
  checks: z
    .array(
      z.strictObject({
        rule: z.string(),
        value: z.string(),
        limit: z.string(),
        pass: z.boolean(),
        advice: z.string().exactOptional(),
      }),
    )
    .readonly(),
  warnings: z.array(z.string()).readonly(),
  createdAtMs: z.number(),
});
export type ExportReportValue = z.infer<typeof ExportReportValue>;

const what = z.strictObject({ episodeId: EpisodeId, preset: z.string(), format: z.string().exactOptional() });

export const EXPORT_METHODS = {
  'exports.presets': { input: z.strictObject({}), output: z.array(ExportPresetValue).readonly() },
  'exports.check': { input: what, output: ExportCheckValue },
  /**
   * Makes the files; `exports.reports` has the report when the job is done (its id is the job's `result`). Throws
   * `export-incomplete` where something is missing unless `isDraft`. `target`: chosen in a dialog of the shell;
   * otherwise the library's own folder for exports.
   */
  'exports.start': {
    input: what.extend({
      target: FileId.exactOptional(),
      isDraft: z.boolean().exactOptional(),
      captions: z
        .array(z.enum(['srt', 'vtt']))
        .readonly()
        .exactOptional(),
      hasChaptersJson: z.boolean().exactOptional(),
      hasStems: z.boolean().exactOptional(),
    }),
    output: z.strictObject({ jobId: JobId }),
  },
  /** Newest first. */
  'exports.reports': { input: z.strictObject({ episodeId: EpisodeId }), output: z.array(ExportReportValue).readonly() },
} as const;

/** `/exports/<report id>/<file name>`: the finished file, for downloading in a browser. */
export const EXPORTS_PATH = '/exports/';
