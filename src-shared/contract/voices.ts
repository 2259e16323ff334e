/** Voices: those of every connection, and those made here. */
import { z } from 'zod';
import { Json, VoiceBinding } from '../document/records.ts';
import { ProviderId } from '../ids.ts';
import { ClipUse } from '../library-clips.ts';
import { FileId } from './files.ts';
import { AssetValue, count, ErrorAnswerValue, MoneyValue, VoiceValue } from './values.ts';

const Name = z.string().trim().min(1).max(200);
const Language = z.string().max(35);
const voice = z.strictObject({ provider: ProviderId, id: z.string().max(1000) });

export const ListedVoice = VoiceValue.extend({
  /** Of the connection, for people. */
  providerName: z.string(),
  isFavourite: z.boolean(),
  /** Made here: it can be removed. */
  isOwn: z.boolean(),
  consent: z.strictObject({ who: z.string(), when: z.string(), statement: z.string() }).exactOptional(),
});
export type ListedVoice = z.infer<typeof ListedVoice>;

export const VoiceList = z.strictObject({
  voices: z.array(ListedVoice).readonly(),
  /** Connections that did not answer; their voices known from before are in the list. */
  problems: z.array(z.strictObject({ provider: ProviderId, error: ErrorAnswerValue })).readonly(),
});
export type VoiceList = z.infer<typeof VoiceList>;

/** One option of a model, as the inspector offers it. */
export const VoiceOption = z.strictObject({
  /** As it is written in a script and in `VoiceBinding.options`; `effects.pitch` is `pitch` within `effects`. */
  name: z.string(),
  kind: z.enum(['number', 'choice', 'text', 'flag']),
  min: z.number().exactOptional(),
  max: z.number().exactOptional(),
  step: z.number().exactOptional(),
  choices: z
    .array(z.union([z.string(), z.number()]))
    .readonly()
    .exactOptional(),
  /** What holds where nothing is set; absent: the service decides. */
  default: Json.exactOptional(),
});
export type VoiceOption = z.infer<typeof VoiceOption>;

/** What can be said to a model of a connection, so that only that is offered. */
export const ModelAbilities = z.strictObject({
  provider: ProviderId,
  providerName: z.string(),
  isRemote: z.boolean(),
  model: z.string(),
  /** `design` and `clone`: what voices that were described or copied here are spoken with, and no others. */
  use: z.enum(['speech', 'design', 'clone']),
  isDefault: z.boolean(),
  hasStyle: z.boolean(),
  /** Character, scene and guidance, composed into one instruction. */
  hasDirectorMode: z.boolean(),
  hasNativePauses: z.boolean(),
  soundTags: z.array(z.string()).readonly(),
  maxTextLength: count,
  options: z.array(VoiceOption).readonly(),
});
export type ModelAbilities = z.infer<typeof ModelAbilities>;

/** What can be made with a connection. */
export const VoiceMaker = z.strictObject({
  provider: ProviderId,
  providerName: z.string(),
  canDesign: z.boolean(),
  canBlend: z.boolean(),
  /** What a recording must be for its voice to be copied; null: it cannot be copied here. */
  sample: z
    .strictObject({
      formats: z.array(z.string()).readonly(),
      minMs: z.number().nullable(),
      maxMs: z.number().nullable(),
      maxBytes: count,
    })
    .nullable(),
  /** The service charges for a voice when it is first used. */
  isFeeCharged: z.boolean(),
});
export type VoiceMaker = z.infer<typeof VoiceMaker>;

/** Half-open, within the sample; absent: all of it. */
const Stretch = z.strictObject({ startMs: z.number().min(0), endMs: z.number().min(0) });

const Audition = z.strictObject({
  binding: VoiceBinding,
  text: z.string().trim().min(1).max(500),
  language: Language.exactOptional(),
});

export const VoiceSampleCheck = z.strictObject({
  durationMs: z.number(),
  loudnessLufs: z.number().nullable(),
  peakDbfs: z.number().nullable(),
  noiseFloorDb: z.number().nullable(),
  /** What this service refuses or will do badly with, and what to do; empty: fine. */
  problems: z.array(z.strictObject({ isFatal: z.boolean(), text: z.string() })).readonly(),
});
export type VoiceSampleCheck = z.infer<typeof VoiceSampleCheck>;

const MadeVoice = z.strictObject({
  voice: ListedVoice,
  /** The service's trial, where it gave one. */
  preview: AssetValue.exactOptional(),
  warnings: z.array(z.string()).readonly(),
});

export const VOICE_METHODS = {
  /** Every voice of every connection; `isRefresh` asks the services for their lists. */
  'voices.list': { input: z.strictObject({ isRefresh: z.boolean().exactOptional() }), output: VoiceList },
  'voices.abilities': { input: z.strictObject({}), output: z.array(ModelAbilities).readonly() },
  'voices.setFavourite': { input: voice.extend({ isFavourite: z.boolean() }), output: z.strictObject({}) },
  /** Speaks a sentence; one that was heard before costs nothing again. */
  'voices.audition': {
    input: Audition,
    output: z.strictObject({
      assets: z.array(AssetValue).readonly(),
      billedCharacters: count,
      /** Of what was asked for it now; null where nothing is billed, or the price is unknown. */
      cost: MoneyValue.nullable(),
    }),
  },
  /** What `voices.audition` would cost now. Nothing is sent. */
  'voices.auditionCost': {
    input: Audition,
    output: z.strictObject({ isHeard: z.boolean(), billedCharacters: count, cost: MoneyValue.nullable() }),
  },
  /** Connections that voices can be made with. */
  'voices.makers': { input: z.strictObject({}), output: z.array(VoiceMaker).readonly() },
  'voices.design': {
    input: z.strictObject({
      provider: ProviderId,
      name: Name,
      language: Language,
      description: z.string().trim().min(1).max(2_000),
      previewText: z.string().trim().min(1).max(500),
    }),
    output: MadeVoice,
  },
  'voices.checkSample': {
    input: z.strictObject({ provider: ProviderId, fileId: FileId, trim: Stretch.exactOptional() }),
    output: VoiceSampleCheck,
  },
  /** With the consent of the person whose voice it is, which is kept with the voice. */
  'voices.clone': {
    input: z.strictObject({
      provider: ProviderId,
      name: Name,
      language: Language,
      sample: FileId,
      trim: Stretch.exactOptional(),
      consent: z.strictObject({
        who: Name,
        statement: z.string().trim().min(1).max(100_000),
        /** A recording or scan of it. */
        recording: FileId.exactOptional(),
      }),
    }),
    output: MadeVoice,
  },
  'voices.blend': {
    input: z.strictObject({
      provider: ProviderId,
      name: Name,
      language: Language,
      parts: z
        .array(z.strictObject({ voice: z.string().max(1000), weight: z.number().int().min(1).max(100) }))
        .min(2)
        .max(4)
        .readonly(),
    }),
    output: MadeVoice,
  },
  /** At the service too. For a cloned voice this is how consent is revoked; its record is kept. */
  'voices.remove': { input: voice, output: z.strictObject({}) },
  /** Speakers cast with it, by episode. */
  'voices.uses': {
    input: voice,
    output: z
      .array(ClipUse.extend({ projectName: z.string(), episodeTitle: z.string(), speaker: z.string() }))
      .readonly(),
  },
} as const;
