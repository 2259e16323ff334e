/** What a person can do, with its keys: the one source for keyboard and toolbar. */

import { focusRegion } from '../app/regions.ts';
import type { Studio } from '../app/studio.ts';

export interface Action {
  readonly id: ActionId;
  /** As `keyOf` writes them. */
  readonly keys: readonly string[];
  isEnabled(studio: Studio): boolean;
  run(studio: Studio): void;
}

export type ActionId =
  | 'playback.toggle'
  | 'playback.stop'
  | 'playback.start'
  | 'playback.end'
  | 'line.previous'
  | 'line.next'
  | 'view.zoomIn'
  | 'view.zoomOut'
  | 'view.fit'
  | 'region.next'
  | 'region.previous';

const hasEpisode = (studio: Studio): boolean => studio.state.episode !== null;
const canPlay = (studio: Studio): boolean => studio.canPlay;
const always = (): boolean => true;
/** Half as long a pixel, in two steps. */
const ZOOM_STEP = Math.SQRT2;

const ACTIONS: readonly Action[] = [
  { id: 'playback.toggle', keys: ['Space'], isEnabled: canPlay, run: (studio) => studio.togglePlaying() },
  { id: 'playback.stop', keys: [], isEnabled: canPlay, run: (studio) => studio.stop() },
  { id: 'playback.start', keys: ['Home'], isEnabled: hasEpisode, run: (studio) => studio.goTo(0) },
  {
    id: 'playback.end',
    keys: ['End'],
    isEnabled: hasEpisode,
    run: (studio) => studio.goTo(studio.state.episode?.durationSamples ?? 0),
  },
  { id: 'line.previous', keys: ['ArrowUp'], isEnabled: hasEpisode, run: (studio) => studio.selectLine(-1) },
  { id: 'line.next', keys: ['ArrowDown'], isEnabled: hasEpisode, run: (studio) => studio.selectLine(1) },
  { id: 'view.zoomIn', keys: ['Mod+=', 'Mod++'], isEnabled: hasEpisode, run: (studio) => studio.zoom(1 / ZOOM_STEP) },
  { id: 'view.zoomOut', keys: ['Mod+-'], isEnabled: hasEpisode, run: (studio) => studio.zoom(ZOOM_STEP) },
  { id: 'view.fit', keys: ['Mod+0'], isEnabled: hasEpisode, run: (studio) => studio.fit() },
  { id: 'region.next', keys: ['F6'], isEnabled: always, run: () => focusRegion(1) },
  { id: 'region.previous', keys: ['Shift+F6'], isEnabled: always, run: () => focusRegion(-1) },
];

export const ACTION_BY_ID: ReadonlyMap<ActionId, Action> = new Map(ACTIONS.map((action) => [action.id, action]));
export const ACTION_BY_KEY: ReadonlyMap<string, Action> = new Map(
  ACTIONS.flatMap((action) => action.keys.map((key) => [key, action] as const)),
);
