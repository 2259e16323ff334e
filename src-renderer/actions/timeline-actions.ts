import type { Studio } from '../app/studio.ts';
import { defineActions, hasEpisode } from './action.ts';

/** Half as long a pixel, in two steps. */
const ZOOM_STEP = Math.SQRT2;
const TEN = 10;
const region = 'timeline';

const hasSelection = (studio: Studio): boolean => hasEpisode(studio) && studio.timeline.hasSelection;

export const TIMELINE_ACTIONS = defineActions([
  { id: 'view.zoomIn', keys: ['Mod+=', 'Mod++'], isEnabled: hasEpisode, run: (studio) => studio.zoom(1 / ZOOM_STEP) },
  { id: 'view.zoomOut', keys: ['Mod+-'], isEnabled: hasEpisode, run: (studio) => studio.zoom(ZOOM_STEP) },
  { id: 'view.fit', keys: ['Mod+0'], isEnabled: hasEpisode, run: (studio) => studio.fit() },
  {
    id: 'view.zoomToSelection',
    keys: ['Mod+9'],
    isEnabled: hasEpisode,
    run: (studio) => studio.timeline.zoomToSelection(),
  },
  { id: 'view.follow', keys: [], isEnabled: hasEpisode, run: (studio) => studio.timeline.toggleFollowing() },
  { id: 'clip.split', keys: ['S'], isEnabled: hasEpisode, run: (studio) => studio.timeline.split() },
  { id: 'clip.join', keys: ['Mod+J'], region, isEnabled: hasSelection, run: (studio) => studio.timeline.join() },
  {
    id: 'clip.duplicate',
    keys: ['Mod+D'],
    region,
    isEnabled: hasSelection,
    run: (studio) => studio.timeline.duplicate(),
  },
  {
    id: 'clip.delete',
    keys: ['Delete', 'Backspace'],
    region,
    isEnabled: hasSelection,
    run: (studio) => studio.timeline.delete({ isRipple: false }),
  },
  {
    id: 'clip.rippleDelete',
    keys: ['Shift+Delete', 'Shift+Backspace'],
    region,
    isEnabled: hasSelection,
    run: (studio) => studio.timeline.delete({ isRipple: true }),
  },
  { id: 'clip.copy', keys: ['Mod+C'], region, isEnabled: hasSelection, run: (studio) => studio.timeline.copy() },
  { id: 'clip.cut', keys: ['Mod+X'], region, isEnabled: hasSelection, run: (studio) => studio.timeline.cut() },
  {
    id: 'clip.paste',
    keys: ['Mod+V'],
    region,
    isEnabled: (studio) => hasEpisode(studio) && studio.state.timeline.canPaste,
    run: (studio) => studio.timeline.paste(),
  },
  { id: 'clip.nudgeLeft', keys: [','], isEnabled: hasSelection, run: (studio) => studio.timeline.nudge(-1) },
  { id: 'clip.nudgeRight', keys: ['.'], isEnabled: hasSelection, run: (studio) => studio.timeline.nudge(1) },
  { id: 'clip.nudgeFarLeft', keys: ['<'], isEnabled: hasSelection, run: (studio) => studio.timeline.nudge(-TEN) },
  { id: 'clip.nudgeFarRight', keys: ['>'], isEnabled: hasSelection, run: (studio) => studio.timeline.nudge(TEN) },
  { id: 'marker.add', keys: ['M'], isEnabled: hasEpisode, run: (studio) => studio.timeline.addMarker('') },
  { id: 'edit.ripple', keys: [], isEnabled: hasEpisode, run: (studio) => studio.timeline.toggleRipple() },
  { id: 'edit.snap', keys: [], isEnabled: hasEpisode, run: (studio) => studio.timeline.toggleSnapping() },
]);
