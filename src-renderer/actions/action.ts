import type { Studio } from '../app/studio.ts';

/** The parts of the window that keys may be limited to, as their `data-region` says. */
export type Region =
  | 'projects'
  | 'start'
  | 'script'
  | 'timeline'
  | 'transport'
  | 'inspector'
  | 'library'
  | 'voices'
  | 'jobs'
  | 'settings';

/** Something a person can do. Its label is in the catalogues at `actions.<id>`; the id's first part is its group. */
export interface Action<Id extends string = string> {
  readonly id: Id;
  /** As `keyOf` writes them; a person may choose others. */
  readonly keys: readonly string[];
  /** The region of the window (its `data-region`) these keys are for; absent: everywhere. */
  readonly region?: Region;
  isEnabled(studio: Studio): boolean;
  run(studio: Studio): void;
}

/** Keeps the ids as types, so that a label or a button that names another one does not compile. */
export function defineActions<const Id extends string>(actions: readonly Action<Id>[]): readonly Action<Id>[] {
  return actions;
}

export const hasEpisode = (studio: Studio): boolean =>
  studio.state.screen === 'episode' && studio.state.episode !== null;
export const always = (): boolean => true;
