import { defineActions, hasEpisode } from './action.ts';

export const MAKING_ACTIONS = defineActions([
  {
    id: 'speech.generate',
    keys: ['Mod+Enter'],
    isEnabled: hasEpisode,
    run: (studio) => void studio.making.ask(),
  },
  {
    id: 'speech.newTake',
    keys: ['R'],
    isEnabled: (studio) => studio.selectedLineIds.length > 0,
    run: (studio) => void studio.making.ask({ blockIds: studio.selectedLineIds, isNewTake: true }),
  },
  {
    id: 'episode.export',
    keys: ['Mod+E'],
    isEnabled: hasEpisode,
    run: (studio) => studio.showExport(),
  },
]);
