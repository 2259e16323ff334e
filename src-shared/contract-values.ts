/** The shapes of what the contract carries, beside the episode's records. */
import { z } from 'zod';
import { APP_ERROR_CODES, type ErrorAnswer, PROVIDER_ERROR_KINDS } from './errors.ts';
import { AssetId, EpisodeId, ProjectId, ProviderId, RequestHash, TakeId } from './ids.ts';
import type { Asset, Take } from './media.ts';
import { type Samples, samples } from './units.ts';

const count = z.number().int().min(0);
const LengthSamples = count.transform((value): Samples => samples(value));

export const AppInfo = z.strictObject({
  version: z.string(),
  /** 'linux', 'darwin', 'win32': which modifier key a shortcut is written with. */
  platform: z.string(),
});
export type AppInfo = z.infer<typeof AppInfo>;

export const ProjectSummary = z.strictObject({ id: ProjectId, name: z.string() });
export type ProjectSummary = z.infer<typeof ProjectSummary>;

export const EpisodeSummary = z.strictObject({
  id: EpisodeId,
  projectId: ProjectId,
  title: z.string(),
  /** Counts changes; an edit names the revision it was made against. */
  revision: count,
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
  kind: z.enum(['sample']),
  state: z.enum(['running', 'done', 'failed', 'cancelled']),
  /** The core's own name of the step, see `Progress` in core/ports.ts; '' before the first. */
  stage: z.string(),
  done: z.number(),
  /** 0: unknown. */
  total: z.number(),
  error: ErrorAnswerValue.exactOptional(),
});
export type Job = z.infer<typeof Job>;
