/** Making lines speak: what it would cost, the work itself, and what becomes of each line. */
import { z } from 'zod';
import { EpisodeId, ProviderId, RecordId } from '../ids.ts';
import { LineStateValue } from './episodes.ts';
import { count, JobId, MoneyValue } from './values.ts';

const blocks = z.array(RecordId).max(100_000).readonly();

export const ConnectionCostValue = z.strictObject({
  connection: ProviderId,
  /** For people. */
  name: z.string(),
  model: z.string(),
  requests: count,
  billedCharacters: count,
  /** null: the price is unknown, which is not the same as free. */
  cost: z.number().min(0).nullable(),
  currency: z.string().nullable(),
});
export type ConnectionCostValue = z.infer<typeof ConnectionCostValue>;

export const EstimateValue = z.strictObject({
  /** Lines and spoken headings that were looked at. */
  lines: count,
  /** Of them, those for which something has to be asked. */
  stale: count,
  /** Lines that cannot be asked for as they are, see `episodes.lineStates`. */
  blocked: count,
  byConnection: z.array(ConnectionCostValue).readonly(),
});
export type EstimateValue = z.infer<typeof EstimateValue>;

export const SPEECH_METHODS = {
  /** Of these blocks, or of all that is missing or stale. Nothing is sent. `isNewTake`: also of what is up to date. */
  'speech.estimate': {
    input: z.strictObject({
      episodeId: EpisodeId,
      blockIds: blocks.exactOptional(),
      isNewTake: z.boolean().exactOptional(),
    }),
    output: EstimateValue,
  },
  /**
   * Puts these lines (or all that are missing or stale) into the queue and answers at once with the job that speaks
   * them; lines that another job is at stay with that one. They are wanted until answered: a start after a crash goes on.
   * `caps`: the most this job may spend of each currency; `isOffline`: only voices of this machine. `isDraft`: the
   * built-in voice reads, whoever is cast; the lines can be heard at once and stay stale.
   */
  'speech.generate': {
    input: z.strictObject({
      episodeId: EpisodeId,
      blockIds: blocks.exactOptional(),
      isNewTake: z.boolean().exactOptional(),
      caps: z.array(MoneyValue).max(20).readonly().exactOptional(),
      isOffline: z.boolean().exactOptional(),
      isDraft: z.boolean().exactOptional(),
    }),
    output: z.strictObject({ jobId: JobId.nullable(), lines: count }),
  },
  /** What the person is looking at goes first. */
  'speech.prefer': { input: z.strictObject({ episodeId: EpisodeId, blockIds: blocks }), output: z.strictObject({}) },
} as const;

export const SPEECH_EVENTS = {
  /** Lines whose state changed by a job or an edit of somebody else. */
  'speech.lines': z.strictObject({ episodeId: EpisodeId, states: z.array(LineStateValue).readonly() }),
} as const;
