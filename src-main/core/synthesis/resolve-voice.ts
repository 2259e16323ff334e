import type { VoiceBinding } from '#shared/document/records.ts';
import type { SpeechProvider, UtteranceRequest } from '../providers/speech-provider.ts';

export type ResolvedVoice = Pick<UtteranceRequest, 'model' | 'voiceId' | 'options'>;

/** A cast with everything said: what names no model or voice gets those that suit its options. */
export function resolveVoice(binding: VoiceBinding, provider: SpeechProvider): ResolvedVoice {
  const options = binding.options ?? {};
  const defaults = provider.defaultsFor?.(options) ?? {
    model: provider.defaultModel,
    voiceId: provider.defaultVoiceId,
  };
  return { model: binding.model ?? defaults.model, voiceId: binding.voiceId || defaults.voiceId, options };
}
