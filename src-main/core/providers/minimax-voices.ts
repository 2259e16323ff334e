/** MiniMax's voices: the list that ships with Lectern, and what a service answers when asked. */
import type { ProviderId } from '#shared/ids.ts';
import SYSTEM_VOICES from '../../../resources/voices/minimax-system-voices.json' with { type: 'json' };
import { asObject, type JsonObject } from './service-fault.ts';
import type { Voice } from './speech-provider.ts';

const LANGUAGES: ReadonlyMap<string, string> = new Map(SYSTEM_VOICES.map((voice) => [voice.id, voice.language]));

export function shippedMinimaxVoices(provider: ProviderId): readonly Voice[] {
  return SYSTEM_VOICES.map(({ id, name, language }) => ({ provider, id, name, language, kind: 'built-in' }));
}

const LISTS = [
  ['system_voice', 'built-in'],
  ['voice_cloning', 'cloned'],
  ['voice_generation', 'designed'],
] as const satisfies readonly (readonly [string, Voice['kind']])[];

/**
 * The answer to `get_voice`. Ids are taken byte for byte: one really ends in a blank, another mixes full-width and
 * half-width brackets. The service names no language; a voice it shares with the shipped list has that list's.
 */
export function voicesOfAnswer(answer: JsonObject, provider: ProviderId): readonly Voice[] {
  return LISTS.flatMap(([list, kind]) => {
    const entries = Array.isArray(answer[list]) ? (answer[list] as readonly unknown[]) : [];
    return entries.flatMap((entry) => {
      const voice = asObject(entry);
      const id = voice?.voice_id;
      if (typeof id !== 'string' || id === '') return [];
      const name = typeof voice?.voice_name === 'string' && voice.voice_name !== '' ? voice.voice_name : id;
      return [{ provider, id, name, language: LANGUAGES.get(id) ?? '', kind }];
    });
  });
}
