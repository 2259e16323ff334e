const isMac = typeof navigator !== 'undefined' && navigator.platform.startsWith('Mac');

/** As engraved on keyboards, in every language. */
const NAMES: Readonly<Record<string, string>> = {
  Mod: isMac ? '⌘' : 'Ctrl',
  Alt: isMac ? '⌥' : 'Alt',
  Shift: isMac ? '⇧' : 'Shift',
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Escape: 'Esc',
  Delete: 'Del',
  Backspace: '⌫',
  Enter: 'Enter',
  '-': '−',
};

/** The keys of `Mod+Shift+ArrowUp`, one by one. A plus that is itself the key comes last: `Mod++`. */
export function keyNames(keys: string): readonly string[] {
  const parts = keys.endsWith('+') ? [...keys.slice(0, -1).split('+').filter(Boolean), '+'] : keys.split('+');
  return parts.map((part) => NAMES[part] ?? part);
}

/** In one text, for a tooltip or a menu. */
export function keyText(keys: string): string {
  return keyNames(keys).join(isMac ? '' : '+');
}
