/**
 * The records an episode is made of. An episode is a map of small frozen records by id; what a record says is
 * stored, what follows from it (places in time, staleness, chapters) is computed.
 *
 * Numeric fields end in their unit. Optional fields are absent, never null, so that equal records are equal JSON;
 * `null` appears only where "deliberately nothing" differs from "not said" (a line without a speaker).
 */
import { z } from 'zod';
import { AssetId, ProviderId, RecordId, TakeId } from '../ids.ts';
import { type Samples, samples } from '../units.ts';

const integer = z.number().int().safe();
/** A position or length in samples at the project rate; may be negative where an overlap is meant. */
export const SamplesField = integer.transform((value): Samples => samples(value));
export const LengthSamples = integer.min(0).transform((value): Samples => samples(value));
/** −144 dB is below 24-bit silence; +24 dB is the most any mixer in the field offers. */
const GainDb = z.number().min(-144).max(24);
const OrderKey = z.string().min(1).max(512);
const Name = z.string().min(1).max(200);

/** Any JSON value: provider options pass through the document unread. */
export const Json = z.json();
export type Json = z.infer<typeof Json>;

export const Gaps = z
  .object({
    /** Between two lines of one speaker without a paragraph break. */
    lineSamples: LengthSamples,
    /** Between lines of different speakers. */
    speakerSamples: LengthSamples,
    /** Between paragraphs of one speaker. */
    paragraphSamples: LengthSamples,
    /** Before a heading, that is between the end of a chapter and the start of the next. */
    chapterSamples: LengthSamples,
    /** After a heading that is spoken. */
    headingSamples: LengthSamples,
  })
  .strict()
  .readonly();
export type Gaps = z.infer<typeof Gaps>;

/** One respelling. Matches whole words; case matters only where `isCaseSensitive`. */
export const Pronunciation = z
  .object({
    written: z.string().min(1).max(200),
    spoken: z.string().min(1).max(500),
    isCaseSensitive: z.boolean().optional(),
    /** BCP 47 prefix; absent applies to every language. */
    language: z.string().max(35).optional(),
    /** Absent applies to every provider. */
    provider: ProviderId.optional(),
  })
  .strict()
  .readonly();
export type Pronunciation = z.infer<typeof Pronunciation>;

/** Which voice reads, and how. Everything here is part of the synthesis request, so a change makes lines stale. */
export const VoiceBinding = z
  .object({
    provider: ProviderId,
    /** The service's own id, byte for byte: never trimmed, normalised or encoded. */
    voiceId: z.string().max(1000),
    model: z.string().max(200).optional(),
    style: z.string().max(10_000).optional(),
    options: z.record(z.string(), Json).readonly().optional(),
  })
  .strict()
  .readonly();
export type VoiceBinding = z.infer<typeof VoiceBinding>;

const orderedRecord = { id: RecordId, order: OrderKey };

export const EPISODE_RECORD_ID = RecordId.parse('episode');

/** The one record of an episode's own settings. Its id is always {@link EPISODE_RECORD_ID}. */
export const EpisodeSettings = z
  .object({
    type: z.literal('episode'),
    id: RecordId,
    title: z.string().max(500),
    author: z.string().max(500).optional(),
    description: z.string().max(20_000).optional(),
    /** BCP 47. */
    language: z.string().min(2).max(35),
    kind: z.enum(['podcast', 'audiobook']),
    /** Only what differs from the defaults of the kind. */
    gaps: Gaps.unwrap().partial().readonly().optional(),
    pronunciations: z.array(Pronunciation).readonly().optional(),
    exportPreset: z.string().max(100).optional(),
    /** Path of a picture, relative to the script. */
    coverPath: z.string().max(1000).optional(),
  })
  .strict()
  .readonly();
export type EpisodeSettings = z.infer<typeof EpisodeSettings>;

