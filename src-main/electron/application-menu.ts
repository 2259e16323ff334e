import type { MenuItemConstructorOptions } from 'electron';
import type { MenuModel } from '#shared/contract/host.ts';

/**
 * The native menu: the page's actions, and what every program has on its system. Without the edit roles macOS knows no
 * copy and paste in text fields. No reload, no developer tools.
 *
 * Keys are shown and not registered: the page listens to them itself, and knows when they are meant for what is typed.
 */
export function applicationMenu(
  platform: NodeJS.Platform,
  menu: MenuModel,
  onAction: (actionId: string) => void,
): MenuItemConstructorOptions[] {
  const own: MenuItemConstructorOptions[] = platform === 'darwin' ? [{ role: 'appMenu' }] : [];
  const groups = menu.map(({ id, label, entries }): MenuItemConstructorOptions => {
    const items = entries.map((entry): MenuItemConstructorOptions => {
      if ('separator' in entry) return { type: 'separator' };
      const { actionId, keys, isEnabled } = entry;
      return {
        label: entry.label,
        enabled: isEnabled,
        click: () => onAction(actionId),
        ...(keys === undefined ? {} : { accelerator: acceleratorOf(keys), registerAccelerator: false }),
      };
    });
    return { label, submenu: [...items, ...systemEntries(platform, id)] };
  });
  // Until the page has said what it can do, and where a page failed to load.
  const bare: MenuItemConstructorOptions[] = menu.length === 0 ? [{ role: 'fileMenu' }, { role: 'editMenu' }] : [];
  return [...own, ...bare, ...groups, { role: 'windowMenu' }];
}

function systemEntries(platform: NodeJS.Platform, id: MenuModel[number]['id']): MenuItemConstructorOptions[] {
  const separator: MenuItemConstructorOptions = { type: 'separator' };
  if (id === 'file') return [separator, { role: platform === 'darwin' ? 'close' : 'quit' }];
  if (id === 'edit') return [separator, { role: 'cut' }, { role: 'copy' }, { role: 'paste' }, { role: 'selectAll' }];
  return id === 'view' ? [separator, { role: 'togglefullscreen' }] : [];
}

/** `Mod+Shift+ArrowUp` as Electron writes it. */
export function acceleratorOf(keys: string): string {
  const parts = keys.endsWith('+') ? [...keys.slice(0, -1).split('+').filter(Boolean), 'Plus'] : keys.split('+');
  return parts.map((part) => (part === 'Mod' ? 'CommandOrControl' : part.replace(/^Arrow/, ''))).join('+');
}
