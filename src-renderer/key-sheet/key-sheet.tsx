import { useTranslation } from 'react-i18next';
import type { Action } from '../actions/action.ts';
import { actionLabel } from '../actions/action-label.ts';
import { ACTIONS, type ActionId } from '../actions/action-table.ts';
import { keysOf } from '../actions/key-map.ts';
import { useStudio, useStudioState } from '../app/studio-context.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Keys } from '../ui/keys.tsx';
import styles from './key-sheet.module.css';

export type ActionGroup = ActionId extends infer Id ? (Id extends `${infer Group}.${string}` ? Group : never) : never;

/** Actions under the first part of their ids, in the order of the table. */
export function actionsByGroup(): ReadonlyMap<ActionGroup, readonly Action<ActionId>[]> {
  const groups = new Map<ActionGroup, Action<ActionId>[]>();
  for (const action of ACTIONS) {
    const group = action.id.slice(0, action.id.indexOf('.')) as ActionGroup;
    const own = groups.get(group);
    if (own) own.push(action);
    else groups.set(group, [action]);
  }
  return groups;
}

/** Every key there is, drawn from the action table. */
export function KeySheet() {
  const { t } = useTranslation();
  const studio = useStudio();
  const choices = useStudioState((state) => state.settings.keys);
  return (
    <Dialog
      isOpen
      size="large"
      title={t('keySheet.title')}
      description={t('keySheet.hint')}
      onClose={() => studio.showDialog(null)}
      actions={<Button onClick={() => studio.openSettings('keyboard')}>{t('keySheet.change')}</Button>}
    >
      <div className={styles.groups}>
        {[...actionsByGroup()].map(([group, actions]) => {
          const withKeys = actions.filter((action) => keysOf(action, choices).length > 0);
          if (withKeys.length === 0) return null;
          return (
            <section key={group} className={styles.group} aria-label={t(`keySheet.groups.${group}`)}>
              <h3 className={styles.heading}>{t(`keySheet.groups.${group}`)}</h3>
              <dl className={styles.actions}>
                {withKeys.map((action) => (
                  <div key={action.id} className={styles.action}>
                    <dt className={styles.label}>{actionLabel(t, action.id)}</dt>
                    <dd className={styles.keys}>
                      {keysOf(action, choices).map((key) => (
                        <Keys key={key} keys={key} />
                      ))}
                    </dd>
                  </div>
                ))}
              </dl>
            </section>
          );
        })}
      </div>
    </Dialog>
  );
}
