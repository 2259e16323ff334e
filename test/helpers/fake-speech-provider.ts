import { ProviderError } from '#core/providers/provider-error.ts';
import type {
  SpeechCapabilities,
  SpeechProvider,
  Utterance,
  UtteranceRequest,
} from '#core/providers/speech-provider.ts';
import { Cancelled, type ProviderErrorKind } from '#shared/errors.ts';
import { ProviderId } from '#shared/ids.ts';
import { toneWav } from './small-wav.ts';

export interface FakeSpeechProvider extends SpeechProvider {
  /** What was asked, in order. */
  readonly asked: UtteranceRequest[];
  /** The most requests that were under way at once. */
  mostAtOnce: number;
  /** Replaces what the service does for one request; undefined answers as usual. */
  behave: (request: UtteranceRequest, signal: AbortSignal | undefined) => Promise<Utterance | undefined>;
}

/** A service that answers with a tone whose length and pitch depend on the text, between two short silences. */
export function fakeSpeechProvider(
  id: string,
  options: Partial<SpeechCapabilities> & { readonly isRemote?: boolean; readonly concurrency?: number } = {},
): FakeSpeechProvider {
  const { isRemote = false, concurrency = 2, ...capabilities } = options;
  let atOnce = 0;
  const provider: FakeSpeechProvider = {
    id: ProviderId.parse(id),
    name: `Fake ${id}`,
    isRemote,
    defaultModel: 'model-1',
    defaultVoiceId: 'anna',
    concurrency,
    asked: [],
    mostAtOnce: 0,
    behave: async () => undefined,
    capabilities: () => ({
      hasNativePauses: false,
      soundTags: [],
      hasStyle: false,
      maxTextLength: 1000,
      hasPronunciationDictionary: false,
      ...capabilities,
    }),
    listVoices: async () => [],
    validate: (request) => {
      if (request.voiceId === 'nobody') throw fakeFailure(id, 'voice_not_found', 'There is no voice "nobody".');
    },
    billedCharacters: (request) => (isRemote ? request.text.length : 0),
    synthesize: async (request, { signal } = {}) => {
      if (signal?.aborted) throw new Cancelled();
      provider.asked.push(request);
      provider.mostAtOnce = Math.max(provider.mostAtOnce, ++atOnce);
      try {
        return (await provider.behave(request, signal)) ?? fakeAnswer(request, provider.billedCharacters(request));
      } finally {
        atOnce--;
      }
    },
  };
  return provider;
}

export function fakeAnswer(request: UtteranceRequest, billedCharacters = 0): Utterance {
  const seconds = 0.01 * request.text.length;
  return {
    bytes: toneWav({ seconds, silenceSeconds: 0.05, rateHz: 8000, frequencyHz: 200 + request.text.length }),
    format: 'wav',
    billedCharacters,
    requestId: `answer to ${request.text.length}`,
    cues: [{ startMs: 50, endMs: 50 + seconds * 1000, text: request.text }],
    warnings: [],
  };
}

export function fakeFailure(provider: string, kind: ProviderErrorKind, message: string): ProviderError {
  return new ProviderError(provider, { kind, message, phase: 'body' });
}
