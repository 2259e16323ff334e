import type { TFunction } from 'i18next';
import type { EN } from '../i18n/catalogue.en.ts';
import type { ActionId } from './action-table.ts';

type Labels = (typeof EN)['actions'];
type LabelledId = { [Group in keyof Labels]: `${Group}.${Extract<keyof Labels[Group], string>}` }[keyof Labels];

/** An action that has no label in the catalogues does not compile here. */
const labelKey = (id: ActionId): `actions.${LabelledId}` => `actions.${id}`;

/** What an action is called. */
export function actionLabel(t: TFunction, id: ActionId): string {
  return t(labelKey(id));
}
