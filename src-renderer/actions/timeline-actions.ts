import { defineActions, hasEpisode } from './action.ts';

/** Half as long a pixel, in two steps. */
const ZOOM_STEP = Math.SQRT2;

export const TIMELINE_ACTIONS = defineActions([
  { id: 'view.zoomIn', keys: ['Mod+=', 'Mod++'], isEnabled: hasEpisode, run: (studio) => studio.zoom(1 / ZOOM_STEP) },
  { id: 'view.zoomOut', keys: ['Mod+-'], isEnabled: hasEpisode, run: (studio) => studio.zoom(ZOOM_STEP) },
  { id: 'view.fit', keys: ['Mod+0'], isEnabled: hasEpisode, run: (studio) => studio.fit() },
]);
