import { focusRegion } from '../app/regions.ts';
import { always, defineActions } from './action.ts';

export const APP_ACTIONS = defineActions([
  { id: 'region.next', keys: ['F6'], isEnabled: always, run: () => focusRegion(1) },
  { id: 'region.previous', keys: ['Shift+F6'], isEnabled: always, run: () => focusRegion(-1) },
]);
