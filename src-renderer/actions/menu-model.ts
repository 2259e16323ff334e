/** The native menu: the action table once more, ordered as people know menus. */
import type { i18n } from 'i18next';
import type { MenuModel } from '#shared/contract/host.ts';
import type { Studio } from '../app/studio.ts';
import { ACTIONS, type ActionId } from './action-table.ts';
import { keysOf } from './key-map.ts';

type MenuId = MenuModel[number]['id'];

/** By the first part of an action's id, or by the whole of it where it stands elsewhere. */
const MENU_OF: Readonly<Record<string, MenuId>> = {
  project: 'file',
  'episode.export': 'file',
  'go.settings': 'file',
  edit: 'edit',
  script: 'edit',
  line: 'edit',
  clip: 'edit',
  find: 'edit',
  view: 'view',
  panel: 'view',
  go: 'view',
  region: 'view',
  timeline: 'view',
  playback: 'playback',
  transport: 'playback',
  speech: 'episode',
  episode: 'episode',
  history: 'edit',
  app: 'help',
};
const ORDER: readonly MenuId[] = ['file', 'edit', 'view', 'playback', 'episode', 'help'];

export function menuOf(id: ActionId): MenuId {
  return MENU_OF[id] ?? MENU_OF[id.slice(0, id.indexOf('.'))] ?? 'edit';
}

/** In the person's language and with their keys; what cannot be done now is grey. */
export function menuModel(studio: Studio, { t }: i18n): MenuModel {
  return ORDER.map((id) => {
    const actions = ACTIONS.filter((action) => menuOf(action.id) === id);
    return {
      id,
      label: t(`menu.${id}`),
      entries: actions.map((action) => {
        const [keys] = keysOf(action, studio.state.settings.keys);
        return {
          actionId: action.id,
          label: t(`actions.${action.id}`),
          isEnabled: action.isEnabled(studio),
          ...(keys === undefined ? {} : { keys }),
        };
      }),
    };
  }).filter(({ entries }) => entries.length > 0);
}
