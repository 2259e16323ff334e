/** MiniMax's own hosts, and the two ModelVerse gateways that speak its language and keep no voices. */
import type { ProviderErrorKind } from '#shared/errors.ts';
import { type MinimaxInit, minimaxBase } from './minimax-base.ts';
import { minimaxLongText } from './minimax-long-text.ts';
import { cloneAtMinimax, deleteAtMinimax, designAtMinimax } from './minimax-voice-making.ts';
import { voicesOfAnswer } from './minimax-voices.ts';
import { FLAT_WIRE } from './minimax-wire.ts';
import { defaultModel } from './model-list.ts';
import { ProviderError } from './provider-error.ts';
import { callJson, type ServiceContext } from './service-call.ts';
import { type ConnectionTest, type SpeechService, unsupported } from './speech-service.ts';

export function createMinimax(init: MinimaxInit): SpeechService {
  const { context, profile } = init;
  const voices = async (signal: AbortSignal | undefined) => {
    const { body } = await callJson(context, { path: '/v1/get_voice', body: { voice_type: 'all' }, signal });
    return voicesOfAnswer(body, context.id);
  };
  return {
    ...minimaxBase(init, FLAT_WIRE, voices),
    cloneVoice: (request, options) => cloneAtMinimax(context, request, options?.signal),
    designVoice: (request, options) => designAtMinimax(context, request, options?.signal),
    deleteVoice: (voice, options) => deleteAtMinimax(context, voice, options?.signal),
    longText: minimaxLongText(context, profile),
    async testConnection(options) {
      await voices(options?.signal);
      return { isAccepted: true, warnings: [] };
    },
  };
}

export function createModelverse(init: MinimaxInit): SpeechService {
  const { context, settings } = init;
  const noVoices = 'this gateway makes and keeps no MiniMax voices. Make them at MiniMax itself.';
  return {
    ...minimaxBase(init, FLAT_WIRE, undefined),
    cloneVoice: unsupported(context.fail, noVoices),
    designVoice: unsupported(context.fail, noVoices),
    deleteVoice: unsupported(context.fail, noVoices),
    testConnection: (options) =>
      refusedForContent(context, { model: defaultModel(settings.models, 'speech'), text: '' }, options?.signal),
  };
}

/** Refusals of what was said, which come after the key was looked at. */
const TAKEN: ReadonlySet<ProviderErrorKind> = new Set(['invalid_request', 'voice_not_found']);

/**
 * There is no free call on the gateways: a request without text is refused before it costs anything, and for its
 * text only if the key was taken first.
 */
async function refusedForContent(
  context: ServiceContext,
  body: Readonly<Record<string, unknown>>,
  signal: AbortSignal | undefined,
): Promise<ConnectionTest> {
  try {
    const { requestId } = await callJson(context, { path: FLAT_WIRE.path, body, signal });
    return { isAccepted: true, warnings: [], ...(requestId === undefined ? {} : { requestId }) };
  } catch (error) {
    if (!(error instanceof ProviderError) || !TAKEN.has(error.kind)) throw error;
    return { isAccepted: true, warnings: [] };
  }
}
