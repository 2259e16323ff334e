/** A cloud speech service: a voice engine that can also make voices, hear audio, and be asked whether it works. */
import type { AudioUnderstanding } from './audio-understanding.ts';
import type { LongText } from './long-text.ts';
import type { Fail } from './provider-error.ts';
import type { SpeechProvider, UtteranceRequest, Voice } from './speech-provider.ts';

export interface CloneVoiceRequest {
  /** The new voice's id where the person chooses it (MiniMax): 8 to 256 letters, digits, `-` and `_`. */
  readonly voiceId: string;
  /** For people. */
  readonly name: string;
  /** BCP 47; '' when unknown. */
  readonly language: string;
  /** What to copy: a file, or a public https URL, as the service takes it. */
  readonly sample: { readonly bytes: Uint8Array; readonly fileName: string } | { readonly url: string };
  /** A few seconds of the same speaker with what they say; makes the copy closer. */
  readonly prompt?: { readonly bytes: Uint8Array; readonly fileName: string; readonly text: string };
  /** Spoken with the new voice as a trial, and billed. Required by Alibaba. */
  readonly previewText?: string;
  readonly previewModel?: string;
  readonly reducesNoise?: boolean;
  readonly normalizesVolume?: boolean;
}

export interface DesignVoiceRequest {
  readonly description: string;
  readonly previewText: string;
  readonly name: string;
  readonly language: string;
  /** Absent: the service makes one up. */
  readonly voiceId?: string;
}

export interface MadeVoice {
  readonly voice: Voice;
  readonly preview?: { readonly bytes: Uint8Array; readonly format: string };
  readonly warnings: readonly string[];
}

export interface ConnectionTest {
  /** The service was reached and took the key. What went wrong otherwise is thrown as it is for any call. */
  readonly isAccepted: true;
  readonly requestId?: string;
  /** What a person should know although it works. */
  readonly warnings: readonly string[];
}

type Call = { readonly signal?: AbortSignal };

export interface SpeechService extends SpeechProvider {
  defaultsFor(options: UtteranceRequest['options']): { readonly model: string; readonly voiceId: string };
  /** Throws ProviderError `unsupported_operation` where the service keeps no such voices. Consent is the caller's. */
  cloneVoice(request: CloneVoiceRequest, options?: Call): Promise<MadeVoice>;
  designVoice(request: DesignVoiceRequest, options?: Call): Promise<MadeVoice>;
  /** The id cannot be used again afterwards. */
  deleteVoice(voice: Pick<Voice, 'id' | 'kind'>, options?: Call): Promise<void>;
  /** Reaches the service with the least it takes; where there is no free call, one that is refused for its content. */
  testConnection(options?: Call): Promise<ConnectionTest>;
  /** Absent where texts of tens of thousands of characters are not taken. */
  readonly longText?: LongText;
  readonly understanding?: AudioUnderstanding;
  /** Closes its connections. */
  close(): Promise<void>;
}

/** The answers of a service to what it cannot do. */
export function unsupported(fail: Fail, what: string): () => Promise<never> {
  return async () => {
    throw fail({ kind: 'unsupported_operation', phase: 'validate', message: what });
  };
}
