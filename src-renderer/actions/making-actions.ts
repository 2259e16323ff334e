import { defineActions, hasEpisode } from './action.ts';

export const MAKING_ACTIONS = defineActions([
  {
    id: 'speech.generate',
    keys: ['Mod+Enter'],
    isEnabled: hasEpisode,
    run: (studio) => studio.showDialog({ name: 'generate' }),
  },
  {
    id: 'episode.export',
    keys: ['Mod+E'],
    isEnabled: hasEpisode,
    run: (studio) => studio.showDialog({ name: 'export' }),
  },
]);