export const Speaker = z
  .object({
    type: z.literal('speaker'),
    /** Cast order. */
    ...orderedRecord,
    name: Name,
    /** `#rrggbb`. */
    colour: z
      .string()
      .regex(/^#[0-9a-f]{6}$/)
      .optional(),
    /** Absent: the default voice. */
    voice: VoiceBinding.optional(),
    trackId: RecordId,
  })
  .strict()
  .readonly();
export type Speaker = z.infer<typeof Speaker>;

/** A trim or split of a take: a stretch of one of its segments with its own gap, gain and fades. */
export const LinePart = z
  .object({
    /** Index into the take's segments. */
    segmentIndex: integer.min(0),
    /** Half-open range within the segment's audio. */
    startSample: LengthSamples,
    endSample: LengthSamples,
    /** From the end of the part before; ignored on the first. Negative crossfades. */
    gapBeforeSamples: SamplesField,
    gainDb: GainDb,
    fadeInSamples: LengthSamples,
    fadeOutSamples: LengthSamples,
  })
  .strict()
  .readonly();
export type LinePart = z.infer<typeof LinePart>;

/** Parts belong to the take they were cut from; on another take they wait, unused, until it is chosen again. */
export const LineParts = z
  .object({ takeId: TakeId, list: z.array(LinePart).min(1).readonly() })
  .strict()
  .readonly();
export type LineParts = z.infer<typeof LineParts>;

export const Line = z
  .object({
    type: z.literal('line'),
    ...orderedRecord,
    /** null: the paragraph names nobody and the narrator reads it (see `speakerOf`). */
    speakerId: RecordId.nullable(),
    /** With inline pauses `<#x#>` and sounds `(laughs)` as written. */
    text: z.string().max(100_000),
    direction: z.string().max(2_000).optional(),
    /** Absent: not spoken yet. */
    takeId: TakeId.optional(),
    /** Replaces the automatic gap before this line. Negative overlaps what comes before (cross-talk). */
    gapBeforeSamples: SamplesField.optional(),
    /** Replaces the automatic gap after this line; adds to an explicit gap before the next. */
    gapAfterSamples: SamplesField.optional(),
    /** Follows the line before it in the same paragraph: the `line` gap instead of `paragraph`. */
    isContinuation: z.literal(true).optional(),
    gainDb: GainDb,
    parts: LineParts.optional(),
  })
  .strict()
  .readonly();
export type Line = z.infer<typeof Line>;

/** A chapter marker; read aloud by the narrator when `isSpoken`. */
export const Heading = z
  .object({
    type: z.literal('heading'),
    ...orderedRecord,
    level: integer.min(1).max(6),
    text: z.string().max(1_000),
    isSpoken: z.boolean(),
    takeId: TakeId.optional(),
  })
  .strict()
  .readonly();
export type Heading = z.infer<typeof Heading>;

/** Time between two lines, in place of the automatic gap. */
export const Pause = z
  .object({ type: z.literal('pause'), ...orderedRecord, durationSamples: LengthSamples })
  .strict()
  .readonly();
export type Pause = z.infer<typeof Pause>;

/** Never spoken, never exported. */
export const Note = z
  .object({ type: z.literal('note'), ...orderedRecord, text: z.string().max(100_000) })
  .strict()
  .readonly();
export type Note = z.infer<typeof Note>;

/** What a cue in the sequence and a clip beside it have in common. */
const soundFields = {
  trackId: RecordId,
  title: z.string().max(500),
  /** Absent: the file has not been found or read yet; `path` says where it was looked for. */
  assetId: AssetId.optional(),
  /** As written in the script, relative to it. */
  path: z.string().max(1_000).optional(),
  /** Half-open range of the audio that is used; an absent end is the end of the audio. */
  sourceStartSample: LengthSamples,
  sourceEndSample: LengthSamples.optional(),
  gainDb: GainDb,
  fadeInSamples: LengthSamples,
  fadeOutSamples: LengthSamples,
  isLooped: z.boolean(),
  /** Stops after this long. */
  durationSamples: LengthSamples.optional(),
} as const;

/** A sound that takes its own time in the sequence, between lines. */
export const Cue = z
  .object({ type: z.literal('cue'), ...orderedRecord, ...soundFields })
  .strict()
  .readonly();
export type Cue = z.infer<typeof Cue>;

export const Anchor = z.union([
  z
    .object({ blockId: RecordId, edge: z.enum(['start', 'end']) })
    .strict()
    .readonly(),
  /** Pinned to the clock because the user said so. */
  z.object({ atSample: LengthSamples }).strict().readonly(),
]);
export type Anchor = z.infer<typeof Anchor>;

/** A sound that plays beneath the sequence and hangs on a place in it. */
export const Clip = z
  .object({
    type: z.literal('clip'),
    id: RecordId,
    ...soundFields,
    anchor: Anchor,
    /** From the anchor to the clip's start; may be negative. */
    offsetSamples: SamplesField,
    /** Of a loop that was cut: how far into it the sound starts. Absent: at its beginning. Counted in whole loops too. */
    loopPhaseSamples: LengthSamples.optional(),
    /** Stops there; the earliest of this, `durationSamples` and the audio's end (unless looped) holds. */
    until: Anchor.optional(),
  })
  .strict()
  .readonly();
export type Clip = z.infer<typeof Clip>;

/** How far and how fast a track makes room for speech. Times in milliseconds, as every ducker in the field says them. */
export const Duck = z
  .object({
    depthDb: z.number().min(0).max(60),
    attackMs: z.number().min(0).max(5_000),
    holdMs: z.number().min(0).max(5_000),
    releaseMs: z.number().min(0).max(10_000),
  })
  .strict()
  .readonly();
export type Duck = z.infer<typeof Duck>;

export const Track = z
  .object({
    type: z.literal('track'),
    ...orderedRecord,
    name: Name,
    kind: z.enum(['dialogue', 'music', 'effects']),
    gainDb: GainDb,
    /** −1 left, 0 centre, 1 right. */
    pan: z.number().min(-1).max(1),
    isMuted: z.boolean(),
    duck: Duck.optional(),
  })
  .strict()
  .readonly();
export type Track = z.infer<typeof Track>;

export const Marker = z
  .object({
    type: z.literal('marker'),
    id: RecordId,
    anchor: Anchor,
    offsetSamples: SamplesField,
    text: z.string().max(500),
  })
  .strict()
  .readonly();
export type Marker = z.infer<typeof Marker>;

export const EpisodeRecord = z.discriminatedUnion('type', [
  EpisodeSettings.unwrap(),
  Speaker.unwrap(),
  Line.unwrap(),
  Heading.unwrap(),
  Pause.unwrap(),
  Note.unwrap(),
  Cue.unwrap(),
  Clip.unwrap(),
  Track.unwrap(),
  Marker.unwrap(),
]);
export type EpisodeRecord = EpisodeSettings | Speaker | Line | Heading | Pause | Note | Cue | Clip | Track | Marker;
export type RecordType = EpisodeRecord['type'];

/** The records that stand in the sequence, in the order of their `order` keys. */
export type Block = Line | Heading | Pause | Note | Cue;
const BLOCK_TYPES: ReadonlySet<RecordType> = new Set(['line', 'heading', 'pause', 'note', 'cue']);
export function isBlock(record: EpisodeRecord): record is Block {
  return BLOCK_TYPES.has(record.type);
}

/** What a voice can read. */
export type SpokenBlock = Line | Heading;
