import type { ModelAbilities } from '#shared/contract/voices.ts';
import type { SpeechProvider } from '../providers/speech-provider.ts';

/** What can be said to each model of each engine and service, its default model first. */
export function modelAbilities(providers: readonly SpeechProvider[]): readonly ModelAbilities[] {
  return providers.flatMap((provider) => {
    const { id, name, isRemote, defaultModel } = provider;
    const models = provider.models ?? [{ id: defaultModel, use: 'speech' as const }];
    return models.map(({ id: model, use }): ModelAbilities => {
      const {
        hasStyle,
        hasDirectorMode = false,
        hasNativePauses,
        soundTags,
        maxTextLength,
      } = provider.capabilities(model);
      return {
        provider: id,
        providerName: name,
        isRemote,
        model,
        use,
        isDefault: model === defaultModel,
        hasStyle,
        hasDirectorMode,
        hasNativePauses,
        soundTags,
        maxTextLength,
        options: provider.optionsOf?.(model) ?? [],
      };
    });
  });
}
