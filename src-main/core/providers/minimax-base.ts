/** The part of a speech service that is the same on every host that speaks MiniMax. */

import { minimaxOptionTable } from './minimax-option-table.ts';
import { type MinimaxProfile, minimaxModelTraits, minimaxRequest } from './minimax-request.ts';
import { speakWithMinimax } from './minimax-speech.ts';
import {
  MINIMAX_MAX_TEXT_LENGTH,
  MINIMAX_SOUND_TAGS,
  MINIMAX_UNCONFIRMED_SOUND_TAGS,
  minimaxBilledCharacters,
  minimaxText,
} from './minimax-text.ts';
import { shippedMinimaxVoices } from './minimax-voices.ts';
import type { MinimaxWire } from './minimax-wire.ts';
import { defaultModel, listedModel, speakingModels } from './model-list.ts';
import type { ServiceContext } from './service-call.ts';
import type { ServiceSettings } from './service-settings.ts';
import type { SpeechProvider, Voice } from './speech-provider.ts';
import type { SpeechService } from './speech-service.ts';

export interface MinimaxInit {
  readonly context: ServiceContext;
  readonly settings: ServiceSettings;
  readonly profile: MinimaxProfile;
}

/** Asks the service for its voices; absent where it has no such call. */
export type FetchVoices = (signal: AbortSignal | undefined) => Promise<readonly Voice[]>;

export function minimaxBase(
  init: MinimaxInit,
  wire: MinimaxWire,
  fetchVoices: FetchVoices | undefined,
): SpeechProvider & Pick<SpeechService, 'defaultsFor' | 'close'> {
  const { context, settings, profile } = init;
  let voices = shippedMinimaxVoices(context.id);
  return {
    id: context.id,
    name: context.name,
    isRemote: true,
    defaultModel: defaultModel(settings.models, 'speech'),
    defaultVoiceId: settings.defaultVoiceId,
    concurrency: settings.concurrency,
    capabilities: (model) => ({
      hasNativePauses: true,
      ...(minimaxModelTraits(model).hasSounds
        ? { soundTags: MINIMAX_SOUND_TAGS, unconfirmedSoundTags: MINIMAX_UNCONFIRMED_SOUND_TAGS }
        : { soundTags: [] }),
      hasStyle: false,
      maxTextLength: MINIMAX_MAX_TEXT_LENGTH,
      hasPronunciationDictionary: true,
    }),
    models: speakingModels(settings.models),
    optionsOf: (model) => minimaxOptionTable(model, profile),
    defaultsFor: (options) => ({
      model: defaultModel(settings.models, 'speech'),
      voiceId: options.mix === undefined ? settings.defaultVoiceId : '',
    }),
    async listVoices(options) {
      if (options?.isRefresh === true && fetchVoices !== undefined) {
        const found = await fetchVoices(options.signal);
        // An account without any is unheard of: an empty list means that the service did not say.
        if (found.length > 0) voices = found;
      }
      return voices;
    },
    validate(request, options) {
      listedModel(context.fail, settings.models, request.model, ['speech']);
      minimaxRequest(request, profile, { fail: context.fail, isStreamed: options?.isStreamed === true });
    },
    billedCharacters(request) {
      const { hasSounds } = minimaxModelTraits(request.model);
      const rules = { hasSounds, maxLength: Number.POSITIVE_INFINITY, fail: context.fail };
      return minimaxBilledCharacters(minimaxText(request.text, rules).text);
    },
    async synthesize(request, options) {
      listedModel(context.fail, settings.models, request.model, ['speech']);
      return speakWithMinimax({ context, wire, profile }, request, options ?? {});
    },
    close: () => context.http.close(),
  };
}
