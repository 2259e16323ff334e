/** MiniMax at Alibaba Model Studio: one address for everything, told apart by `input.action`. */
import { type MinimaxInit, minimaxBase } from './minimax-base.ts';
import { checkClone, clonedVoice, deletableTypeOf } from './minimax-voice-making.ts';
import { voicesOfAnswer } from './minimax-voices.ts';
import { DASHSCOPE_WIRE } from './minimax-wire.ts';
import { ProviderError } from './provider-error.ts';
import { callJson } from './service-call.ts';
import { asObject, type JsonObject } from './service-fault.ts';
import { type SpeechService, unsupported } from './speech-service.ts';

/** The documents name this one model for everything that is not speech itself. */
const ACTION_MODEL = 'MiniMax/speech-2.8-turbo';

export function createDashscope(init: MinimaxInit): SpeechService {
  const { context } = init;

  const act = async (input: JsonObject, signal: AbortSignal | undefined, model = ACTION_MODEL): Promise<JsonObject> => {
    const { body, requestId } = await callJson(context, { path: DASHSCOPE_WIRE.path, body: { model, input }, signal });
    const output = asObject(body.output);
    if (output !== undefined) return output;
    throw context.fail({ kind: 'protocol', phase: 'body', requestId, message: 'the answer has no "output".' });
  };
  /** One of the service's pages has this action, another says that MiniMax has none: then the list is what it was. */
  const voices = async (signal: AbortSignal | undefined) => {
    try {
      return voicesOfAnswer(await act({ action: 'get_voice', voice_type: 'all' }, signal), context.id);
    } catch (error) {
      if (error instanceof ProviderError && error.kind === 'invalid_request') return [];
      throw error;
    }
  };

  return {
    ...minimaxBase(init, DASHSCOPE_WIRE, voices),

    async cloneVoice(request, options) {
      const invalid = (message: string) => context.fail({ kind: 'validation', phase: 'validate', message });
      checkClone(context, request);
      if (!('url' in request.sample))
        throw invalid('a sample must be a public https address here; files cannot be uploaded.');
      if (!URL.canParse(request.sample.url) || new URL(request.sample.url).protocol !== 'https:') {
        throw invalid('the address of the sample must be a https URL.');
      }
      if (request.previewText === undefined || request.previewText.trim() === '') {
        throw invalid('a text to try the voice with is required here (up to 1000 characters, billed).');
      }
      if (request.prompt !== undefined) throw invalid('a prompt recording cannot be sent here.');
      const output = await act(
        {
          action: 'voice_clone',
          voice_id: request.voiceId,
          audio_url: request.sample.url,
          text: request.previewText,
          ...(request.reducesNoise === true ? { need_noise_reduction: true } : {}),
          ...(request.normalizesVolume === true ? { need_volume_normalization: true } : {}),
        },
        options?.signal,
        request.previewModel,
      );
      return clonedVoice(context, request, output, options?.signal);
    },

    designVoice: unsupported(context.fail, 'voices cannot be designed here. Do it at MiniMax itself.'),

    async deleteVoice(voice, options) {
      await act(
        { action: 'delete_voice', voice_type: deletableTypeOf(context, voice), voice_id: voice.id },
        options?.signal,
      );
    },

    async testConnection(options) {
      await voices(options?.signal);
      return { isAccepted: true, warnings: [] };
    },
  };
}
