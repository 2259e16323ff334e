import type { VoiceBinding } from '#shared/document/records.ts';
import type { KeptVoice } from '../library/kept-voices.ts';
import type { SpeechProvider, UtteranceRequest } from '../providers/speech-provider.ts';

export type ResolvedVoice = Pick<UtteranceRequest, 'model' | 'voiceId' | 'options'>;

/**
 * A cast with everything said: what names no model or voice gets those that suit its options. A voice that was made
 * here and that its service does not keep becomes what it is made of, so that equal voices share their audio.
 */
export function resolveVoice(
  binding: VoiceBinding,
  provider: SpeechProvider,
  keptVoices: readonly KeptVoice[] = [],
): ResolvedVoice {
  const kept = keptVoices.find(({ provider: id, id: voiceId }) => id === provider.id && voiceId === binding.voiceId);
  const options = { ...kept?.options, ...binding.options };
  const defaults = provider.defaultsFor?.(options) ?? {
    model: provider.defaultModel,
    voiceId: provider.defaultVoiceId,
  };
  const named = kept?.options === undefined ? binding.voiceId : '';
  return { model: binding.model ?? defaults.model, voiceId: named || defaults.voiceId, options };
}
