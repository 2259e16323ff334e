/**
 * The library's clips: everything ever spoken, imported or written, as one searchable list. (A clip on a track of an
 * episode is a record of that episode and another thing; see document/records.ts.)
 */
import { z } from 'zod';
import { AssetId, EpisodeId, ProjectId, ProviderId, RecordId, TakeId } from './ids.ts';
import { type Samples, samples } from './units.ts';

/** What a person may say that imported audio is. */
export const SOUND_KINDS = ['recording', 'music', 'effect', 'voice-sample'] as const;
export const SoundKind = z.enum(SOUND_KINDS);
export type SoundKind = z.infer<typeof SoundKind>;

/**
 * `take` is a line as spoken. The last four are words of an episode: its title and description, its headings and
 * notes, and the lines that no take says as they stand now.
 */
export const CLIP_KINDS = ['take', ...SOUND_KINDS, 'line', 'heading', 'note', 'episode'] as const;
export const ClipKind = z.enum(CLIP_KINDS);
export type ClipKind = z.infer<typeof ClipKind>;

/** Opaque; lasts as long as what it names. */
export const ClipId = z.string().min(1).max(300).brand<'ClipId'>();
export type ClipId = z.infer<typeof ClipId>;

export const Tag = z.string().trim().normalize('NFC').min(1).max(100);
export const Rating = z.number().int().min(1).max(5);

const LengthSamples = z
  .number()
  .int()
  .min(0)
  .transform((value): Samples => samples(value));
const several = <Item extends z.ZodType>(item: Item) => z.array(item).max(100).readonly().exactOptional();

/** The most characters of text that are looked for. */
export const LONGEST_SEARCH = 1_000;
export const MOST_ROWS = 500;

/**
 * What to look for. Conditions of different names all hold; of several values under one name any one does, except for
 * tags, all of which hold.
 */
export const ClipConditions = z.strictObject({
  /**
   * Every word must be found, each by its beginning; Chinese, Japanese, Korean and Thai anywhere within a word. Signs
   * are no words. Text of signs alone finds nothing; empty text sets no condition.
   */
  text: z.string().max(LONGEST_SEARCH).exactOptional(),
  kinds: several(ClipKind),
  /** `provider/voice`, or the voice alone. */
  voices: several(z.string().max(1_200)),
  providers: several(ProviderId),
  projects: several(ProjectId),
  speakers: several(z.string().max(200)),
  tags: several(Tag),
  /** BCP 47; `en` covers `en-GB`. */
  languages: several(z.string().min(2).max(35)),
  /** At least so many stars. */
  minRating: Rating.exactOptional(),
  isFavourite: z.literal(true).exactOptional(),
  /** Both included. */
  minDurationSamples: LengthSamples.exactOptional(),
  maxDurationSamples: LengthSamples.exactOptional(),
  /** Half-open: from, and before. */
  createdFromMs: z.number().exactOptional(),
  createdBeforeMs: z.number().exactOptional(),
});
export type ClipConditions = z.infer<typeof ClipConditions>;

export const ClipQuery = ClipConditions.extend({
  /** Newest first unless asked otherwise. Relevance ranks the newest few thousand of the clips that match. */
  order: z.enum(['newest', 'relevance']).exactOptional(),
  limit: z.number().int().min(1).max(MOST_ROWS).exactOptional(),
  /** The `next` of the page before. */
  after: z.string().max(200).exactOptional(),
});
export type ClipQuery = z.infer<typeof ClipQuery>;

/** A place where a clip is heard or written. */
export const ClipUse = z.strictObject({ episodeId: EpisodeId, recordId: RecordId });
export type ClipUse = z.infer<typeof ClipUse>;

export const ClipRow = z.strictObject({
  id: ClipId,
  kind: ClipKind,
  /** What is said or written: the take's text, the transcript, the line. */
  text: z.string(),
  /** What a sound is called. */
  name: z.string().exactOptional(),
  /** Title, artist, album and comment as the file says them. */
  fileText: z.string().exactOptional(),
  note: z.string().exactOptional(),
  takeId: TakeId.exactOptional(),
  /** Of the sound, or of the take's segments in order: what to play. */
  assetIds: z.array(AssetId).readonly(),
  provider: ProviderId.exactOptional(),
  voiceId: z.string().exactOptional(),
  speakers: z.array(z.string()).readonly(),
  projects: z.array(ProjectId).readonly(),
  languages: z.array(z.string()).readonly(),
  tags: z.array(z.string()).readonly(),
  rating: Rating.exactOptional(),
  isFavourite: z.boolean(),
  /** Of a take, the speech alone. */
  durationSamples: LengthSamples.exactOptional(),
  /** Of a take, the loudest of its segments. */
  loudnessLufs: z.number().exactOptional(),
  createdAtMs: z.number(),
  /** Of written words, where they stand. */
  writtenIn: ClipUse.exactOptional(),
});
export type ClipRow = z.infer<typeof ClipRow>;

export const ClipPage = z.strictObject({
  /** How many match; at least so many where `isTotalExact` is false. */
  total: z.number().int().min(0),
  isTotalExact: z.boolean(),
  rows: z.array(ClipRow).readonly(),
  /** For `after`; null on the last page. */
  next: z.string().nullable(),
});
export type ClipPage = z.infer<typeof ClipPage>;

export const FACET_KINDS = [
  'kind',
  'provider',
  'voice',
  'project',
  'speaker',
  'language',
  'tag',
  'rating',
  'favourite',
  'length',
  'month',
] as const;
export const FacetKind = z.enum(FACET_KINDS);
export type FacetKind = z.infer<typeof FacetKind>;

/** `length` values are n for clips of at least 2^n and under 2^(n+1) seconds; `month` values are `2026-11`, UTC. */
export const FacetCount = z.strictObject({ kind: FacetKind, value: z.string(), count: z.number().int().min(1) });
export type FacetCount = z.infer<typeof FacetCount>;

export const FacetCounts = z.strictObject({
  /** Of each kind, the most frequent first. */
  counts: z.array(FacetCount).readonly(),
  /** False: counted among the newest few thousand of the clips that match. */
  isExact: z.boolean(),
});
export type FacetCounts = z.infer<typeof FacetCounts>;
