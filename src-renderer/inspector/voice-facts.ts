import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { ListedVoice, ModelAbilities } from '#shared/contract/voices.ts';
import type { VoiceBinding } from '#shared/document/records.ts';
import { useStudio, useStudioState } from '../app/studio-context.ts';

/** What can be said to each model; asked again when connections change. Empty until it is known. */
export function useAbilities(): readonly ModelAbilities[] {
  const { client, failures } = useStudio();
  const connections = useStudioState((state) => state.connections);
  const [abilities, setAbilities] = useState<readonly ModelAbilities[]>([]);
  useEffect(() => {
    // Not read here, and yet a reason to ask again.
    void connections;
    void failures.attempt(async () => setAbilities(await client.call('voices.abilities', {})));
  }, [client, failures, connections]);
  return abilities;
}

/** Every voice there is, as the Voices screen knows them; empty until it is known. */
export function useVoices(): readonly ListedVoice[] {
  const { voices } = useStudio();
  const isReady = useStore(voices.store, (state) => state.isReady);
  useEffect(() => {
    if (!isReady) void voices.load();
  }, [voices, isReady]);
  return useStore(voices.store, (state) => state.voices);
}

/** Of the model a voice is spoken with. */
export function abilitiesFor(
  abilities: readonly ModelAbilities[],
  binding: VoiceBinding | undefined,
): ModelAbilities | undefined {
  if (!binding) return abilities.find(({ isRemote, isDefault }) => !isRemote && isDefault);
  const ofProvider = abilities.filter(({ provider }) => provider === binding.provider);
  return ofProvider.find(({ model }) => model === binding.model) ?? ofProvider.find(({ isDefault }) => isDefault);
}
