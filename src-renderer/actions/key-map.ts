import type { Action } from './action.ts';
import { ACTIONS, type ActionId } from './action-table.ts';

/** Other keys than the table's, by action id: what a person chose. */
export type KeyChoices = Readonly<Record<string, readonly string[]>>;

export function keysOf(action: Action, choices: KeyChoices): readonly string[] {
  return choices[action.id] ?? action.keys;
}

/** The actions a key may mean with the focus in these regions, the innermost first, then those for everywhere. */
export function actionsOfKey(
  key: string,
  regions: readonly string[],
  choices: KeyChoices,
): readonly Action<ActionId>[] {
  const places: readonly (string | undefined)[] = [...regions, undefined];
  return ACTIONS.filter((action) => places.includes(action.region) && keysOf(action, choices).includes(key)).sort(
    (a, b) => places.indexOf(a.region) - places.indexOf(b.region),
  );
}

/** Actions that would answer to the same key in the same place: nobody could tell which is meant. */
export function keyConflicts(action: Action, key: string, choices: KeyChoices): readonly Action<ActionId>[] {
  return ACTIONS.filter(
    (other) => other.id !== action.id && other.region === action.region && keysOf(other, choices).includes(key),
  );
}
