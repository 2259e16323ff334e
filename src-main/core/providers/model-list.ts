import type { Fail } from './provider-error.ts';
import type { ModelUse, ServiceModel } from './service-settings.ts';
import type { SpeechModel } from './speech-provider.ts';

/**
 * The entry of a model in its connection. Throws ProviderError `model_unavailable` for a model the connection does
 * not list under one of `uses`; nothing has been sent then.
 */
export function listedModel(
  fail: Fail,
  models: readonly ServiceModel[],
  model: string,
  uses: readonly ModelUse[],
): ServiceModel {
  const fitting = models.filter(({ use }) => uses.includes(use));
  const found = fitting.find(({ id }) => id === model);
  if (found !== undefined) return found;
  const twin = fitting.find(({ id }) => id.endsWith(`/${model}`));
  const hint =
    twin === undefined
      ? `It lists: ${fitting.map(({ id }) => id).join(', ') || 'none'}. A new model is added to the connection first.`
      : `Did you mean ${twin.id}?`;
  throw fail({
    kind: 'model_unavailable',
    phase: 'validate',
    message: `the connection has no model "${model}" for this. ${hint}`,
  });
}

/** Those that speak, in the order of preference. */
export function speakingModels(models: readonly ServiceModel[]): readonly SpeechModel[] {
  return models.flatMap(({ id, use }) => (use === 'understanding' ? [] : [{ id, use }]));
}

/** '' when the connection lists none. */
export function defaultModel(models: readonly ServiceModel[], use: ModelUse): string {
  return models.find((model) => model.use === use)?.id ?? '';
}
