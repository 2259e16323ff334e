/** MiMo's own voices, and the tags it offers. It has no call to list either. */
import type { ProviderId } from '#shared/ids.ts';
import MIMO from '../../../resources/voices/mimo.json' with { type: 'json' };
import type { Voice } from './speech-provider.ts';

export const MIMO_DEFAULT_VOICE = 'mimo_default';

export function mimoVoices(provider: ProviderId): readonly Voice[] {
  return MIMO.voices.map(({ id, name, language, gender }) => ({
    provider,
    id,
    name,
    language,
    kind: 'built-in',
    ...(gender === 'female' || gender === 'male' ? { gender } : {}),
  }));
}

/** Offered to a person, not checked against: MiMo acts on tags of one's own as well. */
export const MIMO_STYLE_TAGS: Readonly<Record<string, readonly string[]>> = MIMO.styleTags;
export const MIMO_AUDIO_TAGS: Readonly<Record<string, readonly string[]>> = MIMO.audioTags;
