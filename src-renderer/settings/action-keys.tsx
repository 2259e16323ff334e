import { Plus, RotateCcw, X } from 'lucide-react';
import { type KeyboardEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Action } from '../actions/action.ts';
import { actionLabel } from '../actions/action-label.ts';
import type { ActionId } from '../actions/action-table.ts';
import { type KeyChoices, keyConflicts, keysOf } from '../actions/key-map.ts';
import { keyText } from '../actions/key-names.ts';
import { isKeyForActions, keyOf } from '../actions/keyboard.ts';
import { useStudio, useStudioState } from '../app/studio-context.ts';
import { Button } from '../ui/button.tsx';
import { Callout } from '../ui/callout.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { Keys } from '../ui/keys.tsx';
import styles from './keyboard.module.css';

const MOST_KEYS = 4;

/** One action: its keys, each to be taken away, and more to be added; what stands in the way is said first. */
export function ActionKeys({ action }: { readonly action: Action<ActionId> }) {
  const { t } = useTranslation();
  const { preferences } = useStudio();
  const choices = useStudioState((state) => state.settings.keys);
  const [isListening, setListening] = useState(false);
  const [conflict, setConflict] = useState<{ readonly key: string; readonly others: readonly Action<ActionId>[] }>();
  const label = actionLabel(t, action.id);
  const keys = keysOf(action, choices);

  const choose = (next: KeyChoices): void => void preferences.change({ keys: next });
  const add = (key: string): void => {
    setListening(false);
    if (keys.includes(key)) return;
    const others = keyConflicts(action, key, choices);
    if (others.length > 0) setConflict({ key, others });
    else choose({ ...choices, [action.id]: [...keys, key] });
  };
  const take = (): void => {
    if (!conflict) return;
    const without = conflict.others.map(
      (other) => [other.id, keysOf(other, choices).filter((key) => key !== conflict.key)] as const,
    );
    choose({ ...choices, ...Object.fromEntries(without), [action.id]: [...keys, conflict.key] });
    setConflict(undefined);
  };
  const reset = (): void => {
    const { [action.id]: _own, ...rest } = choices;
    choose(rest);
  };
  const listen = (event: KeyboardEvent): void => {
    if (!isListening) return;
    const key = keyOf(event);
    // Tab leaves; nobody should be caught here.
    if (key === 'Tab' || key === 'Shift+Tab') {
      setListening(false);
      return;
    }
    event.preventDefault();
    event.stopPropagation();
    if (key === 'Escape') setListening(false);
    else if (isKeyForActions(event)) add(key);
  };
  return (
    <li className={styles.action}>
      <div className={styles.line}>
        <span className={styles.label}>
          {label}
          {action.region !== undefined && <span className={styles.region}>{regionText(action.region)}</span>}
        </span>
        <span className={styles.keys}>
          {keys.length === 0 && !isListening && <span className={styles.none}>{t('settings.keyboard.none')}</span>}
          {keys.map((key) => (
            <span key={key} className={styles.key}>
              <Keys keys={key} />
              <IconButton
                icon={X}
                size="small"
                label={t('settings.keyboard.remove', { keys: keyText(key), action: label })}
                onClick={() => choose({ ...choices, [action.id]: keys.filter((other) => other !== key) })}
              />
            </span>
          ))}
          {isListening && (
            <Button
              size="small"
              variant="primary"
              ref={(button) => button?.focus()}
              onKeyDown={listen}
              onBlur={() => setListening(false)}
            >
              {t('settings.keyboard.press')}
            </Button>
          )}
        </span>
        <IconButton
          icon={Plus}
          size="small"
          isDisabled={keys.length >= MOST_KEYS || isListening}
          label={t('settings.keyboard.add', { action: label })}
          onClick={() => {
            setConflict(undefined);
            setListening(true);
          }}
        />
        <IconButton
          icon={RotateCcw}
          size="small"
          isDisabled={choices[action.id] === undefined}
          label={t('settings.keyboard.reset', { action: label })}
          onClick={reset}
        />
      </div>
      {conflict && (
        <Callout
          tone="info"
          title={t('settings.keyboard.conflict', {
            keys: keyText(conflict.key),
            other: conflict.others.map(({ id }) => actionLabel(t, id)).join(', '),
          })}
        >
          <div className={styles.answers}>
            <Button size="small" onClick={take}>
              {t('settings.keyboard.take')}
            </Button>
            <Button size="small" onClick={() => setConflict(undefined)}>
              {t('settings.keyboard.leave')}
            </Button>
          </div>
        </Callout>
      )}
    </li>
  );

  function regionText(region: NonNullable<Action['region']>): string {
    return t('settings.keyboard.within', { region: t(`regions.${region}`) });
  }
}
