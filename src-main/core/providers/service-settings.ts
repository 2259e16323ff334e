/** What a model of a connection is for. */
export type ModelUse = 'speech' | 'design' | 'clone' | 'understanding';

export interface ServiceModel {
  readonly id: string;
  readonly use: ModelUse;
}

/** What a connection says about its service: data a person may change, never constants of a client. */
export interface ServiceSettings {
  /** In the order of preference: the first of a use is its default. */
  readonly models: readonly ServiceModel[];
  readonly defaultVoiceId: string;
  /** How many requests at once. */
  readonly concurrency: number;
}
