/** Xiaomi MiMo: named, designed and copied voices, and ears. */
import { SOUND_TAGS } from '#shared/script/sound-tags.ts';
import { MimoOptions } from './mimo-options.ts';
import { MIMO_MAX_TEXT_LENGTH, type MimoContext, prepareMimo, speakWithMimo } from './mimo-speech.ts';
import { mimoUnderstanding } from './mimo-understanding.ts';
import { mimoVoices } from './mimo-voices.ts';
import { defaultModel, speakingModels } from './model-list.ts';
import { optionTable } from './option-table.ts';
import { ProviderError } from './provider-error.ts';
import { callJson } from './service-call.ts';
import { type SpeechService, unsupported } from './speech-service.ts';

export function createMimo(mimo: MimoContext): SpeechService {
  const { context, settings } = mimo;
  const { models } = settings;
  const keepsNone = (how: string): (() => Promise<never>) => unsupported(context.fail, `it keeps no voices: ${how}`);
  return {
    id: context.id,
    name: context.name,
    isRemote: true,
    defaultModel: defaultModel(models, 'speech'),
    defaultVoiceId: settings.defaultVoiceId,
    concurrency: settings.concurrency,
    capabilities(model) {
      const isDesign = models.some(({ id, use }) => id === model && use === 'design');
      return {
        hasNativePauses: false,
        // Any tag in brackets is acted on, so every sound the script knows is.
        soundTags: isDesign ? [] : SOUND_TAGS,
        hasStyle: true,
        hasDirectorMode: true,
        maxTextLength: MIMO_MAX_TEXT_LENGTH,
        hasPronunciationDictionary: false,
      };
    },
    models: speakingModels(models),
    optionsOf: (model) =>
      optionTable(MimoOptions, {
        ...(models.some(({ id, use }) => id === model && use === 'design') ? { optimizeText: { default: false } } : {}),
        format: { default: 'wav' },
      }),
    defaultsFor(options) {
      if (options.design !== undefined) return { model: defaultModel(models, 'design'), voiceId: '' };
      if (options.sample !== undefined) return { model: defaultModel(models, 'clone'), voiceId: '' };
      return { model: defaultModel(models, 'speech'), voiceId: settings.defaultVoiceId };
    },
    listVoices: async () => mimoVoices(context.id),
    validate: (request, options) => void prepareMimo(mimo, request, options?.isStreamed === true),
    billedCharacters: () => 0,
    synthesize: (request, options) => speakWithMimo(mimo, request, options ?? {}),
    cloneVoice: keepsNone('the sample goes with every request (option "sample").'),
    designVoice: keepsNone('the description goes with every request (option "design").'),
    deleteVoice: keepsNone('there is nothing to delete.'),
    understanding: mimoUnderstanding(context, settings),
    /** A request without messages is refused before it costs anything, and only once the key was taken. */
    async testConnection(options) {
      const body = { model: defaultModel(models, 'speech'), messages: [] };
      try {
        await callJson(context, { path: '/v1/chat/completions', body, signal: options?.signal });
      } catch (error) {
        if (!(error instanceof ProviderError) || error.kind !== 'invalid_request') throw error;
      }
      return { isAccepted: true, warnings: [] };
    },
    close: () => context.http.close(),
  };
}
