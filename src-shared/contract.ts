/**
 * Everything the studio can ask of the core, in one table: method name, what goes in, what comes out. The rest derives
 * from it: the handlers the core must have (a missing one does not compile), the client the renderer uses, the one IPC
 * channel, the HTTP routes.
 *
 * Input crosses a trust boundary and is parsed on every call. Output is the core's own and is held to its schema by
 * the compiler and by tests, not on every call: an episode of 20,000 lines would be walked twice for nothing.
 * Audio never travels here; see `media-url.ts`.
 */
import { z } from 'zod';
import {
  AppInfo,
  AssetValue,
  EpisodeSummary,
  Job,
  JobId,
  ProjectSummary,
  TakeValue,
  VoiceValue,
} from './contract-values.ts';
import { EpisodeRecord } from './document/records.ts';
import { EpisodeId, ProjectId } from './ids.ts';

const nothing = z.strictObject({});

export const METHODS = {
  /** What runs here, for the about box and for bug reports. */
  'app.info': { input: nothing, output: AppInfo },
  /** Newest first. */
  'projects.list': { input: nothing, output: z.array(ProjectSummary).readonly() },
  /** In the order they were made. */
  'episodes.list': { input: z.strictObject({ projectId: ProjectId }), output: z.array(EpisodeSummary).readonly() },
  /** A whole episode and all that `layOut` needs to place it. */
  'episodes.open': {
    input: z.strictObject({ episodeId: EpisodeId }),
    output: z.strictObject({
      episode: EpisodeSummary,
      records: z.array(EpisodeRecord).readonly(),
      /** The takes that lines and headings of the episode use. */
      takes: z.array(TakeValue).readonly(),
      /** The audio of those takes, and of cues and clips. */
      assets: z.array(AssetValue).readonly(),
    }),
  },
  /** Every voice of every connection that answers now. */
  'voices.list': { input: nothing, output: z.array(VoiceValue).readonly() },
  /** The sample episode, imported and spoken on the first call; later calls answer the same one at once. */
  'sample.open': { input: nothing, output: z.strictObject({ projectId: ProjectId, episodeId: EpisodeId }) },
  /** What is running now, oldest first. */
  'jobs.list': { input: nothing, output: z.array(Job).readonly() },
  /** Asks a job to stop; it says so itself when it has. `isRunning` false: it was over already. */
  'jobs.cancel': { input: z.strictObject({ jobId: JobId }), output: z.strictObject({ isRunning: z.boolean() }) },
} as const satisfies Record<string, { readonly input: z.ZodType; readonly output: z.ZodType }>;

/** What the core says unasked. */
export const EVENTS = {
  /** A job began, moved or ended. */
  'job.changed': Job,
} as const satisfies Record<string, z.ZodType>;

export type MethodName = keyof typeof METHODS;
/** What a caller writes: plain text where the core sees branded ids. */
export type CallInput<M extends MethodName> = z.input<(typeof METHODS)[M]['input']>;
export type HandlerInput<M extends MethodName> = z.output<(typeof METHODS)[M]['input']>;
export type Output<M extends MethodName> = z.output<(typeof METHODS)[M]['output']>;

/** One function per method. Complete or it does not compile. */
export type Handlers = {
  readonly [M in MethodName]: (input: HandlerInput<M>) => Output<M> | Promise<Output<M>>;
};

export type EventName = keyof typeof EVENTS;
export type EventMessage = {
  [N in EventName]: { readonly name: N; readonly value: z.output<(typeof EVENTS)[N]> };
}[EventName];

export function isMethodName(name: string): name is MethodName {
  return Object.hasOwn(METHODS, name);
}
