import type { Studio } from '../app/studio.ts';
import { actionsOfKey } from './key-map.ts';

/** A key as the action table writes it: `Mod+=`, `Shift+F6`, `Space`. Mod is Ctrl, on a Mac Cmd. */
export function keyOf(event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>): string {
  const key = event.key === ' ' ? 'Space' : event.key;
  // A key that needs Shift to be typed (`+`, `?`) is named by itself.
  const isShiftSaid = event.shiftKey && (key.length > 1 || /[a-z]/i.test(key));
  return [
    event.ctrlKey || event.metaKey ? 'Mod+' : '',
    event.altKey ? 'Alt+' : '',
    isShiftSaid ? 'Shift+' : '',
    key.length === 1 ? key.toUpperCase() : key,
  ].join('');
}

/** A modifier alone is the beginning of a key, not one. */
export function isKeyForActions(event: Pick<KeyboardEvent, 'key'>): boolean {
  return !['Control', 'Shift', 'Alt', 'Meta', 'AltGraph', 'CapsLock', 'Dead', 'Process', 'Unidentified'].includes(
    event.key,
  );
}

/** What every text field does with these; with anything else and Ctrl, typing is not meant. */
const TEXT_KEYS = /^(Mod\+)?(Alt\+)?(Shift\+)?(Arrow\w+|Home|End|Backspace|Delete|Enter)$|^Mod\+(Shift\+)?[ACVXYZ]$/;
const isTyping = (key: string): boolean => !/^(Mod|Alt)\+/.test(key) && !/^(Shift\+)?F\d+$/.test(key);

/** Where keys belong to what has the focus: text is typed there, or the key works the control. */
function isTaken(target: EventTarget | null, key: string): boolean {
  if (!(target instanceof Element)) return false;
  if (target.closest('input:not([type="checkbox"]), textarea, select, [contenteditable="true"]')) {
    return isTyping(key) || (TEXT_KEYS.test(key) && key !== 'Mod+Enter');
  }
  return (key === 'Space' || key === 'Enter') && target.closest('button, a, summary') !== null;
}

/** Regions around what has the focus, the innermost first. */
function regionsAround(target: EventTarget | null): readonly string[] {
  const regions: string[] = [];
  let element = target instanceof Element ? target.closest<HTMLElement>('[data-region]') : null;
  while (element) {
    regions.push(element.dataset.region ?? '');
    element = element.parentElement?.closest<HTMLElement>('[data-region]') ?? null;
  }
  return regions;
}

/** Listens on the window until the returned function is called. */
export function listenToKeys(studio: Studio): () => void {
  const onKeyDown = (event: KeyboardEvent): void => {
    // While an input method composes, its keys are its own.
    if (event.defaultPrevented || event.isComposing) return;
    // What is behind a dialog does not answer.
    if (event.target instanceof Element && event.target.closest('[role="dialog"], [role="alertdialog"], [role="menu"]'))
      return;
    const key = keyOf(event);
    if (isTaken(event.target, key)) return;
    const { keys: choices } = studio.state.settings;
    const action = actionsOfKey(key, regionsAround(event.target), choices).find((one) => one.isEnabled(studio));
    if (!action) return;
    event.preventDefault();
    action.run(studio);
  };
  window.addEventListener('keydown', onKeyDown);
  return () => window.removeEventListener('keydown', onKeyDown);
}
