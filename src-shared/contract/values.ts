/** The shapes of what the contract carries, beside the episode's records. */
import { z } from 'zod';
import { APP_ERROR_CODES, type ErrorAnswer, PROVIDER_ERROR_KINDS } from '../errors.ts';
import { AssetId, EpisodeId, ProjectId, ProviderId, RequestHash, TakeId } from '../ids.ts';
import type { Asset, Take } from '../media.ts';
import { type Samples, samples } from '../units.ts';

/** A whole number from 0 up. */
export const count = z.number().int().min(0);
const LengthSamples = count.transform((value): Samples => samples(value));

export const AppInfo = z.strictObject({
  version: z.string(),
  /** 'linux', 'darwin', 'win32': which modifier key a shortcut is written with. */
  platform: z.string(),
});
export type AppInfo = z.infer<typeof AppInfo>;

/** Where a project or episode stands: in use, put away, or in the trash. */
export const Shelf = z.enum(['active', 'archived', 'trashed']);
export type Shelf = z.infer<typeof Shelf>;

/** An amount of money. */
export const MoneyValue = z.strictObject({ amount: z.number().min(0), currency: z.string().regex(/^[A-Z]{3}$/) });
export type MoneyValue = z.infer<typeof MoneyValue>;

export const ProjectSummary = z.strictObject({
  id: ProjectId,
  name: z.string(),
  kind: z.enum(['podcast', 'audiobook']),
  /** BCP 47. */
  language: z.string(),
  shelf: Shelf,
  createdAtMs: z.number(),
});
export type ProjectSummary = z.infer<typeof ProjectSummary>;

export const EpisodeSummary = z.strictObject({
  id: EpisodeId,
  projectId: ProjectId,
  title: z.string(),
  /** Counts changes; an edit names the revision it was made against. */
  revision: count,
  shelf: Shelf,
});
export type EpisodeSummary = z.infer<typeof EpisodeSummary>;

export const VoiceValue = z.strictObject({
  provider: ProviderId,
  id: z.string(),
  name: z.string(),
  /** BCP 47, or '' when the service does not say. */
  language: z.string(),
  gender: z.enum(['female', 'male', 'neutral']).exactOptional(),
  kind: z.enum(['built-in', 'designed', 'cloned', 'blended', 'system']),
});
export type VoiceValue = z.infer<typeof VoiceValue>;

export const AssetValue = z.strictObject({
  id: AssetId,
  byteLength: count,
  format: z.string(),
  sampleRateHz: z.number().positive(),
  channels: z.union([z.literal(1), z.literal(2)]),
  durationSamples: LengthSamples,
  loudnessLufs: z.number().nullable(),
  peakDbfs: z.number().nullable(),
  originalName: z.string().exactOptional(),
  createdAtMs: z.number(),
}) satisfies z.ZodType<Asset>;

export const TakeValue = z.strictObject({
  id: TakeId,
  requestHash: RequestHash,
  provider: ProviderId,
  voiceId: z.string(),
  model: z.string().exactOptional(),
  text: z.string(),
  segments: z
    .array(
      z.strictObject({
        assetId: AssetId,
        requestHash: RequestHash,
        durationSamples: LengthSamples,
        speechStartSample: LengthSamples,
        speechEndSample: LengthSamples,
        runIndex: count,
      }),
    )
    .readonly(),
  cues: z
    .array(
      z.strictObject({
        segmentIndex: count,
        startSample: LengthSamples,
        endSample: LengthSamples,
        text: z.string(),
      }),
    )
    .readonly(),
  billedCharacters: count,
  cost: z.number(),
  currency: z.string().exactOptional(),
  createdAtMs: z.number(),
}) satisfies z.ZodType<Take>;

export const ErrorAnswerValue = z.object({
  code: z.enum(APP_ERROR_CODES),
  kind: z.enum(PROVIDER_ERROR_KINDS).exactOptional(),
  message: z.string(),
  isRetryable: z.boolean(),
  httpStatus: z.number().exactOptional(),
  providerCode: z.string().exactOptional(),
  requestId: z.string().exactOptional(),
  hasPartialAudio: z.boolean().exactOptional(),
  details: z.record(z.string(), z.unknown()).exactOptional(),
}) satisfies z.ZodType<ErrorAnswer>;

export const JobId = z.string().min(1).max(128).brand<'JobId'>();
export type JobId = z.infer<typeof JobId>;

/** Something that takes time. Order is that of `startSequence`, never of a clock. */
export const Job = z.strictObject({
  id: JobId,
  startSequence: count,
  kind: z.enum(['sample', 'speech', 'export', 'import', 'hear']),
  state: z.enum(['running', 'paused', 'done', 'failed', 'cancelled']),
  /** What it works on, for people: an episode's title, a file's name; '' where there is none. */
  subject: z.string(),
  episodeId: EpisodeId.exactOptional(),
  /** The core's own name of the step, see `Progress` in core/ports.ts; '' before the first. */
  stage: z.string(),
  done: z.number(),
  /** 0: unknown. */
  total: z.number(),
  canPause: z.boolean(),
  /** By the pace so far. */
  remainingMs: z.number().exactOptional(),
  /** Paid so far, by currency. */
  costs: z.array(MoneyValue).readonly(),
  /** Of what it does one by one, how many could not be done. */
  failed: count,
  /** What it made, by id: of an export its report, of an import its episode. */
  result: z.string().exactOptional(),
  error: ErrorAnswerValue.exactOptional(),
});
export type Job = z.infer<typeof Job>;
