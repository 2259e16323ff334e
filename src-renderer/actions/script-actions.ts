import { defineActions, hasEpisode } from './action.ts';

export const SCRIPT_ACTIONS = defineActions([
  { id: 'line.previous', keys: ['ArrowUp'], isEnabled: hasEpisode, run: (studio) => studio.selectLine(-1) },
  { id: 'line.next', keys: ['ArrowDown'], isEnabled: hasEpisode, run: (studio) => studio.selectLine(1) },
]);
