/** What an archive says about itself: everything of a project but the audio. */
import { z } from 'zod';
import { EpisodeRecord, LengthSamples } from '#shared/document/records.ts';
import { APP_ERROR_CODES } from '#shared/errors.ts';
import { AssetId, EpisodeId, ProviderId, RecordId, RequestHash, TakeId } from '#shared/ids.ts';
import { Rating, SoundKind, Tag } from '#shared/library-clips.ts';
import { EDIT_LABELS_EN } from '#shared/messages/edit-labels.en.ts';
import { Project } from '../library/projects.ts';

export const ARCHIVE_FORMAT = 'lectern-archive';
/** Raised when an older program would read an archive wrongly. */
export const ARCHIVE_VERSION = 2;
export const MANIFEST_NAME = 'manifest.json';

const count = z.number().int().min(0).safe();
const timeMs = z.number();
const text = z.string().max(1_000_000);
const Shelf = z.enum(['active', 'archived', 'trashed']);

const Facts = z
  .object({
    format: z.string().min(1).max(40),
    sampleRateHz: z.number().int().min(1).max(1_000_000),
    channels: z.union([z.literal(1), z.literal(2)]),
    durationSamples: LengthSamples,
    loudnessLufs: z.number().nullable(),
    peakDbfs: z.number().nullable(),
    speechStartSample: LengthSamples,
    speechEndSample: LengthSamples,
  })
  .strict()
  .refine((facts) => facts.speechStartSample <= facts.speechEndSample, 'speech ends before it starts')
  .refine((facts) => facts.speechEndSample <= facts.durationSamples, 'speech lasts longer than the sound');

export const ArchivedAsset = z
  .object({
    id: AssetId,
    extension: z.string().regex(/^[a-z0-9]{1,8}$/),
    byteLength: count,
    originalName: z.string().max(1_000).exactOptional(),
    createdAtMs: timeMs,
    /** Absent: not decoded yet. */
    facts: Facts.exactOptional(),
    /** Why it never could be. */
    refusal: z
      .object({ code: z.enum(APP_ERROR_CODES), message: text })
      .strict()
      .exactOptional(),
  })
  .strict();
export type ArchivedAsset = z.infer<typeof ArchivedAsset>;

const cost = {
  billedCharacters: count,
  cost: z.number().min(0),
  currency: z.string().max(10).exactOptional(),
} as const;

export const ArchivedTake = z
  .object({
    id: TakeId,
    requestHash: RequestHash,
    variation: count,
    rating: z.number().int().min(1).max(5).exactOptional(),
    provider: ProviderId,
    voiceId: z.string().max(1_000),
    model: z.string().max(200).exactOptional(),
    text,
    segments: z.array(
      z
        .object({
          assetId: AssetId,
          requestHash: RequestHash,
          durationSamples: LengthSamples,
          speechStartSample: LengthSamples,
          speechEndSample: LengthSamples,
          runIndex: count,
        })
        .strict(),
    ),
    cues: z.array(
      z.object({ segmentIndex: count, startSample: LengthSamples, endSample: LengthSamples, text }).strict(),
    ),
    ...cost,
    createdAtMs: timeMs,
  })
  .strict();
export type ArchivedTake = z.infer<typeof ArchivedTake>;

/** An answer of a speech service: with it, the same request is not paid for again on the other machine. */
export const ArchivedUtterance = z
  .object({
    requestHash: RequestHash,
    variation: count,
    assetId: AssetId,
    requestJson: text,
    declaredFormat: z.string().max(100),
    providerRequestId: z.string().max(1_000).exactOptional(),
    cues: z.array(z.object({ startMs: z.number(), endMs: z.number(), text }).strict()),
    warnings: z.array(text),
    ...cost,
    createdAtMs: timeMs,
  })
  .strict();
export type ArchivedUtterance = z.infer<typeof ArchivedUtterance>;

const Said = z
  .object({
    name: z.string().min(1).max(500).exactOptional(),
    note: z.string().min(1).max(20_000).exactOptional(),
    transcript: text.exactOptional(),
    kind: SoundKind.exactOptional(),
    rating: Rating.exactOptional(),
    isFavourite: z.literal(true).exactOptional(),
    tags: z.array(Tag).readonly().exactOptional(),
    fileText: text.exactOptional(),
    fileKind: z.enum(['recording', 'music']).exactOptional(),
    fileLanguage: z.string().max(100).exactOptional(),
  })
  .strict();

/** What was said about a take or a sound of the archive. */
export const ArchivedClip = z
  .object({ of: z.union([z.object({ takeId: TakeId }).strict(), z.object({ assetId: AssetId }).strict()]), said: Said })
  .strict();
export type ArchivedClip = z.infer<typeof ArchivedClip>;

const Records = z.array(EpisodeRecord);
const Diff = z
  .object({ added: Records, updated: z.array(z.tuple([EpisodeRecord, EpisodeRecord])), removed: Records })
  .strict();
const Label = z
  .object({
    kind: z.enum(Object.keys(EDIT_LABELS_EN.kinds) as (keyof typeof EDIT_LABELS_EN.kinds)[]),
    subject: z.string().max(1_000).exactOptional(),
    hasMore: z.literal(true).exactOptional(),
    text: z.string().max(1_000).exactOptional(),
  })
  .strict();

export const ArchivedEpisode = z
  .object({
    id: EpisodeId,
    orderKey: z.string().min(1).max(512),
    shelf: Shelf,
    revision: count,
    editRevision: count,
    createdAtMs: timeMs,
    records: Records,
    /** Every take a line ever had, in the order they came. */
    lineTakes: z.array(z.object({ recordId: RecordId, takeId: TakeId, isWaiting: z.boolean() }).strict()),
    /** Every sound that any revision used. */
    assetIds: z.array(AssetId),
    historyPosition: count,
    /** Oldest first. */
    history: z.array(z.object({ label: Label, diff: Diff, createdAtMs: timeMs }).strict()),
    snapshots: z.array(
      z
        .object({
          id: z.string().min(1).max(128),
          name: z.string().min(1).max(200),
          revision: count,
          createdAtMs: timeMs,
          records: Records,
        })
        .strict(),
    ),
  })
  .strict()
  .refine((episode) => episode.historyPosition <= episode.history.length, 'the history is shorter than its position');
export type ArchivedEpisode = z.infer<typeof ArchivedEpisode>;

export const Manifest = z
  .object({
    format: z.literal(ARCHIVE_FORMAT),
    /** 1 says nothing about clips. */
    version: z.union([z.literal(1), z.literal(ARCHIVE_VERSION)]),
    project: Project,
    shelf: Shelf,
    episodes: z.array(ArchivedEpisode),
    takes: z.array(ArchivedTake),
    utterances: z.array(ArchivedUtterance),
    assets: z.array(ArchivedAsset),
    clips: z.array(ArchivedClip).exactOptional(),
    /** The other entries of the archive: each holds these sounds' bytes, one behind the other. */
    media: z.array(z.object({ entry: z.string().min(1).max(200), assetIds: z.array(AssetId).min(1) }).strict()),
  })
  .strict();
export type Manifest = z.infer<typeof Manifest>;
