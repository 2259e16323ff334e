import type { Studio } from '../app/studio.ts';
import { ACTION_BY_KEY } from './action-table.ts';

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

/** Where keys belong to what has the focus: text is typed there, or the key works the control. */
function isTaken(target: EventTarget | null, key: string): boolean {
  if (!(target instanceof Element)) return false;
  if (target.closest('input, textarea, select, [contenteditable="true"]')) return true;
  return key === 'Space' && target.closest('button, a, summary') !== null;
}

/** Listens on the window until the returned function is called. */
export function listenToKeys(studio: Studio): () => void {
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.defaultPrevented) return;
    const key = keyOf(event);
    const action = ACTION_BY_KEY.get(key);
    if (!action?.isEnabled(studio) || isTaken(event.target, key)) return;
    event.preventDefault();
    action.run(studio);
  };
  window.addEventListener('keydown', onKeyDown);
  return () => window.removeEventListener('keydown', onKeyDown);
}
