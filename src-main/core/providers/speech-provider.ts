/** What every voice engine looks like to the core, from the built-in draft voice to a cloud service. */
import type { VoiceOption } from '#shared/contract/voices.ts';
import type { Pronunciation } from '#shared/document/records.ts';
import type { ProviderId } from '#shared/ids.ts';
import type { Samples } from '#shared/units.ts';
import type { AnswerRecord } from './answer-record.ts';

export interface Voice {
  readonly provider: ProviderId;
  /** The service's own id, byte for byte. */
  readonly id: string;
  readonly name: string;
  /** BCP 47, or '' when the service does not say. */
  readonly language: string;
  readonly gender?: 'female' | 'male' | 'neutral';
  readonly kind: 'built-in' | 'designed' | 'cloned' | 'blended' | 'system';
}

/**
 * One thing to be said: exactly what decides how it sounds, and nothing else. Its canonical JSON is hashed
 * (see synthesis/request-hash.ts), so a field is added only when it changes the audio.
 */
export interface UtteranceRequest {
  readonly provider: ProviderId;
  readonly model: string;
  readonly voiceId: string;
  /** After pronunciations and with only the tags the voice can act on. */
  readonly text: string;
  /** The speaker's style and the line's direction, composed. */
  readonly style?: string;
  /** BCP 47. */
  readonly language?: string;
  /** Checked by the provider's `validate`. */
  readonly options: Readonly<Record<string, unknown>>;
}

/** What came back. */
export interface Utterance {
  /** A file any decoder reads: as it arrived, or headerless samples with a WAV header around them. */
  readonly bytes: Uint8Array;
  /** What the service sent, where `bytes` had to be made a file. */
  readonly receivedBytes?: Uint8Array;
  /** What the provider believes it is; ingestion trusts the content only. */
  readonly format: string;
  readonly billedCharacters: number;
  readonly requestId?: string;
  /** How many pieces of audio a streamed answer came in. */
  readonly chunks?: number;
  /** Pauses at the ends of the text which the service cannot render: the caller adds them as silence. */
  readonly leadingPauseSamples?: Samples;
  readonly trailingPauseSamples?: Samples;
  /** Relative to the start of the audio, in milliseconds. */
  readonly cues?: readonly { readonly startMs: number; readonly endMs: number; readonly text: string }[];
  /** Codes such as `subtitle_missing`; what follows a colon is for people. */
  readonly warnings: readonly string[];
}

export interface SynthesizeOptions {
  readonly signal?: AbortSignal;
  /** Have the answer streamed. Engines without streaming answer whole. */
  readonly isStreamed?: boolean;
  /** Where the answer is kept as it arrives; the caller discards it when the audio is safe. */
  readonly record?: AnswerRecord;
}

/** `design` and `clone`: speaks with voices that are described or copied, and with no others. */
export interface SpeechModel {
  readonly id: string;
  readonly use: 'speech' | 'design' | 'clone';
}

export interface SpeechCapabilities {
  /** Renders `<#x#>` inside a request itself. Where false, pauses are laid out as silence, exact to the sample. */
  readonly hasNativePauses: boolean;
  /** Sound tags `(laughs)` it acts on, without parentheses; the others are removed with a warning. */
  readonly soundTags: readonly string[];
  /** Sound tags it may act on: not offered, and passed on where they are written. It warns of them itself. */
  readonly unconfirmedSoundTags?: readonly string[];
  /** Acts on a style instruction. */
  readonly hasStyle: boolean;
  /** Takes character, scene and guidance (option `director`). */
  readonly hasDirectorMode?: boolean;
  /** Longest text of one request, in UTF-16 units. */
  readonly maxTextLength: number;
  /** Applies `pronunciations` itself (then they are passed in options), else they are respelt in the text. */
  readonly hasPronunciationDictionary: boolean;
}

export interface SpeechProvider {
  readonly id: ProviderId;
  /** For people. */
  readonly name: string;
  /** Sends text over a network; `--offline` refuses it. */
  readonly isRemote: boolean;
  readonly defaultModel: string;
  readonly defaultVoiceId: string;
  /**
   * Model and voice for options that name neither: a blend has no voice, a sample needs the cloning model. Absent where
   * the two above hold for all options.
   */
  defaultsFor?(options: UtteranceRequest['options']): { readonly model: string; readonly voiceId: string };
  /** How many requests it takes at once. */
  readonly concurrency: number;
  capabilities(model: string): SpeechCapabilities;
  /** Those a person may choose from. Absent: the default model alone. */
  readonly models?: readonly SpeechModel[];
  /** What can be set about a model. Absent: nothing. */
  optionsOf?(model: string): readonly VoiceOption[];
  /** Empty when the engine is absent; absence is not an error here. */
  listVoices(options?: { readonly isRefresh?: boolean; readonly signal?: AbortSignal }): Promise<readonly Voice[]>;
  /**
   * Throws AppError `provider-error` with kind `validation`, `model_unavailable` or `voice_not_found` before anything
   * is sent. Some services take less when they stream.
   */
  validate(request: UtteranceRequest, options?: { readonly isStreamed?: boolean }): void;
  /** By the service's own rule; 0 where nothing is billed. */
  billedCharacters(request: UtteranceRequest): number;
  /** Throws AppError `provider-error` with `details.kind`, or Cancelled. */
  synthesize(request: UtteranceRequest, options?: SynthesizeOptions): Promise<Utterance>;
}

/** Pronunciations that hold for a request, in the order they are applied. */
export type PronunciationRules = readonly Pronunciation[];
