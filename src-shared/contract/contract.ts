/**
 * Everything the studio can ask of the core, in one table: method name, what goes in, what comes out. The rest derives
 * from it: the handlers the core must have (a missing one does not compile), the client the renderer uses, the one IPC
 * channel, the HTTP routes.
 *
 * Input crosses a trust boundary and is parsed on every call. Output is the core's own and is held to its schema by
 * the compiler and by tests, not on every call: an episode of 20,000 lines would be walked twice for nothing.
 * Audio never travels here; see `media-url.ts`. Files from outside come by `files.ts`.
 */
import type { z } from 'zod';
import { CONNECTION_METHODS } from './connections.ts';
import { EPISODE_METHODS, EpisodeChange } from './episodes.ts';
import { EXPORT_METHODS } from './exports.ts';
import { JOB_EVENTS, JOB_METHODS } from './jobs.ts';
import { LIBRARY_EVENTS, LIBRARY_METHODS } from './library.ts';
import { PROJECT_METHODS } from './projects.ts';
import { SETTINGS_EVENTS, SETTINGS_METHODS } from './settings.ts';
import { SOUND_METHODS } from './sounds.ts';
import { SPEECH_EVENTS, SPEECH_METHODS } from './speech.ts';
import { VOICE_METHODS } from './voices.ts';

export const METHODS = {
  ...SETTINGS_METHODS,
  ...PROJECT_METHODS,
  ...EPISODE_METHODS,
  ...SPEECH_METHODS,
  ...JOB_METHODS,
  ...SOUND_METHODS,
  ...EXPORT_METHODS,
  ...LIBRARY_METHODS,
  ...VOICE_METHODS,
  ...CONNECTION_METHODS,
} as const satisfies Record<string, { readonly input: z.ZodType; readonly output: z.ZodType }>;

/** What the core says unasked. */
export const EVENTS = {
  /** An episode was changed, by this page or by anything else: a job, another window, undo. */
  'episode.changed': EpisodeChange,
  ...SPEECH_EVENTS,
  ...JOB_EVENTS,
  ...LIBRARY_EVENTS,
  ...SETTINGS_EVENTS,
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
