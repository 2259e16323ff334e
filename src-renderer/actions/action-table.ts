/** What a person can do, with its keys: the one source for menu, toolbar, palette, keyboard and key sheet. */
import type { Action } from './action.ts';
import { APP_ACTIONS } from './app-actions.ts';
import { LIBRARY_ACTIONS } from './library-actions.ts';
import { MAKING_ACTIONS } from './making-actions.ts';
import { PLAYBACK_ACTIONS } from './playback-actions.ts';
import { SCRIPT_ACTIONS } from './script-actions.ts';
import { TIMELINE_ACTIONS } from './timeline-actions.ts';
import { VOICE_ACTIONS } from './voice-actions.ts';

/** In the order in which the key sheet and the palette show them. */
export const ACTIONS = [
  ...MAKING_ACTIONS,
  ...PLAYBACK_ACTIONS,
  ...SCRIPT_ACTIONS,
  ...TIMELINE_ACTIONS,
  ...LIBRARY_ACTIONS,
  ...VOICE_ACTIONS,
  ...APP_ACTIONS,
] as const;

export type ActionId = (typeof ACTIONS)[number]['id'];

export const ACTION_BY_ID: ReadonlyMap<ActionId, Action<ActionId>> = new Map(
  ACTIONS.map((action) => [action.id, action]),
);

/** Of an id of the table, which has them all. */
export function actionOf(id: ActionId): Action<ActionId> {
  return ACTION_BY_ID.get(id)!;
}
