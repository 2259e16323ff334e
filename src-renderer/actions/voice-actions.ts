import type { Studio } from '../app/studio.ts';
import { defineActions } from './action.ts';

const region = 'voices';
const isShown = (studio: Studio): boolean => studio.state.screen === 'voices';
const hasVoice = (studio: Studio): boolean => isShown(studio) && studio.voices.active !== undefined;

export const VOICE_ACTIONS = defineActions([
  {
    id: 'voices.search',
    keys: ['Mod+F', '/'],
    region,
    isEnabled: isShown,
    run: ({ voices }) => voices.focus('search'),
  },
  {
    id: 'voices.hear',
    keys: ['Space', 'Enter'],
    region,
    isEnabled: hasVoice,
    run: ({ voices }) => voices.toggleHearing(),
  },
  {
    id: 'voices.favourite',
    keys: ['F'],
    region,
    isEnabled: hasVoice,
    run: ({ voices }) => void voices.toggleFavourite(),
  },
  {
    id: 'voices.refresh',
    keys: [],
    region,
    isEnabled: isShown,
    run: ({ voices }) => void voices.load({ isRefresh: true }),
  },
]);
