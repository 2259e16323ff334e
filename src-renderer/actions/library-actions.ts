import type { Studio } from '../app/studio.ts';
import { insertChosen } from '../library/insert-into-episode.ts';
import { isAudible } from '../library/library-browser.ts';
import { defineActions } from './action.ts';

const region = 'library';
const isShown = (studio: Studio): boolean => studio.state.screen === 'library';
const hasClips = (studio: Studio): boolean => isShown(studio) && studio.library.chosenRows.some(isAudible);

export const LIBRARY_ACTIONS = defineActions([
  {
    id: 'library.search',
    keys: ['Mod+F', '/'],
    region,
    isEnabled: isShown,
    run: ({ library }) => library.focus('search'),
  },
  { id: 'library.hear', keys: ['Space'], region, isEnabled: hasClips, run: ({ library }) => library.toggleHearing() },
  { id: 'library.insert', keys: ['Enter'], region, isEnabled: hasClips, run: insertChosen },
  { id: 'library.tag', keys: ['T'], region, isEnabled: hasClips, run: ({ library }) => library.focus('tag') },
  {
    id: 'library.favourite',
    keys: ['F'],
    region,
    isEnabled: hasClips,
    run: ({ library }) => void library.toggleFavourite(),
  },
  { id: 'library.rate1', keys: ['1'], region, isEnabled: hasClips, run: ({ library }) => void library.rate(1) },
  { id: 'library.rate2', keys: ['2'], region, isEnabled: hasClips, run: ({ library }) => void library.rate(2) },
  { id: 'library.rate3', keys: ['3'], region, isEnabled: hasClips, run: ({ library }) => void library.rate(3) },
  { id: 'library.rate4', keys: ['4'], region, isEnabled: hasClips, run: ({ library }) => void library.rate(4) },
  { id: 'library.rate5', keys: ['5'], region, isEnabled: hasClips, run: ({ library }) => void library.rate(5) },
  { id: 'library.rate0', keys: ['0'], region, isEnabled: hasClips, run: ({ library }) => void library.rate(null) },
  { id: 'library.chooseAll', keys: ['Mod+A'], region, isEnabled: isShown, run: ({ library }) => library.chooseAll() },
]);
